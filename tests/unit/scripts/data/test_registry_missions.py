"""Missions that lists name differently are recognised as the same."""

import pytest

from scripts.data.registry_entry import Entry
from scripts.data.registry_missions import mission_key, mission_name


@pytest.mark.parametrize(
    ("listed", "name"),
    [
        ("Embassy of China, Capetown (Southafrica)", "Chinese embassy in South Africa"),
        # cities of several words are cut
        ("Embassy of Iran, Dar (Es)", "Iranian embassy in Tanzania"),
        ("Embassy of China, Port (Of)", "Chinese embassy in Trinidad and Tobago"),
        ("Embassy of Russia, Prague (Czechrepublic)", "Russian embassy in Czechia"),
        ("Consulate general of Russia, Newyork (Unitedstates)", "Russian consulate-general in New York"),
        ("Consulate of China, Papeete (Frenchpolynesia)", "Chinese consulate in Papeete"),
        ("Permanent mission of Iran, Geneva (Switzerland)", "Iranian permanent mission in Geneva"),
    ],
)
def test_missions_have_readable_names(listed: str, name: str) -> None:
    assert mission_name(listed) == name


def diplomat(state: str, name: str) -> Entry:
    return Entry([("S", "2024")], "list.csv:1", name, "diplomat", state)


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("CN", ["Chinese Embassy in Czechia", "Chinese embassy in the Czech Republic"]),
        ("CN", ["Chinese Consulate General in Montréal", "Chinese consulate-general in Montreal"]),
        ("IR", ["Iranian consulate-general in Kandahar, Afghanistan", "Iranian consulate-general in Qandahar"]),
        ("RU", ["Russian embassy in USA", "Russian embassy in United States", "Russian Embassy in the USA"]),
    ],
)
def test_the_same_mission_has_the_same_key(state: str, names: list[str]) -> None:
    (key,) = {mission_key(diplomat(state, name)) for name in names}
    assert key is not None


@pytest.mark.parametrize(
    "name", ["Zhao Lijian", "Russian embassy in Spain (Russian-language)", "Russian Mission to the UN", "Embassy News"]
)
def test_persons_and_accounts_in_another_language_are_no_missions(name: str) -> None:
    assert mission_key(diplomat("RU", name)) is None
