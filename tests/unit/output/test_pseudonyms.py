import stat
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.common.errors import InputError, UsageError
from explorer.output.pseudonyms import PUBLIC, Pseudonyms, write_key
from explorer.packs.catalog import find_packs
from explorer.sources.declarations.all_formats import INPUT_FORMATS

ONE, OTHER = Pseudonyms(b"1" * 32), Pseudonyms(b"2" * 32)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.datetimes() | st.just("MARKER"),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(("account", "MARKER", "weight")), inner),
)


def test_a_key_file_is_its_owners_alone_and_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "key"
    write_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(path.read_text()) == 65
    with pytest.raises(UsageError, match="already exists"):
        write_key(path)
    assert Pseudonyms.read(path).account("x:1") == Pseudonyms.read(path).account("x:1")


def test_two_key_files_differ(tmp_path: Path) -> None:
    for name in "ab":
        write_key(tmp_path / name)
    assert Pseudonyms.read(tmp_path / "a").account("x:1") != Pseudonyms.read(tmp_path / "b").account("x:1")


@pytest.mark.parametrize("content", ["", "ab" * 31, "ab" * 33, "zz" * 32, "ab" * 32 + "\nmore"])
def test_what_is_no_key_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "key"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(InputError, match="is not a key file"):
        Pseudonyms.read(path)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "key"
    write_key(path)
    path.chmod(mode)
    with pytest.raises(InputError, match="Other users can read") as refused:
        Pseudonyms.read(path)
    assert "chmod 600" in refused.value.hint


def test_a_missing_key_is_said_with_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read") as refused:
        Pseudonyms.read(tmp_path / "none")
    assert "explorer export key" in refused.value.hint


def test_kinds_differ_and_the_platform_stays() -> None:
    account, post = ONE.value("account", "x:1"), ONE.value("post", "x:1")
    assert account.startswith("x:account-")
    assert post.startswith("x:post-")
    assert account[len("x:account-") :] != post[len("x:post-") :]


@pytest.mark.parametrize("platform", sorted({input_format.platform for input_format in INPUT_FORMATS.values()}))
def test_the_platform_of_every_format_stays(platform: str) -> None:
    assert ONE.value("account", f"{platform}:1").startswith(f"{platform}:account-")


def test_the_trigger_of_an_edge_names_its_account_by_the_same_pseudonym() -> None:
    edge = {"source": "x:1", "trigger": "57 of 60", "triggerAccount": "x:1", "triggerHandle": "boss"}
    hidden = {name: ONE.value(name, value) for name, value in edge.items()}
    assert hidden["trigger"] == "57 of 60"
    assert hidden["triggerAccount"] == hidden["source"] != "x:1"
    assert hidden["triggerHandle"] == ONE.account("boss")
    assert ONE.run({"runId": "r", "tierTrigger": 3, "triggers": ["@boss: 3 edges"]}).keys() == {"runId", "tierTrigger"}


def test_text_before_a_colon_is_kept_only_if_it_is_a_platform() -> None:
    assert ONE.account("jane:doe").startswith("account-")


def test_an_account_is_the_same_in_every_column() -> None:
    columns = ("account", "source", "target", "author", "accountA", "examples")
    assert len({ONE.value(column, "x:1") for column in columns}) == 1
    assert ONE.value("handle", "@Ada") == ONE.value("handleA", "ada") != ONE.value("handle", "bea")


def test_keys_decide() -> None:
    assert ONE.account("x:1") == Pseudonyms(b"1" * 32).account("x:1") != OTHER.account("x:1")


@given(st.text(), st.text(min_size=1), VALUES)
def test_no_text_of_a_column_that_is_not_public_is_let_through(column: str, text: str, value: Any) -> None:
    if column in PUBLIC:
        return
    assert "MARKER" not in repr(ONE.value(column, value))
    assert ONE.value(column, text) != text


def test_numbers_and_days_stay_but_numbers_that_are_ids() -> None:
    row = (1, 0.5, True, None, date(2021, 1, 1))
    columns = [f"c{i}" for i in range(len(row))]
    assert ONE.rows(columns, [row]) == [row]
    assert ONE.rows(["firstId"], [(12345,)])[0][0].startswith("text-")


def test_times_are_cut_to_the_day_in_lists_and_maps_and_frames_too() -> None:
    moment, day = datetime(2021, 1, 1, 13, 37, 59, tzinfo=UTC), date(2021, 1, 1)
    row = (moment, [moment], {"account": moment})
    assert ONE.rows("abc", [row]) == [(day, [day], {"account": day})]
    assert ONE.frame(pl.DataFrame({"at": [moment, None]}))["at"].to_list() == [datetime(2021, 1, 1, tzinfo=UTC), None]


def test_ids_of_runs_are_replaced_and_those_of_clusters_keep_their_rank() -> None:
    run = ONE.value("runId", "0123456789ab")
    assert run.startswith("run-")
    for column in ("clusterId", "carriedFrom", "judgedCluster"):
        assert ONE.value(column, "0123456789ab/7") == f"{run}/7"


def test_pseudonymous_runs_cannot_confirm_a_guessed_allow_list() -> None:
    removed = ["accounts on the allow list: 2 accounts and 13 events left out", "objects of more than 9: 1 left out"]
    plain = {"runId": "0123456789ab", "fingerprint": "f" * 32, "removed": removed[1:], "events": 9}
    assert ONE.run(plain) == plain | {"runId": ONE.value("runId", "0123456789ab")}
    shown = ONE.run(plain | {"allowed": 2, "allowList": "e" * 32, "removed": removed})
    assert shown.keys() == plain.keys() - {"fingerprint", "events"}
    assert shown["removed"] == ["accounts on the allow list: left out", removed[1]]


def test_public_columns_stay_and_callers_may_name_more() -> None:
    assert ONE.rows(["outlet", "note"], [("CGTN", "too few days")])[0][0] == "CGTN"
    assert ONE.rows(["note"], [("too few days",)], also_public=("note",)) == [("too few days",)]


def test_a_frame_is_replaced_as_its_rows_are() -> None:
    frame = pl.DataFrame(
        {
            "account": ["x:1", "x:2", None, "x:1"],
            "outlet": ["CGTN", None, "CGTN", "CGTN"],
            "handles": [["a", "b"], [], None, ["c"]],
            "created": [date(2021, 1, 1)] * 4,
            "weight": [1, 2, 3, 4],
            "firstId": [1, 2, 3, None],
        }
    )
    assert ONE.frame(frame).rows() == ONE.rows(frame.columns, frame.rows())


def test_free_texts_and_names_are_in_no_query_public() -> None:
    """Column names of queries must show which columns need pseudonyms."""
    for pack in find_packs().values():
        for query in pack.queries:
            for column in query.columns:
                if column.name in PUBLIC:
                    assert not any(word in column.description for word in ("handle", "display name", "bio", "text of"))
