"""Packs and queries are found by name."""

from pathlib import Path

import pytest

from explorer.common.errors import InputError, UsageError
from explorer.packs.catalog import find_packs, find_query
from tests.unit.packs.query_files import GOOD, write


def test_queries_are_found_by_full_and_short_name_and_near_ones_are_named(tmp_path: Path) -> None:
    assert find_query("boosts/cluster-boosts") == find_query("cluster-boosts")
    with pytest.raises(UsageError) as caught:
        find_query("cluster-bosts")
    assert "boosts/cluster-boosts" in caught.value.hint
    with pytest.raises(UsageError, match="no query 'zzz'"):
        find_query("zzz")

    write(tmp_path, GOOD, "one/who.cypher")
    write(tmp_path, GOOD, "two/who.cypher")
    packs = find_packs(tmp_path)
    assert list(packs) == ["one", "two"]
    assert find_query("two/who", packs).pack == "two"
    with pytest.raises(UsageError, match="More than one") as caught:
        find_query("who", packs)
    assert "one/who, two/who" in caught.value.hint


def test_a_folder_of_queries_is_a_pack_itself(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, "# My questions\n\nText.", "mine/README.md")
    pack = find_packs(tmp_path / "mine")["mine"]
    assert pack.title == "My questions"
    assert [one.name for one in pack.queries] == ["who"]


def test_a_folder_without_packs_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(InputError, match="no packs"):
            find_packs(folder)
