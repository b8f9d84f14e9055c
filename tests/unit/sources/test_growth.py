"""Readers take twice the work for twice the input, whatever it contains: counted in operations, not in seconds.

Counted are calls of functions, and steps of regular expressions, which are no calls. Formats join by their samples.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from importlib import import_module
from itertools import product
from pathlib import Path
from pkgutil import walk_packages
from types import FrameType
from typing import Any

import pytest

import explorer.sources
from explorer.common.errors import ExplorerError
from explorer.sources.format_detection import find_format
from explorer.sources.parsing.message_tables import python_list
from explorer.sources.parsing.parser import ReadOptions
from explorer.sources.reading import read_batches
from tests.helpers.regex_steps import steps
from tests.unit.sources.reading import write
from tests.unit.sources.test_fuzz import SAMPLES

PIECES = ("<a &#9", ", http://", "\\\\' [{", '\\"')
"""Parts of hostile values, as they are written inside the quotation marks of JSON."""

ABOVE = ("", "{", '"x')
BELOW = ("{", 'z","', "[[", "x")
"""Lines that are repeated above and below the rows of a file."""


def count_calls(work: Callable[[], object]) -> int:
    """Return how many functions a piece of work calls, those written in C included."""
    calls = 0

    def count(_: FrameType, event: str, __: Any) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


def read_calls(path: Path, name: str, content: bytes) -> int:
    """Return the number of calls for recognising and reading a file as a format."""
    write(path, content)

    def work() -> None:
        with suppress(ExplorerError):
            input_format = find_format(path, name)
            for _ in read_batches(path, input_format, ReadOptions(input_format.platform)):
                pass

    return count_calls(work)


def with_long_value(sample: bytes, piece: str, times: int) -> bytes:
    """Make the longest text of a sample's last row long."""
    text = sample.decode()
    written = piece * times
    if text.lstrip()[:1] in {"{", "["}:
        row = max(text.splitlines(), key=len)
        values = sorted(re.findall(r'"(?:[^"\\]|\\.)*"', row), key=len)
        inside = written.replace('\\"', '"').replace('"', '\\"')
        longer = values[-1][:-1] + inside + '"'
        return f"{text}{row.replace(values[-1], longer)}\n".encode()
    *_, row = text.splitlines()
    return f"{text}{row[:-1]}{written.replace(chr(92) + chr(34), chr(34) * 2)}\n".encode()


def with_lines(above: bytes, line: str, below: bytes, times: int) -> bytes:
    """Repeat a line above or below a sample."""
    return above + f"{line}\n".encode() * times + below


@pytest.mark.parametrize("name", SAMPLES)
def test_calls_grow_with_the_input(tmp_path: Path, name: str) -> None:
    sample = SAMPLES[name]
    path = tmp_path / "sample"
    shapes: dict[str, Callable[[int], bytes]] = {
        "rows": lambda n: sample * (n // 10),
        **{f"value {piece!r}": partial(with_long_value, sample, piece) for piece in PIECES},
        **{f"above {line!r}": partial(with_lines, b"", line, sample) for line in ABOVE},
        **{f"below {line!r}": partial(with_lines, sample, line, b"") for line in BELOW},
    }
    read_calls(path, name, sample)  # imports and caches
    for shape, make in shapes.items():
        small, large, double = (read_calls(path, name, make(n)) for n in (60, 120, 240))
        # twice as many further lines take twice as much, or four times if the reader starts again each time
        assert double - large <= 2.5 * max(large - small, 0) + 3_000 + 0.15 * small, (shape, small, large, double)


def patterns() -> Iterator[tuple[str, re.Pattern[str], bool]]:
    """Yield the regular expressions of all readers, and whether they search a text."""
    for module in walk_packages(explorer.sources.__path__, "explorer.sources."):
        loaded = import_module(module.name)
        source = Path(str(loaded.__file__)).read_text(encoding="utf-8")
        for name, value in vars(loaded).items():
            pattern, method = getattr(value, "__self__", value), getattr(value, "__name__", "")
            if isinstance(pattern, re.Pattern):
                searches = re.search(rf"\b{name}\.(search|sub|split|findall|finditer)\b", source) is not None
                yield f"{module.name}.{name}", pattern, searches or method in {"search", "sub", "finditer"}


PATTERNS = {name: (pattern, searches) for name, pattern, searches in patterns() if isinstance(pattern.pattern, str)}


@pytest.mark.parametrize("name", PATTERNS)
def test_steps_of_regular_expressions_grow_with_the_text(name: str) -> None:
    pattern, searches = PATTERNS[name]
    letters = dict.fromkeys(re.sub(r"\\.|[^\w<>/:=@#'\"&]", "", pattern.pattern)[:8])
    units = ["".join(pair) for pair in product([*letters, " ", "a", "0", '"', "<", "\n", "\\", "."], repeat=2)]
    beginning = re.sub(r"\\s\*|[()?:\\]|\[.*", "", pattern.pattern.split("|")[0])
    for begin, unit, end in product({"", beginning, "a", "<"}, units, ("", "~")):
        small, large = (steps(pattern, begin + unit * n + end, search=searches) for n in (20, 40))
        assert large <= 2.5 * small + 40, (begin, unit, small, large)


def test_the_steps_show_a_pattern_that_is_not_linear() -> None:
    for text, slow in (("a", r"<([a-z]*)([^<>]*)>"), ("a", r"(a+)+b"), ("\n", r"^\s*\{")):
        search = slow.startswith("^")
        small, large = (steps(re.compile(slow), "<" * (slow[0] == "<") + text * n, search=search) for n in (8, 16))
        assert large > 2.5 * small


def test_every_quotation_mark_of_a_list_is_part_of_an_item() -> None:
    """A mark that belongs to no item would be searched again from each item before it, up to the end of the text."""
    import polars as pl

    cells = ["['a', 'b']", "[\"it's\", 'x\\'y']", "['a', 'open", "['a', 'open\\'", "[]", "[a, b]", "['', '']", "['"]
    found = pl.DataFrame({"a": cells}).select(python_list("a"))["a"].to_list()
    assert found == [["a", "b"], ["it's", "x'y"], ["a"], ["a"], [], ["a", "b"], [], []]
