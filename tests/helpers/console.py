"""Read commands and their output from Markdown pages, run the commands, and compare the output.

Format of a page:

- ```` ```console ````: a line that begins with ``$ `` is a command. The lines below it are its output (standard output
  and standard error combined). A command without output lines must succeed, and may print anything. A block that does
  not begin with a command continues the output of the previous command, after any number of other lines.
- ``…`` in the output matches any text within a line, and on a line of its own any number of lines. Empty lines and
  trailing spaces are ignored. All other text must match exactly.
- ```` ```csv title="retweets.csv" ````, with any language: a file that the reader saves.
- ``$ export NAME=VALUE`` applies to all following commands of the page.
- A command must fail if its output contains a line that begins with ``Error:``.
"""

import io
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from explorer.common.progress import WAITING
from tests.helpers.program import run_here

ANY = "…"
SHELL = re.compile(r"[|&;<>$`*~\\]")
"""Characters that require a shell."""
WIDTH = 116
"""Maximum number of characters in a line of a page. Longer lines are truncated."""


@dataclass(slots=True)
class Step:
    """A step of the reader: save a file or type a command.

    Attributes:
        line: Line number in the page.
        typed: The command, or the content of the file.
        file: Name of the file; None for a command.
        printed: Expected output of the command; empty if the page does not show it.
    """

    line: int
    typed: str
    file: str | None = None
    printed: list[str] = field(default_factory=list)

    @property
    def fails(self) -> bool:
        return any(line.startswith("Error:") for line in self.printed)


def read_steps(text: str) -> list[Step]:
    """Return the steps of a page in order."""
    steps: list[Step] = []
    for start, info, lines in _blocks(text):
        if title := re.search(r'title="([^"]+)"', info):
            steps.append(Step(start, "\n".join(lines) + "\n", title[1]))
        elif info == "console":
            if lines and not lines[0].startswith("$ "):
                steps[-1].printed.append(ANY)
            for number, line in enumerate(lines, start + 1):
                if line.startswith("$ "):
                    steps.append(Step(number, line.removeprefix("$ ")))
                else:
                    steps[-1].printed.append(line)
    return steps


def untested_lines(text: str) -> list[str]:
    """Return the program's command lines in code blocks of a page that are not run by any step."""
    run = {step.typed for step in read_steps(text) if step.file is None}
    lines = re.findall(r"^(?: {4}|\$ )(explorer .+)$", text, flags=re.MULTILINE)
    fenced = [line for _, info, block in _blocks(text) if info != "console" for line in block if _is_program(line)]
    return [line for line in (*lines, *fenced) if line not in run]


def _is_program(line: str) -> bool:
    return line.startswith("explorer ")


def _blocks(text: str) -> Iterator[tuple[int, str, list[str]]]:
    inside: tuple[int, str, list[str]] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("```"):
            if inside:
                yield inside
                inside = None
            else:
                inside = (number, line.removeprefix("```").strip(), [])
        elif inside:
            inside[2].append(line)


def difference(printed: list[str], expected: list[str]) -> str:
    """Return a message about expected lines that were not printed, or an empty text if the output matches."""
    # On a busy machine, a command may print that it waits.
    actual = [line.rstrip() for line in printed if line.strip() and not line.startswith(WAITING)]
    expected_lines = [line.rstrip() for line in expected if line.strip()]
    parts: list[list[str]] = [[]]
    for line in expected_lines:
        if line.strip() == ANY:
            parts.append([])
        else:
            parts[-1].append(line)
    if len(parts) == 1:
        return (
            ""
            if len(actual) == len(expected_lines) and all(map(_fits, expected_lines, actual))
            else "Other lines were printed."
        )
    place = 0
    for number, part in enumerate(parts):
        places = range(place, len(actual) - len(part) + 1)
        # The first part must match at the beginning, and the last part at the end.
        if number == 0:
            places = places[:1]
        elif number == len(parts) - 1:
            places = places[-1:]
        position = next((at for at in places if all(map(_fits, part, actual[at : at + len(part)]))), None)
        if position is None:
            return "Not printed there:\n" + "\n".join(part)
        place = position + len(part)
    return ""


def _fits(expected: str, line: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, expected.split(ANY))), line) is not None


class Terminal:
    """A terminal in an empty folder, with a separate home for the program's files."""

    def __init__(self, folder: Path, home: Path, programs: Path) -> None:
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "EXPLORER_"))},
            "EXPLORER_HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            # The default width, independent of the terminal that runs the tests.
            "COLUMNS": "80",
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            # Standard output and standard error keep the order that a terminal shows.
            "PYTHONUNBUFFERED": "1",
        }

    def type(self, line: str, seconds: float = 600) -> tuple[int, str]:
        """Run a command line in a shell, and return its exit code and output."""
        completed = subprocess.run(
            ["bash", "-c", line],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=seconds,
            check=False,
        )
        return completed.returncode, completed.stdout

    def run(self, line: str) -> tuple[int, str]:
        """Run a command line like `type`, but in this process if it needs no shell, because that is faster."""
        words = shlex.split(line, comments=True)
        if words[0] != "explorer" or SHELL.search(line):
            return self.type(line)
        output = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n", write_through=True)
        code = run_here(
            tuple(words[1:]), folder=self.folder, environment=self.environment, stdout=output, stderr=output
        )
        output.seek(0)
        return code, output.read()

    def do(self, step: Step) -> tuple[str, str]:
        """Run a step, and return a message about its failure (empty if it succeeds) and its output."""
        if step.file is not None:
            (self.folder / step.file).write_text(step.typed, encoding="utf-8")
            return "", ""
        if exported := re.fullmatch(r"export (\w+)=(\S+)(?: +#.*)?", step.typed):
            self.environment[exported[1]] = exported[2]
            return "", ""
        code, printed = self.run(step.typed)
        return complaint(step, code, printed), printed


def complaint(step: Step, code: int, printed: str) -> str:
    """Return a message with the failure of a step and its complete output, or an empty text if it succeeded."""
    failure = f"It ended with {code}." if (code != 0) != step.fails else ""
    if not failure and step.printed:
        failure = difference(printed.splitlines(), step.printed)
    return f"line {step.line}: $ {step.typed}\n{failure}\n--- all that it printed:\n{printed}" if failure else ""


def rewritten(text: str, step: Step, printed: str) -> str:
    """Return a page with the output of a step in its first block, with lines truncated to the width of a page."""
    lines = [line.rstrip() for line in printed.strip("\n").splitlines()]
    shown = [line if len(line) <= WIDTH else line[: WIDTH - 1].rstrip() + ANY for line in lines]
    before, command_line, after = text.partition(f"$ {step.typed}\n")
    rest = after.splitlines()
    end = next(number for number, line in enumerate(rest) if line.startswith(("```", "$ ")))
    return before + command_line + "\n".join([*shown, *rest[end:]]) + "\n"
