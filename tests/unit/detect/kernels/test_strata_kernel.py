"""Accounts by the number of objects that they share with another, by hand."""

import numpy as np

from explorer.detect.kernels.strata_kernel import count_pairs_by_shared_objects


def test_other_accounts_are_counted_once_each_in_the_stratum_of_what_they_share() -> None:
    # accounts by object; account 0 shares three objects with account 1, two with account 2 and one with account 3
    by_object = [(0, 1, 2), (0, 1, 2), (0, 1, 3), (3,)]
    by_account = [[o for o, accounts in enumerate(by_object) if u in accounts] for u in range(4)]
    start, first = (np.concatenate([[0], np.cumsum([len(own) for own in lists])]) for lists in (by_account, by_object))
    objects, account = (np.concatenate(lists).astype(np.uint32) for lists in (by_account, by_object))
    found = np.zeros((5, 2), np.int64)
    drawn = np.array([0, 1, 2, 3, 0], np.uint32)
    count_pairs_by_shared_objects((0, 5), drawn, start, objects, first, account, np.array([1, 3]), 4, found)
    # shared by 0: 3, 2, 1; by 1: 3, 2, 1; by 2: 2, 2; by 3: 1, 1; an account that is drawn again has the same
    assert found.tolist() == [[2, 1], [2, 1], [2, 0], [2, 0], [2, 1]]
