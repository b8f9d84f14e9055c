"""Clusters stand apart, whatever the network; and twice at the same places."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.report.network.layout import CENTRE, MEMBER, disc, places


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[float], list[tuple[int, int]]]:
    radii = draw(st.lists(st.floats(5, 120), max_size=14))
    node = st.integers(0, max(len(radii) - 1, 0))
    return radii, draw(st.lists(st.tuples(node, node), max_size=25)) if radii else []


@settings(max_examples=60, deadline=None)
@given(networks())
def test_no_two_discs_touch(network: tuple[list[float], list[tuple[int, int]]]) -> None:
    radii, ties = network
    centres = places(radii, ties)
    assert centres.shape == (len(radii), 2)
    assert np.isfinite(centres).all()
    assert (centres >= np.asarray(radii)[:, None] - 1e-6).all()
    for a in range(len(radii)):
        for b in range(a):
            assert np.hypot(*(centres[a] - centres[b])) >= radii[a] + radii[b]
    assert (places(radii, ties) == centres).all()


def test_what_is_tied_is_nearer_than_what_is_not() -> None:
    # two hubs with five outlets each, and one tie between the hubs
    ties = [(0, i) for i in range(2, 7)] + [(1, i) for i in range(7, 12)] + [(0, 1)]
    centres = places([20.0] * 12, ties)
    own = [np.hypot(*(centres[0] - centres[i])) for i in range(2, 7)]
    others = [np.hypot(*(centres[0] - centres[i])) for i in range(7, 12)]
    assert max(own) < min(others)


@pytest.mark.parametrize("members", [0, 1, 2, 30, 700])
def test_members_stand_apart_within_their_disc(members: int) -> None:
    centres, radius = disc(members)
    far = np.hypot(centres[:, 0], centres[:, 1])
    assert (far > CENTRE).all()
    assert (far < radius).all()
    # the first ones in the middle
    assert (np.diff(far) > 0).all()
    between = np.hypot(*(centres[:, None] - centres[None, :]).transpose(2, 0, 1))
    np.fill_diagonal(between, np.inf)
    assert between.min(initial=np.inf) > MEMBER
