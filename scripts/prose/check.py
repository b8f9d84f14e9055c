"""Check the English of everything that people read; `make check` runs it.

proselint supplies general rules; vocabulary.toml names phrases that this project does not use, with what to write.
"""

import subprocess
import sys
import tomllib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Final

from proselint.checks import __register__ as proselint_checks
from proselint.registry.checks import Check, types

from scripts.prose.passages import Passage, read_passages

ROOT: Final = Path(__file__).parents[2]
PROJECT: Final = "project"
"""Path of the project's own check among those of proselint."""
VOCABULARY: Final = Path(__file__).with_name("vocabulary.toml")


@dataclass(frozen=True, slots=True)
class Problem:
    """A phrase to write in another way.

    Attributes:
        line: Its line, from 1.
        message: What is wrong, and what to write instead.
    """

    line: int
    message: str


def load_checks(vocabulary: Path = VOCABULARY) -> list[Check]:
    """Return the rules: those of proselint that the vocabulary does not switch off, and the project's phrases."""
    settings = tomllib.loads(vocabulary.read_text(encoding="utf-8"))
    off = tuple(settings["off"])
    project = Check(
        check_type=types.PreferredForms(items=settings["phrases"]), path=PROJECT, message="'{1}': write {0}."
    )
    return [project, *(check for check in proselint_checks if not any(map(check.matches_partial, off)))]


def check_passages(passages: Iterable[Passage], checks: list[Check]) -> list[Problem]:
    """Return the problems of a file's passages, by line.

    Line breaks become spaces, because a phrase may continue on the next line.
    """
    words: list[str] = []
    lines: list[int] = []
    for passage in passages:
        for number, line in enumerate(passage.text.split("\n"), passage.line):
            parts = line.split()
            words += parts
            lines += [number] * len(parts)
        # No rule matches across the end of a passage.
        words.append("¶")
        lines.append(0)
    # A lone surrogate in a string of code has no UTF-8, which the rules need; a question mark is as long.
    text = " ".join(words).encode("utf-8", "replace").decode("utf-8")
    starts = list(accumulate((len(word) + 1 for word in words), initial=0))
    problems = {
        Problem(lines[bisect_right(starts, result.span[0] + 1) - 1], f"{result.message} ({check.path})")
        for check in checks
        for result in check.check_with_flags(text)
    }
    return sorted(problems, key=lambda problem: (problem.line, problem.message))


def main(arguments: list[str]) -> int:
    """Check the given files, or all files of the repository, and print the problems.

    Returns:
        The number of problems, at most 1.
    """
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    names = arguments or [name for name in tracked.splitlines() if "vendor/" not in name and "hostile/" not in name]
    checks = load_checks()
    failed = 0
    for name in names:
        # comments in tests also contain data, which general rules misread
        applied = [check for check in checks if check.path == PROJECT or "tests" not in Path(name).parts]
        for problem in check_passages(read_passages(ROOT / name), applied):
            failed = 1
            print(f"{name}:{problem.line}: {problem.message}")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
