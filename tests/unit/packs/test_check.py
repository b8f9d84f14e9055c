"""The rules that packs keep: the shipped ones break none, and each is checked."""

from pathlib import Path

import pytest

from explorer.common.errors import UsageError
from explorer.packs.catalog import SHIPPED_FOLDER, find_packs
from explorer.packs.check import OUTLET_CONDITION, PackProblem, check_packs, check_query, returned_columns
from explorer.packs.query import FINDINGS, Query
from explorer.packs.query_file import read_query
from tests.helpers.paths import DOCS

SHIPPED = [query for pack in find_packs().values() for query in pack.queries]
QUERY = f"""// Outlets and their retweets
// question: How many retweets has each outlet?
// finding: 3
// columns:
//   outlet "Outlet": Name of the outlet.
//   retweets "Retweets": Retweets of its accounts.
// parameters:
//   outlet: an outlet's id or a part of its name
//   top: maximum number of rows
//   until: up to this day
//   wave: a day
// view: table
:param outlet => '';
:param top => 20;
:param until => '';
:param wave => '2021-03-01';
MATCH (o:Outlet)
WHERE {OUTLET_CONDITION}
  AND $until = '' AND $wave <> 'RETURN nothing'
RETURN DISTINCT o.name AS outlet, coalesce(o.retweets, 0) AS retweets
ORDER BY outlet LIMIT $top;
"""
README = """# Mine: outlets and their retweets

- `outlets`: how many retweets each outlet has

## How to read the results

- **outlet, retweets.** All of them.

## How they mislead

- **Size.** Large outlets have more retweets.
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack that breaks no rule."""
    folder = tmp_path / "my-pack"
    folder.mkdir()
    (folder / "outlets.cypher").write_text(QUERY, encoding="utf-8")
    (folder / "README.md").write_text(README, encoding="utf-8")
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def only(problems: list[PackProblem]) -> PackProblem:
    (problem,) = problems
    assert problem.problem.endswith(".")
    assert problem.next_step
    return problem


def test_the_shipped_packs_break_no_rule() -> None:
    checked = check_packs(SHIPPED_FOLDER)
    assert checked.problems == []
    assert [query.full_name for query in checked.queries] == [query.full_name for query in SHIPPED]


@pytest.mark.parametrize("query", SHIPPED, ids=lambda query: query.full_name)
def test_a_shipped_query_breaks_no_rule_and_shows_its_columns(query: Query) -> None:
    assert list(check_query(query)) == []
    assert returned_columns(query) == [column.name for column in query.columns]


def test_a_column_has_the_same_label_in_every_shipped_query() -> None:
    labels: dict[str, set[str]] = {}
    for query in SHIPPED:
        for column in (*query.columns, *query.result):
            labels.setdefault(column.name, set()).add(column.label)
    assert {name: found for name, found in labels.items() if len(found) > 1} == {}


def test_every_finding_is_described() -> None:
    figures = (DOCS / "figures.md").read_text(encoding="utf-8")
    assert all(f"| {finding} |" in figures for finding in FINDINGS)


def test_a_good_pack_has_no_problems(pack: Path) -> None:
    assert check_packs(pack).problems == check_packs(pack.parent).problems == []


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("// Outlets and their retweets", "// Outlets.", 1, "title ends with a full stop"),
        ("each outlet?", "each outlet", 2, "question mark"),
        ("finding: 3", "finding: 3, 15", 3, "Finding 15 does not exist"),
        ("finding: 3", "findings: 3", 3, "'findings' is repeated, or is not one of"),
        ("// question: How many retweets has each outlet?\n", "", 11, "has no question"),
        ("Name of the outlet.", "it", 5, "description of the column outlet is too short"),
        ('outlet "Outlet":', "outlet:", 12, 'Columns must have the form //   name "Label": Description'),
        ('"Outlet"', f'"{"Outlet " * 5}"', 5, "label of the column outlet has 35 characters"),
        ('"Retweets"', '"Outlet"', 6, 'columns outlet and retweets have the same label, "Outlet"'),
        (
            '//   retweets "Retweets": Retweets of its accounts.\n',
            "",
            19,
            "returns outlet, retweets, but the header describes outlet",
        ),
        ("AS retweets", "AS n", 20, "returns outlet, n, but the header describes outlet, retweets"),
        ("view: table", "view: graph", 12, "must have a column path"),
        ("outlet => ''", "outlet => 'x'", 13, "default of the parameter outlet is 'x'"),
        ("top => 20", "top => '20'", 14, "default of the parameter top is '20'"),
        ("top => 20", "top => 0", 14, "default of the parameter top is 0"),
        ("until => ''", "until => '2021-01-01'", 15, "default of the parameter until is '2021-01-01'"),
        ("wave => '2021-03-01'", "wave => 'March'", 16, "default of the parameter wave is 'March'"),
        (OUTLET_CONDITION, "o.name = $outlet", 13, "does not have the same meaning"),
        ("ORDER BY outlet ", "", 20, "does not order its rows"),
        (":param top => 20;", ":param top => 20", 14, "with its semicolon"),
        ("$top", "20", 17, "not used in the statement"),
        ("//   top: maximum number of rows\n", "", 16, "not described in the header"),
        (
            "// view: table",
            '// step: magic\n// result:\n//   x "Share": Its share.\n// view: table',
            15,
            "no step 'magic'",
        ),
    ],
)
def test_a_rule_for_query_files(pack: Path, old: str, new: str, line: int, says: str) -> None:
    change(pack / "outlets.cypher", old, new)
    problem = only(check_packs(pack).problems)
    assert says in problem.problem
    assert (problem.path, problem.line) == (pack / "outlets.cypher", line)


