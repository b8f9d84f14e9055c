import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.detect.significance.account_actions import AccountActions
from tests.unit.detect.network.reference import Event, make_events

EVENTS = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("wxyz"), st.integers(0, 9)), max_size=30)


@given(EVENTS, st.sets(st.sampled_from("abcde")))
def test_events_are_those_of_the_accounts_in_order(events: list[Event], chosen: set[str]) -> None:
    first = make_events(events).first()
    known = first.accounts.is_in(sorted(chosen)).to_numpy()
    actions = AccountActions.of(first, known)
    assert len(actions.position) == np.isin(first.account, np.flatnonzero(known)).sum()
    for code in np.flatnonzero(known):
        assert actions.positions(np.array([code])).tolist() == np.flatnonzero(first.account == code).tolist()
    both = np.flatnonzero(known)[::-1]
    parts = [np.flatnonzero(first.account == code) for code in both]
    assert actions.positions(both).tolist() == [place for part in parts for place in part.tolist()]
