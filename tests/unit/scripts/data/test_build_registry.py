"""How lists are merged into the shipped registry, on lists small enough to be followed by hand."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from explorer.registry.accounts import RegistryAccount
from scripts.data.registry_entry import Entry
from scripts.data.registry_readers import read_address
from tests.helpers.paths import REPOSITORY

CANIS = (
    "Name (English),Entity owner (English),Parent entity (English),X (Twitter) handle,X (Twitter) URL,"
    "Facebook page,Facebook URL,Instragram page,Instagram URL,Threads account,Threads URL,YouTube account,"
    "YouTube URL,TikTok account,TikTok URL"
)
TWIPLOMACY = "handle,description,table"
MATRIX = (
    "Country,Media company,Main assets,URL,Typology,Twitter Link,Facebook Link,Instagram Link,Youtube Link,"
    "Tiktok Link,Telegram Link,VK Link"
)


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(REPOSITORY))
    module = importlib.import_module("scripts.data.build_registry")
    module.REPORTS.clear()
    return module


@pytest.fixture
def merged(build: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    def make(canis: list[str], twiplomacy: list[str], matrix: list[str]) -> dict[str, Any]:
        for name, header, lines in (
            ("canis-state-media-2023-11-03.csv", CANIS, canis),
            ("twiplomacy-handles.csv", TWIPLOMACY, twiplomacy),
            ("state-media-matrix.csv", MATRIX, matrix),
        ):
            (tmp_path / name).write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        entries: list[Any] = []
        for read in (build.read_canis, build.read_twiplomacy, build.read_matrix):
            entries = build.merge(entries, build.settle_shared(entries, read(tmp_path)))
        return build.name_outlets(entries)  # type: ignore[no-any-return]  # the module is found at run time

    # the hand-made table names outlets that small lists do not have
    monkeypatch.setattr(build, "SAME_OUTLET", {})
    return make


@pytest.mark.parametrize(
    ("platform", "address", "expected"),
    [
        ("x", "https://twitter.com/zlj517", ("zlj517", "")),
        ("x", "https://www.x.com/@zlj517/?lang=en", ("zlj517", "")),
        ("x", "zlj517", ("zlj517", "")),
        ("facebook", "https://www.facebook.com/profile.php?id=100064&ref=ts", ("", "100064")),
        ("facebook", "profile.php?id=100064&ref=ts", ("", "100064")),
        ("facebook", "https://www.facebook.com/CGTN-Travel-102031311241723/about", ("", "102031311241723")),
        ("facebook", "WorldInsight\\", ("WorldInsight", "")),
        ("instagram", "https://www.instagram.com/xinhuanetna/?hl=en", ("xinhuanetna", "")),
        (
            "youtube",
            "https://www.youtube.com/channel/UCzdgh34HFyN8v2k3ZZA5uNA/about",
            ("", "UCzdgh34HFyN8v2k3ZZA5uNA"),
        ),
        ("youtube", "https://www.youtube.com/@cnsvideo", ("cnsvideo", "")),
        ("tiktok", "https://www.tiktok.com/@MS4wLjABxyz", ("", "MS4wLjABxyz")),
        ("telegram", "https://t.me/rt_russian", ("rt_russian", "")),
        ("x", "", ("", "")),
    ],
)
def test_addresses_are_read(build: Any, platform: str, address: str, expected: tuple[str, str]) -> None:
    assert read_address(platform, address) == expected


def test_the_same_account_in_any_case_is_the_same_outlet(merged: Callable[..., dict[str, Any]]) -> None:
    outlets = merged(
        ["A Daily,A Press,Party,ADaily,https://twitter.com/ADaily,,,,,,,,,,"],
        ["adaily,The A Daily,Table 3a: Media", "handle,User,Table 3a: Media"],
        ["China,A Group,The A Daily,,SC,https://www.twitter.com/ADAILY,https://www.facebook.com/adaily,,,,,"],
    )
    assert list(outlets) == ["cn-a-daily"]
    entry = outlets["cn-a-daily"]
    assert (entry.name, entry.owner, entry.parent, entry.typology) == ("A Daily", "A Press", "Party", "SC")
    assert entry.accounts == [RegistryAccount("x", "ADaily"), RegistryAccount("facebook", "adaily")]
    assert len(entry.sources) == 3


def test_a_later_source_does_not_replace_an_account(build: Any, merged: Callable[..., dict[str, Any]]) -> None:
    outlets = merged(
        ["A Daily,A Press,Party,ADaily,https://twitter.com/ADaily,adaily,https://www.facebook.com/adaily,,,,,,,,"],
        [],
        ["China,A,A,,SC,https://www.twitter.com/somebody,https://www.facebook.com/adaily,,,,,"],
    )
    assert outlets["cn-a-daily"].accounts == [RegistryAccount("x", "ADaily"), RegistryAccount("facebook", "adaily")]
    assert "somebody" in build.REPORTS["differ"][0]


def test_an_account_of_several_assets_is_their_owners_and_of_several_owners_nobodys(
    build: Any, merged: Callable[..., dict[str, Any]]
) -> None:
    outlets = merged(
        [],
        [],
        [
            "Peru,IRTP,TV,,SC,https://www.twitter.com/irtp,https://www.facebook.com/doubt,,,,,",
            "Peru,IRTP,Radio,,SC,https://www.twitter.com/IRTP,,,,,,",
            "Chile,TVN,TVN,,IP,,https://www.facebook.com/doubt,,,,,",
        ],
    )
    assert {name: entry.accounts for name, entry in outlets.items()} == {
        "pe-tv": [],
        "pe-radio": [],
        "pe-irtp": [RegistryAccount("x", "irtp")],
        "cl-tvn": [],
    }
    assert len(build.REPORTS["shared"]) == 2


def test_an_outlet_with_accounts_of_two_known_ones_is_not_merged(
    build: Any, merged: Callable[..., dict[str, Any]]
) -> None:
    outlets = merged(
        [
            "One,A Press,Party,One,https://twitter.com/One,,,,,,,,,,",
            "Two,A Press,Party,,,two,https://fb.com/two,,,,,,,,",
        ],
        [],
        ["China,A Group,Three,,SC,https://www.twitter.com/one,https://www.facebook.com/two,,,,https://t.me/three,"],
    )
    assert set(outlets) == {"cn-one", "cn-two", "cn-three"}
    assert outlets["cn-three"].accounts == [RegistryAccount("telegram", "three")]
    assert len(build.REPORTS["ambiguous"]) == 1


def test_impossible_handles_are_reported_and_left_out(build: Any, merged: Callable[..., dict[str, Any]]) -> None:
    outlets = merged(
        [],
        [],
        ["Russia,R,R,,SC,https://www.twitter.com/has.dot,https://www.facebook.com/100065000000000,,,,,"],
    )
    assert outlets["ru-r"].accounts == []
    assert len(build.REPORTS["unusable"]) == 2


def test_influencers_are_given_no_state(merged: Callable[..., dict[str, Any]]) -> None:
    outlets = merged([], ["Someone,Some One,Table 7: Foreign influencers"], [])
    assert outlets["influencer-some-one"].state == ""


def test_a_later_list_finds_missions_by_place_and_leaves_ambassadors_alone(build: Any) -> None:
    canis, later = [("CANIS PRC state media on social media platforms", "2023-11-03")], [("Later", "2024")]
    known = []
    for name, handle in (
        ("Wang Lixin", "Amb"),
        ("Chinese Embassy in Malta", "EmbMalta"),
        ("Chinese Embassy in Cuba", ""),
    ):
        entry = Entry([*canis], "canis:1", name, "diplomat", "CN")
        if handle:
            entry.add(RegistryAccount("x", handle))
        known.append(entry)
    more = []
    for name, handle, host in (
        ("Chinese embassy in Maldives", "amb", "mv.example"),
        ("Chinese embassy in Malta", "embmalta", "mt.example"),
        ("Chinese embassy in Cuba", "EmbCuba", "cu.example"),
    ):
        entry = Entry([*later], "later:1", name, "diplomat", "CN")
        entry.add(RegistryAccount("x", handle))
        entry.add(host)
        more.append(entry)
    merged = build.merge(known, more, by_name=True)
    assert [(one.name, [str(a) for a in one.accounts], one.domains) for one in merged] == [
        ("Wang Lixin", ["Amb"], []),
        ("Chinese Embassy in Malta", ["EmbMalta"], ["mt.example"]),
        ("Chinese Embassy in Cuba", ["EmbCuba"], ["cu.example"]),
        ("Chinese embassy in Maldives", [], ["mv.example"]),
    ]
    assert merged[1].holdings[0].sources == canis + later


def embassy(name: str, *items: RegistryAccount | str) -> Entry:
    entry = Entry([("List", "2024")], "list:1", name, "diplomat", "CN", "Ministry of Foreign Affairs")
    for item in items:
        entry.add(item)
    return entry


@pytest.mark.parametrize("holder", ["Ministry of Foreign Affairs", "Chinese embassy in Russia"])
def test_an_account_of_the_ministry_or_of_another_mission_does_not_make_missions_the_same(
    build: Any, holder: str
) -> None:
    page = RegistryAccount("facebook", "page")
    known = [embassy(holder, page), embassy("Chinese Embassy in South Africa")]
    more = [embassy("Chinese embassy in South Africa", page, "za.example"), embassy("Chinese embassy in Romania", page)]
    merged = build.merge(known, more, by_name=True)
    assert [(one.name, one.accounts, one.domains) for one in merged] == [
        (holder, [page], []),
        ("Chinese Embassy in South Africa", [], ["za.example"]),
    ]


def test_a_site_of_an_embassy_and_its_consulates_is_the_embassys_and_of_several_embassies_nobodys(build: Any) -> None:
    listed = [
        embassy("Chinese consulate in Siem Reap", "kh.example"),
        embassy("Chinese embassy in Cambodia", "kh.example", "shared.example"),
        embassy("Chinese embassy in Peru", "shared.example"),
    ]
    settled = build.settle_shared([], listed)
    assert {one.name: one.domains for one in settled} == {
        "Chinese consulate in Siem Reap": [],
        "Chinese embassy in Cambodia": ["kh.example"],
        "Chinese embassy in Peru": [],
    }