@pytest.mark.parametrize("name", ["share_of_all", "ShareOfAll", "s"])
def test_identifiers_of_columns_are_words_in_camel_case(pack: Path, name: str) -> None:
    change(pack / "outlets.cypher", '//   retweets "', f'//   {name} "')
    change(pack / "outlets.cypher", "AS retweets", f"AS {name}")
    problem = only(check_packs(pack).problems)
    assert f"identifier of the column, {name}, must be" in problem.problem
    assert problem.line == 6


def test_a_run_is_the_latest_by_default(pack: Path) -> None:
    for name in ("wave", "run"):
        change(pack / "outlets.cypher", "//   wave: a day", f"//   {name}: which")
        change(pack / "outlets.cypher", ":param wave => '2021-03-01'", f":param {name} => ''")
        change(pack / "outlets.cypher", "$wave", f"${name}")
        problems = check_packs(pack).problems
        assert [problem.problem for problem in problems] == (
            ["The default of the parameter run is ''."] if name == "run" else []
        )
        (pack / "outlets.cypher").write_text(QUERY, encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("# Mine", "Mine", 1, "does not begin with a title"),
        ("`outlets`", "outlets", 1, "does not name the query `outlets`"),
        ("- **outlet, retweets.** All", "All", 5, "explains a column"),
        ("**outlet, retweets.**", "**other.**", 5, "explains a column"),
        ("## How they mislead", "## Other", 1, "no section 'How they mislead'"),
    ],
)
def test_a_rule_for_readmes(pack: Path, old: str, new: str, line: int, says: str) -> None:
    change(pack / "README.md", old, new)
    problem = only(check_packs(pack).problems)
    assert says in problem.problem
    assert (problem.path, problem.line) == (pack / "README.md", line)


def test_a_pack_without_a_readme(pack: Path) -> None:
    (pack / "README.md").unlink()
    assert only(check_packs(pack).problems) == PackProblem(
        pack / "README.md", 1, "The pack has no README.md.", "See docs/reference/packs.md for the contents of a README."
    )


def test_names_are_lower_case_words_with_hyphens(pack: Path) -> None:
    (pack / "outlets.cypher").rename(pack / "My_Outlets.cypher")
    change(pack / "README.md", "`outlets`", "`My_Outlets`")
    assert "name of the query, 'My_Outlets'" in only(check_packs(pack).problems).problem
    (pack / "My_Outlets.cypher").rename(pack / "outlets.cypher")
    (pack / "README.md").write_text(README, encoding="utf-8")
    assert "name of the pack, 'My pack'" in only(check_packs(pack.rename(pack.parent / "My pack")).problems).problem


def test_a_pack_is_not_called_like_a_shipped_one(pack: Path) -> None:
    assert (
        "shipped pack has the same name, boosts"
        in only(check_packs(pack.rename(pack.parent / "boosts")).problems).problem
    )


def test_all_problems_are_found_at_once(pack: Path) -> None:
    change(pack / "outlets.cypher", "each outlet?", "each outlet")
    change(pack / "outlets.cypher", "ORDER BY outlet ", "")
    (pack / "broken.cypher").write_text("RETURN 1", encoding="utf-8")
    (pack / "binary.cypher").write_bytes(b"\xff")
    problems = check_packs(pack.parent).problems
    assert [(problem.path.name, problem.line) for problem in problems] == [
        ("binary.cypher", 1),
        ("broken.cypher", 1),
        ("outlets.cypher", 2),
        ("outlets.cypher", 20),
    ]


@pytest.mark.parametrize("folder", [".", "missing"])
def test_a_folder_without_packs_is_a_mistake(tmp_path: Path, folder: str) -> None:
    with pytest.raises(UsageError, match="no packs"):
        check_packs(tmp_path / folder)


@pytest.mark.parametrize(
    ("clause", "columns"),
    [
        ("RETURN a.x AS x, {y: 'AS z, RETURN q'} AS `y` ORDER BY x", None),
        ("RETURN * ORDER BY x", None),
        ("RETURN count(*) ORDER BY x", None),
        ("CALL () { RETURN 1 AS one } RETURN one, [1, 2][0] AS x // AS y, z\nORDER BY x", ["one", "x"]),
    ],
)
def test_columns_that_a_statement_returns(pack: Path, clause: str, columns: list[str] | None) -> None:
    header = QUERY[: QUERY.index("// parameters:")] + "// view: table\n"
    (pack / "outlets.cypher").write_text(header + clause, encoding="utf-8")
    assert returned_columns(read_query("my-pack", pack / "outlets.cypher")) == columns
