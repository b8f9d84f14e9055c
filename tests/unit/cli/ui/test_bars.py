"""Progress on a terminal: a line for each file and stage, and nothing that a file's name could do to it."""

import io
import itertools
from collections.abc import Callable

import pytest
from rich.console import Console

from explorer.cli.ui.bars import ENDED_SHOWN, draw_progress
from explorer.common.progress import WAITING, Progress


def screen(work: Callable[[Progress], None], *, width: int = 120, terminal: bool = True, files: int = 0) -> list[str]:
    """Return the last lines that are drawn, the live ones as they end."""
    out = io.StringIO()
    ticks = itertools.count()
    console = Console(
        file=out,
        width=width,
        force_terminal=terminal,
        color_system=None,
        highlight=False,
        # seconds go by as often as somebody looks
        get_time=lambda: float(next(ticks)),
    )
    with draw_progress(console, files=files) as progress:
        work(progress)
    text = out.getvalue()
    assert "\x1b[31m" not in text
    # each drawing but the first begins where the cursor has gone up, each line at its beginning
    drawn = [
        line.rsplit("\r", 1)[-1]
        for line in text.replace("\x1b[2K", "").replace("\x1b[?25h", "").rsplit("\x1b[1A", 1)[-1].split("\n")
    ]
    assert all(len(line) <= width for line in drawn)
    return [line.strip() for line in drawn if line.strip()]


def read(progress: Progress, name: str = "retweets.csv", *, rejected: int = 1537) -> None:
    for part in range(4):
        progress(name, part * 54_000_000, 162_000_000, unit="bytes", rows=part * 700_000, rejected=rejected)


def test_a_file_shows_bytes_rows_rate_and_rejects() -> None:
    (line,) = screen(read)
    assert line.startswith("retweets.csv ━")
    for part in ("162 MB", "2,100,000 rows", "/s", "1,537 rejected"):
        assert part in line


@pytest.mark.parametrize("width", [40, 80, 100, 250])
def test_a_line_is_a_line_at_every_width(width: int) -> None:
    (line,) = screen(lambda progress: read(progress, "retweets-of-a-year-" * 10), width=width)
    assert "…" in line
    assert "2,100,000 rows" in line


def test_a_name_is_text() -> None:
    (line,) = screen(lambda progress: read(progress, "[red]a\x1b[31m\nb.csv"))
    assert line.startswith("[red]a\\u001b[31m\\nb.csv")


def test_files_are_numbered_and_the_last_ones_stay_in_sight() -> None:
    def work(progress: Progress) -> None:
        for number in range(1, 31):
            read(progress, f"f{number}.csv")

    lines = screen(work, files=30)
    assert len(lines) <= ENDED_SHOWN + 1
    assert lines[-1].startswith("30/30 f30.csv")


def test_two_files_of_one_name_are_two_lines() -> None:
    def work(progress: Progress) -> None:
        read(progress)
        read(progress)

    assert len(screen(work)) == 2


def test_what_waits_says_so_while_it_waits_and_in_logs() -> None:
    def work(progress: Progress) -> None:
        progress(f"{WAITING}command", 0, None)
        read(progress)

    assert screen(work, terminal=False) == [f"{WAITING}command …"]
    assert [line.split()[0] for line in screen(work)] == ["retweets.csv"]
