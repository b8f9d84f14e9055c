"""Pages that are typed by a test: what is read of them, and when an output is not the one that a page shows."""

import pytest

from tests.helpers.console import Step, complaint, difference, read_steps, rewritten, untested_lines

PAGE = """Save it:

```csv title="a.csv"
x,y
1,2
```

```console
$ explorer import a.csv  # loads it
3 rows
…
$ explorer detect
```

More of it:

```console
a cluster
```
"""


def test_steps_are_read_in_order() -> None:
    saved, loaded, detected = read_steps(PAGE)
    assert (saved.file, saved.typed) == ("a.csv", "x,y\n1,2\n")
    assert (loaded.line, loaded.typed, loaded.printed) == (9, "explorer import a.csv  # loads it", ["3 rows", "…"])
    assert (detected.typed, detected.printed) == ("explorer detect", ["…", "a cluster"])


@pytest.mark.parametrize(
    ("printed", "expected", "same"),
    [
        ("a\nb", "a\nb", True),
        ("a \n\nb", "a\nb\n", True),
        ("a\nb", "a", False),
        ("a", "a\nb", False),
        ("a\nb\nc", "a\n…", True),
        ("a\nb\nc", "…\nc", True),
        ("a\nb\nc", "…\nb", False),
        ("a\nb\nc", "b\n…", False),
        ("a\nb\nc\nd", "a\n…\nc\n…", True),
        ("a\nb\nc\nd", "…\nc\n…\nb\n…", False),
        ("a\nb\na\nc", "…\na\nc", True),
        ("took 12 s (fast)", "took … s (fast)", True),
        ("took 12 s (fast)", "took … s", False),
        ("1.5", "1…5", True),
        ("1x5", "1.5", False),
        ("", "…", True),
        ("", "a", False),
    ],
)
def test_outputs_are_compared(printed: str, expected: str, same: bool) -> None:
    assert (difference(printed.splitlines(), expected.splitlines()) == "") is same


def test_a_command_fails_only_where_its_page_says_so() -> None:
    assert "ended with 2" in complaint(Step(1, "explorer x", printed=["no"]), 2, "no\n")
    assert not complaint(Step(1, "explorer x", printed=["Error: no"]), 2, "Error: no\n")
    assert "ended with 0" in complaint(Step(1, "explorer x", printed=["Error: no"]), 0, "Error: no\n")


def test_a_command_that_no_step_runs_is_reported() -> None:
    assert untested_lines(PAGE) == []
    assert untested_lines("    explorer doctor\n\n```bash\nexplorer detect\n```\n") == [
        "explorer doctor",
        "explorer detect",
    ]


def test_a_page_is_rewritten() -> None:
    step = read_steps(PAGE)[1]
    text = rewritten(PAGE, step, "4 rows\n\nlong " + "x" * 200 + "\n")
    again = read_steps(text)[1]
    assert again.printed[0] == "4 rows"
    assert again.printed[2].endswith("x…")
    assert text.count("```") == PAGE.count("```")
    assert text.endswith("a cluster\n```\n")
