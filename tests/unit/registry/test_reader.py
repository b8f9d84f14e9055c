"""A user's own registry: accepted rows, rejected rows and reasons."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.common.errors import InputError
from explorer.registry.reader import check_registry, read_registry
from explorer.registry.schema import COLUMNS

HEADER = "outlet,name,kind,state,owner,x,facebook,source,source_date"
GOOD = "aa-news,A News,media,CN,Owner,ANews;ANewsLive,a.news,My list;Another,2024-05;2021"


def write(tmp_path: Path, *lines: str, header: str = HEADER) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def test_one_outlet_becomes_one_row_and_its_accounts(tmp_path: Path) -> None:
    registry = read_registry(write(tmp_path, GOOD, "bb-envoy,B,diplomat,RU,,@BB:77,,My list,2024-05-01"))
    source = "My list (2024-05); Another (2021)"
    assert registry.outlets.rows() == [
        ("aa-news", "A News", "media", "CN", "Owner", None, source),
        ("bb-envoy", "B", "diplomat", "RU", None, None, "My list (2024-05-01)"),
    ]
    assert registry.accounts.rows() == [
        ("x", "@ANews", "ANews", "aa-news", source, None, None, None),
        ("x", "@ANewsLive", "ANewsLive", "aa-news", source, None, None, None),
        ("facebook", "@a.news", "a.news", "aa-news", source, None, None, None),
        ("x", "77", "BB", "bb-envoy", "My list (2024-05-01)", None, None, None),
    ]
    assert registry.rows_read == 2
    assert registry.rejects.height == 0


@pytest.mark.parametrize(
    ("line", "column", "problem"),
    [
        ("aa-news,A News,media,CN,,,,S,2024", "outlet", "is already in line 2"),
        ("aa-news,Twice,media,CN,,,,S,2024", "name", "is 'A News' in line 2"),
        ("b,B,media,CN,,anews,,S,2024", "x", "'anews' already belongs to aa-news"),
        ("b,B,media,CN,,BBB;bbb,,S,2024", "x", "'bbb' occurs twice"),
        ("b,B,newspaper,CN,,,,S,2024", "kind", "'newspaper' is unknown"),
        ("b,B,media,China,,,,S,2024", "state", "'China' is not an ISO 3166-1 alpha-2 code"),
        ("b,B,media,UK,,,,S,2024", "state", "'UK' is not an ISO"),
        ("b,B,media,,,,,S,2024", "state", "is missing"),
        ("b,B,media,CN,,,,,2024", "source", "is missing"),
        ("b,B,media,CN,,,,S,", "source_date", "is missing"),
        ("b,B,media,CN,,,,S,May 2024", "source_date", "'May 2024' is not a date"),
        ("b,B,media,CN,,,,S,2024-13", "source_date", "'2024-13' is not a date"),
        ("b,B,media,CN,,,,S,2024;2023", "source_date", "2 dates for 1 sources"),
        ("b,,media,CN,,,,S,2024", "name", "is missing"),
        ("b b,B,media,CN,,,,S,2024", "outlet", "is not a single word"),
        ("b,B,media,CN,,,1.0006E+14,S,2024", "facebook", "is not a valid handle"),
        ("b,B,media,CN,,two words,,S,2024", "x", "is not a valid handle on x"),
        ("b,B\x1b[31m,media,CN,,,,S,2024", "name", "control characters"),
        ("b,B,media,CN", "", "the row has 4 cells, but the table has 9 columns"),
        ("b,B,media,CN,,,,S,2024,more", "", "the row has 10 cells, but the table has 9 columns"),
    ],
)
def test_rows_that_break_a_rule_are_rejected_with_the_reason(
    tmp_path: Path, line: str, column: str, problem: str
) -> None:
    path = write(tmp_path, GOOD, line)
    assert any(p.line == 3 and p.column == column and problem in p.problem for p in check_registry(path))
    registry = read_registry(path)
    assert registry.outlets["outlet_id"].to_list() == ["aa-news"]
    assert registry.rejects["line"].to_list() == [3]
    assert problem in registry.rejects["reason"][0]
    assert registry.rows_read == 2


@pytest.mark.parametrize("kind", ["influencer", "covert"])
def test_kinds_that_claim_no_state_do_not_need_one(tmp_path: Path, kind: str) -> None:
    registry = read_registry(write(tmp_path, f"i,I,{kind},,,I,,S,2024"))
    assert registry.outlets["state"].to_list() == [None]


DATED = "outlet,name,kind,state,x,x_id,youtube_id,bluesky,domains,status,valid_from,valid_until,source,source_date"


def test_each_row_of_an_outlet_has_its_own_sources_status_and_dates(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "a,A,media,RU,ANews;ALive,7;,UCzdgh34HFyN8v2k3ZZA5uNA,a.example.org,WWW.A.Example;пример.рф,,,,First,2023",
        "a,,,,AOld,,,,old.example,former,2015-06,2022-03,Second,2024-05",
        header=DATED,
    )
    assert check_registry(path) == []
    registry = read_registry(path)
    assert registry.rows_read == 2
    assert registry.outlets.rows() == [("a", "A", "media", "RU", None, None, "First (2023)")]
    first, second = "First (2023)", "Second (2024-05)"
    until = ("former", date(2015, 6, 1), date(2022, 3, 31))
    assert registry.accounts.rows() == [
        ("x", "7", "ANews", "a", first, None, None, None),
        ("x", "@ALive", "ALive", "a", first, None, None, None),
        ("youtube", "UCzdgh34HFyN8v2k3ZZA5uNA", None, "a", first, None, None, None),
        ("bluesky", "@a.example.org", "a.example.org", "a", first, None, None, None),
        ("x", "@AOld", "AOld", "a", second, *until),
    ]
    assert registry.domains.rows() == [
        ("a.example", "a", first, None, None, None),
        ("xn--e1afmkfd.xn--p1ai", "a", first, None, None, None),
        ("old.example", "a", second, *until),
    ]
    part = registry.select(source="second")
    assert (part.outlets.height, part.accounts.height, part.domains.height) == (1, 1, 1)
    assert registry.select(search="old.example").outlets.height == 1
    outlets, accounts = registry.batches()
    assert (outlets.rows_read, accounts.rows_read) == (1, 5)


def test_an_account_may_change_its_outlet_but_belongs_to_one_at_a_time(tmp_path: Path) -> None:
    until, since = "a,A,media,RU,Name,,,,,,,2022-03-18,S,2023", "b,B,media,RU,Name,,,,,,2022-03-19,,S,2023"
    assert check_registry(write(tmp_path, until, since, header=DATED)) == []
    (problem,) = check_registry(write(tmp_path, until, since.replace("03-19", "03-18"), header=DATED))
    assert (problem.line, problem.problem) == (3, "'Name' already belongs to a")
    # the dates of an account in one outlet are one span
    twice = since.replace("b,B", "a,")
    assert [one.problem for one in check_registry(write(tmp_path, until, twice, header=DATED))] == [
        "'Name' already belongs to a"
    ]


@pytest.mark.parametrize(
    ("line", "column", "problem"),
    [
        ("a,A,media,RU,One;Two,7,,,,,,,S,2023", "x_id", "1 ids for 2 accounts in x"),
        ("a,A,media,RU,One:7,8,,,,,,,S,2023", "x", "'One:7' has an id in two columns"),
        ("a,A,media,RU,,7x,,,,,,,S,2023", "x_id", "'7x' is not a valid id on x"),
        ("a,A,media,RU,,,,nodots,,,,,S,2023", "bluesky", "'nodots' is not a valid handle on bluesky"),
        ("a,A,media,RU,,,,,https://a.example/b,,,,S,2023", "domains", "is a web address; write only the host"),
        ("a,A,media,RU,,,,,localhost,,,,S,2023", "domains", "'localhost' is not a domain"),
        ("a,A,media,RU,,,,,a.example;a.example,,,,S,2023", "domains", "'a.example' occurs twice"),
        ("a,A,media,RU,,,,,,closed,,,S,2023", "status", "'closed' is unknown; use one of current"),
        ("a,A,media,RU,,,,,,,2022-02-30,,S,2023", "valid_from", "'2022-02-30' is not a date"),
        ("a,A,media,RU,,,,,,,2023,2022,S,2023", "valid_until", "2022-12-31 is before 2023-01-01"),
        ("a,A,covert,RU,,,,,,,,,S,2023", "state", "must be empty for covert networks"),
    ],
)
def test_new_columns_are_validated(tmp_path: Path, line: str, column: str, problem: str) -> None:
    (found,) = check_registry(write(tmp_path, line, header=DATED))
    assert found.column == column
    assert problem in found.problem


def test_a_later_row_of_an_outlet_must_add_something_and_not_contradict_the_first(tmp_path: Path) -> None:
    first = "a,A,media,RU,One,,,,,,,,S,2023"
    path = write(tmp_path, first, "a,Other,media,RU,Two,,,,,,,,S,2023", "a,A,media,RU,,,,,,,,,S,2023", header=DATED)
    assert [(one.line, one.column, one.problem) for one in check_registry(path)] == [
        (3, "name", "is 'A' in line 2"),
        (4, "outlet", "is already in line 2"),
    ]


def test_a_rejected_row_does_not_claim_its_accounts(tmp_path: Path) -> None:
    path = write(tmp_path, "a,A,nonsense,CN,,Same,,S,2024", "b,B,media,CN,,Same,,S,2024")
    assert read_registry(path).accounts.select("account_id", "outlet_id").rows() == [("@Same", "b")]


def test_duplicate_accounts_are_found_by_handle_or_id(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "a,A,media,CN,,Name:7,,S,2024",
        "b,B,media,CN,,Other:7,,S,2024",
        "c,C,media,CN,,NAME,,S,2024",
    )
    assert read_registry(path).rejects["line"].to_list() == [3, 4]


def test_line_numbers_are_those_of_an_editor(tmp_path: Path) -> None:
    path = write(tmp_path, 'a,"A\nA",media,CN,,,,S,2024', "", "b,B,media,XX,,,,S,2024")
    assert [(p.line, p.column) for p in check_registry(path)] == [(2, "name"), (5, "state")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"outlet,name,kind,state,x\n", "lacks the columns: 'source', 'source_date'"),
        (HEADER.replace(",", ";").encode(), "lacks the columns"),
        (HEADER.replace("x", "twitter").encode(), "has unknown columns: 'twitter'"),
        (HEADER.replace("facebook", "x").encode(), "has duplicate columns: 'x'"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\xff\xfe", "is not CSV in UTF-8"),
        (HEADER.encode("utf-16"), "is not CSV in UTF-8"),
        (HEADER.encode() + b'\nb,"B,media,CN,,,,S,2024\n', "is not CSV in UTF-8"),
        (HEADER.encode() + b"\nb," + b"B" * 200_000 + b",media,CN,,,,S,2024\n", "is not CSV in UTF-8"),
    ],
)
def test_a_file_that_is_not_a_registry_raises_an_error_with_the_reason(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as error:
        read_registry(path)
    assert "source_date" in error.value.hint
    with pytest.raises(InputError):
        check_registry(path)


def test_missing_files_and_folders_are_errors(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read_registry(path)


def test_select_returns_the_matching_part(tmp_path: Path) -> None:
    registry = read_registry(write(tmp_path, GOOD, "bb-envoy,Bé,diplomat,RU,,Embassy,,Their list,2024", "c,C"))
    names = {
        "state": registry.select(state="ru"),
        "kind": registry.select(kind="Diplomat"),
        "source": registry.select(source="their"),
        "name": registry.select(search="BÉ"),
        "handle": registry.select(search="embas"),
        "all": registry.select(state="RU", kind="diplomat", source="list", search="envoy"),
    }
    for part in names.values():
        assert part.outlets["outlet_id"].to_list() == ["bb-envoy"]
        assert part.accounts["account_id"].to_list() == ["@Embassy"]
        assert part.rows_read == part.outlets.height + part.rejects.height == 2
    assert registry.select().outlets.equals(registry.outlets)
    assert not registry.select(search="(no] pattern").outlets.height


def test_batches_contain_every_row(tmp_path: Path) -> None:
    outlets, accounts = read_registry(write(tmp_path, GOOD, "c,C")).batches()
    assert (outlets.rows_read, outlets.rows.height, outlets.rejects.height) == (2, 1, 1)
    assert (accounts.rows_read, accounts.rows.height) == (3, 3)


cells = st.lists(st.text(max_size=12), min_size=9, max_size=9)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(cells | st.just(GOOD.split(",")), max_size=6))
def test_every_row_of_a_hostile_file_is_accepted_or_rejected(tmp_path: Path, rows: list[list[str]]) -> None:
    quoted = [",".join('"' + cell.replace('"', '""').replace("\ud800", "") + '"' for cell in row) for row in rows]
    path = tmp_path / "mine.csv"
    path.write_bytes("\n".join([HEADER, *quoted]).encode("utf-8", "ignore"))
    registry = read_registry(path)
    assert registry.rows_read >= registry.outlets.height + registry.rejects.height
    assert bool(check_registry(path)) == bool(registry.rejects.height)
    assert registry.accounts["account_id"].is_unique().all() or registry.accounts["platform"].n_unique() > 1


def test_every_column_is_documented() -> None:
    assert set(HEADER.split(",")) <= set(COLUMNS)
    assert all(COLUMNS.values())
