"""Help, the version and shell completion import no heavy library: people wait for them at every key."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from explorer.cli.app import COMMANDS
from tests.helpers.command_lines import ROOT, commands

HEAVY = (
    "altair", "email", "igraph", "importlib.metadata", "jinja2", "leidenalg", "neo4j", "networkx", "numba", "numpy",
    "pandas", "polars", "psutil", "pyarrow", "pydantic", "pydantic_settings", "rensa", "scipy", "tldextract",
    "vl_convert",
)  # fmt: skip
"""Not rich, by which typer draws help."""
LOADED = f"[name for name in {HEAVY} if name in sys.modules]"
PATHS = [path for path, _ in commands()]
HELP = [[], *([name] for name in COMMANDS), *(list(path) for path in PATHS if len(path) > 1)]


def run(program: str, **environment: str) -> str:
    """Run a Python program of its own process; return its standard output."""
    return subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    ).stdout


def complete(line: str, **environment: str) -> tuple[list[str], list[str]]:
    """Complete a command line as bash does; return the completions and the heavy libraries that were imported."""
    program = f"""
import atexit, sys
from explorer.cli import main
sys.argv = ["explorer"]
atexit.register(lambda: print("loaded", *{LOADED}))
main()
"""
    words = line.split(" ")
    about = {"_EXPLORER_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    out = run(program, **about, **environment)
    *completions, loaded = out.splitlines()
    return completions, loaded.split()[1:]


def test_help_of_every_command_imports_nothing_heavy() -> None:
    # one process for all: what a command imports is new since the command before it
    program = f"""
import contextlib, io, json, sys
from typer.testing import CliRunner
from explorer.cli.app import app

imported = {{}}
for words in [["--version"], *([*words, "--help"] for words in {HELP})]:
    before = set({LOADED})
    shown = CliRunner().invoke(app, words)
    assert shown.exit_code == 0, shown.output
    if new := set({LOADED}) - before:
        imported[" ".join(words)] = sorted(new)
print(json.dumps(imported))
"""
    assert json.loads(run(program)) == {}


def test_help_and_version_do_not_import_the_commands() -> None:
    program = """
import sys
from typer.testing import CliRunner
from explorer.cli.app import app

for words in (["--version"], ["--help"], []):
    assert CliRunner().invoke(app, words).output
print(*[name for name in sys.modules if name.startswith("explorer.cli.commands")])
"""
    assert run(program).split() == []


@pytest.mark.parametrize("name", COMMANDS)
def test_lists_show_the_short_help_of_each_command(name: str) -> None:
    first, *_ = ROOT.load(name).help.split("\n\n")
    assert " ".join(first.split()) == COMMANDS[name].summary


def test_commands_are_completed() -> None:
    assert complete("explorer ") == (list(COMMANDS), [])
    assert complete("explorer clusters ev") == (["evidence"], [])


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("explorer detect --sig", {"--signal", "--signals", "--significance"}),
        ("explorer detect --weighting ", {"objects", "pairs", "messages", "cosine"}),
        ("explorer network data --signal co-", {"co-retweet", "co-link"}),
        ("explorer detect --signals co-retweet,co-l", {"co-retweet,co-link"}),
        ("explorer import data --format twit", {"twitter-v1", "twitter-v2"}),
        ("explorer clusters list --format ", {"table", "csv", "json", "jsonl"}),
        ("explorer packs run cluster-b", {"cluster-boosts"}),
        ("explorer packs show b", {"boosts"}),
        ("explorer simulate prc", {"prc-2021"}),
    ],
)
def test_options_and_their_values_are_completed(line: str, some: set[str]) -> None:
    completions, loaded = complete(line)
    assert some <= set(completions)
    assert all(completion.startswith(line.rsplit(" ", maxsplit=1)[-1]) for completion in completions)
    assert loaded == []


def test_names_of_profiles_are_completed(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    for name in ("march.toml", "may.toml", "june.toml", "notes.txt"):
        (tmp_path / "profiles" / name).touch()
    for line in ("explorer profiles show m", "explorer profiles remove m"):
        assert complete(line, EXPLORER_HOME=str(tmp_path)) == (["march", "may"], [])
    assert complete("explorer profiles show m", EXPLORER_HOME=str(tmp_path / "none")) == ([""], [])


def test_the_package_runs_as_a_module() -> None:
    shown = subprocess.run([sys.executable, "-m", "explorer", "--version"], check=True, capture_output=True, text=True)
    assert shown.stdout.startswith("coordination explorer ")
