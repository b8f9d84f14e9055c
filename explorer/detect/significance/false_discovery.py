"""False-discovery rates over pairs of accounts and over accounts.

The step-up procedure of Benjamini and Hochberg 1995, "Controlling the False Discovery Rate", section 3.
"""

import numpy as np

from explorer.detect.kernels.arrays import Reals
from explorer.detect.network.model import Network


def q_values(p: Reals, hypotheses: int) -> Reals:
    """Return the q-value of each hypothesis: the smallest false-discovery rate at which it is rejected, float64.

    Args:
        p: float64, p-values; the hypotheses that are not among them have p = 1.
        hypotheses: Number of hypotheses.
    """
    order = np.argsort(p, kind="stable")
    rising = p[order] * hypotheses / np.arange(1, len(p) + 1)
    q = np.empty(len(p))
    q[order] = np.minimum(np.minimum.accumulate(rising[::-1])[::-1], 1.0)
    return q


def account_q_values(network: Network, p: Reals, accounts: int) -> Reals:
    """Return for each edge the smallest false-discovery rate over accounts at which both its accounts are found.

    The p-value of an account combines those of its pairs by Simes 1986, "An improved Bonferroni procedure for multiple
    tests of significance".

    Args:
        network: The edges.
        p: float64, p-values of the edges.
        accounts: Number of accounts that could have an edge; pairs without an edge have p = 1.
    """
    if not len(network):
        return np.empty(0)
    ends, p = np.concatenate([network.source, network.target]), np.concatenate([p, p])
    order = np.lexsort((p, ends))
    ends, p = ends[order], p[order]
    first = np.flatnonzero(np.diff(ends, prepend=-1))
    place = np.arange(len(ends)) - np.repeat(first, np.diff(first, append=len(ends))) + 1
    simes = np.minimum(np.minimum.reduceat(p * (accounts - 1) / place, first), 1.0)
    q = np.ones(len(network.accounts))
    q[ends[first]] = q_values(simes, accounts)
    return np.maximum(q[network.source], q[network.target])
