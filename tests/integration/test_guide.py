"""``explorer import FILE --guide`` on a pseudo-terminal, with a real Neo4j."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from explorer.common.settings import Endpoint
from explorer.graph.connection.connect import Connection
from explorer.importing.profile_files import read_profile
from tests.helpers.program import EXPLORER, Program
from tests.helpers.terminal import CTRL_C, CTRL_D, Terminal

FIVE = """tweet_id,user,rt_of_id,rt_of_user,created
1,@ada,900,@CGTNOfficial,2021-03-01T10:00:00Z
2,@bea,900,@CGTNOfficial,2021-03-01T10:00:21Z
3,@cay,901,@CGTNOfficial,yesterday
"""
COLUMNS = ("tweet_id", "user", "rt_of_id", "rt_of_user", "created")
MAP = (
    ("tweet_id", "retweet_id"),
    ("user", "account_id"),
    ("rt_of_id", "post_id"),
    ("rt_of_user", "author_id"),
    ("created", "retweeted_at"),
)


@pytest.fixture
def explorer(graph: Connection, endpoint: Endpoint, tmp_path: Path) -> Program:
    program = Program(endpoint, tmp_path)
    program.write("export.csv", FIVE)
    return program


@pytest.fixture
def guide(explorer: Program) -> Callable[..., Terminal]:
    """Start the guide on a terminal."""

    def start(*options: str, file: str = "export.csv") -> Terminal:
        environment = {name: value for name, value in explorer.environment.items() if name != "COLUMNS"}
        words = [str(EXPLORER), "import", file, "--guide", *options]
        return Terminal(words, folder=explorer.folder, environment=environment)

    return start


def retweets(graph: Connection) -> int:
    """Return the number of retweets in the graph."""
    count: int = graph.read("MATCH ()-[r:RETWEETED]->() RETURN count(r)").rows[0][0]
    return count


def kept(explorer: Program) -> list[str]:
    """Return the names of all files in the folder of profiles."""
    return sorted(path.name for path in (explorer.folder / "home").glob("profiles/*"))


def accept_columns(terminal: Terminal) -> None:
    """Accept the proposed table and columns."""
    terminal.answer("Which table do the rows belong to?")
    for name in COLUMNS:
        terminal.answer(f"Read {name} as")
    terminal.answer("Change a column")


def test_enter_leads_from_an_unknown_table_to_an_import(
    explorer: Program, graph: Connection, guide: Callable[..., Terminal]
) -> None:
    with guide() as terminal:
        shown = terminal.wait_for("Which table")
        for text in (*COLUMNS, "@ada", "@bea", "@cay", "yesterday", "2021-03-01T10:00:21Z"):
            assert text in re.sub(r"\s+", " ", shown), text
        terminal.answer(" do the rows belong to?")
        for name, target in MAP:
            terminal.answer(f"Read {name} as [{target}]")
        terminal.answer("Change a column")
        # nothing is in the graph and no profile is stored before the last questions
        terminal.wait_for("3 rows read = 2 usable + 0 duplicates + 1 rejected. Nothing was imported.")
        terminal.answer("How are the times written?")
        assert kept(explorer) == []
        terminal.answer("Save these answers as a profile?")
        assert retweets(graph) == 0
        terminal.answer("Import the file now")
        assert terminal.wait() == 0, terminal.output
        assert "3 rows read = 2 imported + 0 duplicates + 1 rejected" in terminal.output
        assert max(map(len, shown.splitlines())) <= 80
    assert retweets(graph) == 2
    profile = read_profile(explorer.folder / "home" / "profiles" / "export.toml")
    assert profile.options.layout.columns == MAP
    assert (profile.options.table, profile.heading) == ("retweets", COLUMNS)
    # the profile imports the next file
    explorer.write("april.csv", FIVE.replace("901", "902").replace("yesterday", "2021-03-01T10:00:40Z"))
    offered = explorer("import", "april.csv")
    (command,) = re.findall(r"Next: explorer (.*--profile .*)", offered.stderr)
    again = explorer(*shlex.split(command))
    assert again.returncode == 0, again.stderr
    assert "3 rows read = 1 imported + 2 duplicates + 0 rejected" in again.stderr


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
@pytest.mark.parametrize(
    "question",
    ["Which table", "Read tweet_id as", "Read created as", "Change a column", "How are the times", "Save these"],
)
def test_stopping_leaves_nothing(
    explorer: Program, graph: Connection, guide: Callable[..., Terminal], question: str, key: str
) -> None:
    with guide() as terminal:
        questions = ["Which table", *(f"Read {name} as" for name in COLUMNS), "Change a column", "How are the times"]
        for earlier in questions[: questions.index(question) if question in questions else None]:
            terminal.answer(earlier)
        terminal.wait_for(question)
        terminal.wait_for(": ")
        terminal.type(key)
        assert terminal.wait(seconds=30) == 130, terminal.output
        assert terminal.output.count("\nInterrupted. Nothing was loaded.") == 1, terminal.output
        assert "The data are consistent" not in terminal.output
        assert "Traceback" not in terminal.output
    assert kept(explorer) == []
    assert graph.read("MATCH (i:Import) RETURN i").rows == []


def test_stopping_at_the_last_question_keeps_the_profile(
    explorer: Program, graph: Connection, guide: Callable[..., Terminal]
) -> None:
    with guide() as terminal:
        accept_columns(terminal)
        terminal.answer("How are the times")
        terminal.answer("Save these", "../march")
        terminal.wait_for("is not a valid name for a profile")
        terminal.answer("Save these", "march")
        terminal.wait_for("Import the file now")
        terminal.wait_for(": ")
        terminal.type(CTRL_C)
        assert terminal.wait(seconds=30) == 130
    assert kept(explorer) == ["march.toml"]
    assert graph.read("MATCH (i:Import) RETURN i").rows == []


def test_an_answer_of_no_names_the_command_for_later(
    explorer: Program, graph: Connection, guide: Callable[..., Terminal]
) -> None:
    for answer, option in (("march", "--profile march"), ("-", "--map ")):
        with guide() as terminal:
            accept_columns(terminal)
            terminal.answer("How are the times")
            terminal.answer("Save these", answer)
            terminal.answer("Import the file now", "no")
            assert terminal.wait() == 0
            (command,) = re.findall(r"Next: explorer (import .*)", terminal.output)
        assert option in command
        assert retweets(graph) == 0
        checked = explorer(*shlex.split(command), "--dry-run")
        assert "3 rows read = 2 usable" in checked.stderr, checked.stderr


def test_dates_with_the_day_first(explorer: Program, graph: Connection, guide: Callable[..., Terminal]) -> None:
    explorer.write("export.csv", FIVE.replace("2021-03-01T", "01/03/2021 ").replace("Z\n", "\n"))
    with guide() as terminal:
        accept_columns(terminal)
        terminal.answer("How are the times", "day first")
        terminal.answer("How are the times")
        terminal.answer("Save these", "-")
        terminal.answer("Import the file now")
        assert terminal.wait() == 0, terminal.output
    at = graph.read("MATCH ()-[r:RETWEETED]->() RETURN toString(r.at) ORDER BY r.at").rows
    assert [str(row[0])[:19] for row in at] == ["2021-03-01T10:00:00", "2021-03-01T10:00:21"]


def test_an_existing_profile_is_replaced_only_after_a_question(
    explorer: Program, guide: Callable[..., Terminal]
) -> None:
    folder = explorer.folder / "home" / "profiles"
    folder.mkdir(parents=True)
    (folder / "export.toml").write_text("version = 1\n")
    with guide() as terminal:
        accept_columns(terminal)
        terminal.answer("How are the times")
        terminal.answer("Save these")
        terminal.answer("Replace the profile export", "no")
        terminal.answer("Save these")
        terminal.answer("Replace the profile export", "yes")
        terminal.answer("Import the file now", "no")
        assert terminal.wait() == 0
    assert read_profile(folder / "export.toml").options.table == "retweets"


def test_a_known_format_needs_no_mapping(explorer: Program, guide: Callable[..., Terminal]) -> None:
    explorer.write(
        "toolkit.csv",
        "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n1,7,ada,,,hello,1614592800,\n",
    )
    with guide(file="toolkit.csv") as terminal:
        assert "toolkit.csv has the format toolkit, which needs no mapping" in terminal.wait_for("Save these")
        terminal.type("-\n")
        terminal.answer("Import the file now", "no")
        assert terminal.wait() == 0


def test_without_a_terminal_the_proposal_and_its_command_are_printed(explorer: Program, graph: Connection) -> None:
    refused = explorer("import", "export.csv", "--guide")
    assert refused.returncode == 2
    for name, target in MAP:
        assert re.search(rf"{name} +{target} ", refused.stdout), refused.stdout
    (command,) = re.findall(r"run: explorer (import .*)", refused.stderr)
    assert retweets(graph) == 0
    assert kept(explorer) == []
    imported = explorer(*shlex.split(command))
    assert "3 rows read = 2 imported + 0 duplicates + 1 rejected" in imported.stderr
    assert retweets(graph) == 2


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"a.csv": FIVE, "b.csv": FIVE}, "--guide reads one file, but 2 were given."),
        ({"a.json": '{"x": 1}\n'}, "a.json is not a table with a heading."),
        ({"a.csv": "colour,weight\nred,3\n"}, "No column looks like "),
    ],
)
def test_what_cannot_be_guided(explorer: Program, files: dict[str, str], message: str) -> None:
    for name, content in files.items():
        explorer.write(name, content)
    refused = explorer("import", *files, "--guide")
    assert refused.returncode in {1, 2}
    assert message in refused.stderr
    assert "Traceback" not in refused.stderr
