"""Command lines and their outputs in Markdown pages: read, run as a person would type them, and compared.

A page's form:

- ```` ```console ````: a line that begins with ``$ `` is typed; the lines below it are what it prints, on standard
  output and standard error together. With no line below it, a command has to end well, whatever it prints. A block
  that begins without a command goes on with the output of the last one, from anywhere further down in it.
- ``…`` in what is printed stands for any text in a line, and as a line of its own for any lines. Empty lines and blanks
  at the ends of lines do not count. Everything else is exact.
- ```` ```csv title="retweets.csv" ````, of any language: a file that the reader saves.
- ``$ export NAME=VALUE`` holds for the commands below it on the page.
- A command may fail where its page shows a line that begins with ``Error:``.
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
"""Signs by which a line needs a shell."""
WIDTH = 116
"""Signs in a line of a page; longer ones are cut."""


@dataclass(slots=True)
class Step:
    """What a reader does: save a file, or type a command.

    Attributes:
        line: number of its line in the page.
        typed: the command; the content of the file.
        file: the name of the file; None for a command.
        printed: what the command prints; none where the page does not show it.
    """

    line: int
    typed: str
    file: str | None = None
    printed: list[str] = field(default_factory=list)

    @property
    def fails(self) -> bool:
        return any(line.startswith("Error:") for line in self.printed)


def read_steps(text: str) -> list[Step]:
    """Return what a page asks its reader to do, in order."""
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
    """Return the program's command lines in a page's blocks that no step runs."""
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
    """Return what of the expected lines is not in those that were printed, as a sentence; empty: they agree."""
    # a busy machine may make a command wait, which it says
    got = [line.rstrip() for line in printed if line.strip() and not line.startswith(WAITING)]
    wanted = [line.rstrip() for line in expected if line.strip()]
    parts: list[list[str]] = [[]]
    for line in wanted:
        if line.strip() == ANY:
            parts.append([])
        else:
            parts[-1].append(line)
    if len(parts) == 1:
        return "" if len(got) == len(wanted) and all(map(_fits, wanted, got)) else "Other lines were printed."
    place = 0
    for number, part in enumerate(parts):
        places = range(place, len(got) - len(part) + 1)
        # the first lines stand at the beginning, the last at the end
        if number == 0:
            places = places[:1]
        elif number == len(parts) - 1:
            places = places[-1:]
        found = next((at for at in places if all(map(_fits, part, got[at : at + len(part)]))), None)
        if found is None:
            return "Not printed there:\n" + "\n".join(part)
        place = found + len(part)
    return ""


def _fits(expected: str, line: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, expected.split(ANY))), line) is not None


class Terminal:
    """A terminal in an empty folder, in which the program's files lie in a home of their own."""

    def __init__(self, folder: Path, home: Path, programs: Path) -> None:
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "EXPLORER_"))},
            "EXPLORER_HOME": str(home),
            # as in a pipe, whatever terminal the tests run in
            "COLUMNS": "80",
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            # standard output and standard error in the order in which a terminal has them
            "PYTHONUNBUFFERED": "1",
        }

    def type(self, line: str, seconds: float = 600) -> tuple[int, str]:
        """Run a command line; return its exit code and what it printed."""
        ended = subprocess.run(
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
        return ended.returncode, ended.stdout

    def run(self, line: str) -> tuple[int, str]:
        """Do what `type` does, but run the program in this process where the line needs no shell: that is faster."""
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
        """Do a step; return what is wrong with it, empty where nothing is, and what it printed."""
        if step.file is not None:
            (self.folder / step.file).write_text(step.typed, encoding="utf-8")
            return "", ""
        if exported := re.fullmatch(r"export (\w+)=(\S+)(?: +#.*)?", step.typed):
            self.environment[exported[1]] = exported[2]
            return "", ""
        code, printed = self.run(step.typed)
        return complaint(step, code, printed), printed


def complaint(step: Step, code: int, printed: str) -> str:
    """Return what is wrong with what a step printed, and all of it; empty: nothing is."""
    wrong = f"It ended with {code}." if (code != 0) != step.fails else ""
    if not wrong and step.printed:
        wrong = difference(printed.splitlines(), step.printed)
    return f"line {step.line}: $ {step.typed}\n{wrong}\n--- all that it printed:\n{printed}" if wrong else ""


def rewritten(text: str, step: Step, printed: str) -> str:
    """Return a page with what a step printed below it, in its first block, cut at the right for the width of a page."""
    lines = [line.rstrip() for line in printed.strip("\n").splitlines()]
    shown = [line if len(line) <= WIDTH else line[: WIDTH - 1].rstrip() + ANY for line in lines]
    before, found, after = text.partition(f"$ {step.typed}\n")
    rest = after.splitlines()
    end = next(number for number, line in enumerate(rest) if line.startswith(("```", "$ ")))
    return before + found + "\n".join([*shown, *rest[end:]]) + "\n"
