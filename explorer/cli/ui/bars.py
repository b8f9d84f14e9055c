"""Progress bars on standard error, with a line for each stage and each file."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, SpinnerColumn, Task, TaskID
from rich.progress import Progress as Bars
from rich.table import Column
from rich.text import Text

from explorer.common.progress import WAITING, Progress, Unit
from explorer.common.text import count, one_line, shorten

ENDED_SHOWN: Final = 8
"""Number of finished lines that stay visible, so that a folder of many files does not push the live line off screen."""
WIDE: Final = 100
"""Terminal width in columns from which longer bars are drawn."""


@contextmanager
def draw_progress(console: Console, *, files: int = 0) -> Iterator[Progress]:
    """Yield a `Progress` that draws on a terminal; if the console is not a terminal, it only prints waiting messages.

    Args:
        console: Console to draw on.
        files: Number of files that will be read; if there are several, they are numbered.
    """
    bar, longest = (20, 32) if console.width >= WIDE else (8, 18)

    def _length(task: Task) -> int:
        if not task.visible:
            return 0
        return len(task.description) if task.fields["rows"] is None else min(longest, len(task.description))

    with Bars(
        SpinnerColumn("line", finished_text=" "),
        _Name(longest),
        BarColumn(bar_width=bar),
        # the spinner and the three spaces between columns
        _Figures(lambda: console.width - 1 - bar - 3 - max(map(_length, bars.tasks), default=0)),
        console=console,
        disable=not console.is_terminal,
        # both are safe streams on a terminal
        redirect_stdout=False,
        redirect_stderr=False,
    ) as bars:
        stages = _Stages(bars, files, print_waiting=not console.is_terminal)
        yield stages
        stages.end()


class _Stages:
    """A `Progress` that draws one line per stage; a stage ends when the next one begins."""

    def __init__(self, bars: Bars, files: int, *, print_waiting: bool) -> None:
        self._bars, self._files, self._file = bars, files, 0
        self._print_waiting = print_waiting
        self._lock = threading.Lock()
        self._lines: list[TaskID] = []
        self._stage = ""
        self._done = 0

    def __call__(
        self,
        stage: str,
        done: int,
        total: int | None,
        /,
        *,
        unit: Unit = "",
        rows: int | None = None,
        rejected: int = 0,
    ) -> None:
        with self._lock:
            # consecutive files may have the same name
            if stage != self._stage or done < self._done:
                self._begin(stage, is_file=rows is not None)
            self._stage, self._done = stage, done
            line = self._lines[-1]
            self._bars.update(
                line, completed=done, total=total, unit=unit, rows=rows, rejected=rejected, counted=done > 0
            )

    def _begin(self, stage: str, *, is_file: bool) -> None:
        self.end()
        # without bars, print that the command is waiting, so that logs show why nothing happens
        if self._print_waiting and stage.startswith(WAITING):
            self._bars.console.print(Text(f"{one_line(stage)} …"))
        name = one_line(stage)
        if is_file and self._files > 1:
            self._file += 1
            name = f"{self._file}/{self._files} {name}"
        self._lines.append(self._bars.add_task(name, total=None, unit="", rows=None, rejected=0, counted=False))
        for line in self._lines[: -ENDED_SHOWN - 1]:
            self._bars.update(line, visible=False)

    def end(self) -> None:
        """Stop the clock of the current stage and fill its bar."""
        if not self._stage:
            return
        line = self._lines[-1]
        # fill the bar of a stage without a total
        if self._bars.tasks[self._bars.task_ids.index(line)].total is None:
            self._bars.update(line, total=max(self._done, 1), completed=max(self._done, 1))
        self._bars.stop_task(line)
        if self._stage.startswith(WAITING):
            self._bars.update(line, visible=False)
        self._stage, self._done = "", 0


class _Name(ProgressColumn):
    def __init__(self, longest: int) -> None:
        super().__init__()
        self._longest = longest

    def render(self, task: Task) -> Text:
        # names of stages are short, names of files can have any length
        return Text(task.description if task.fields["rows"] is None else shorten(task.description, self._longest))


class _Figures(ProgressColumn):
    """Figures on the progress of a stage, as many as fit the terminal."""

    def __init__(self, room: Callable[[], int]) -> None:
        super().__init__(Column(no_wrap=True, overflow="ellipsis"))
        self._room = room

    def render(self, task: Task) -> Text:
        parts = [_share(task), _count(task), _rows(task), _rate(task), _rejected(task), _clock(task)]
        room = self._room()
        # drop the share first, which the bar also shows, then the rate and the count
        for droppable in (0, 3, 1):
            if len(_SEPARATOR.join(filter(None, parts))) > room:
                parts[droppable] = ""
        return Text(_SEPARATOR.join(filter(None, parts)))


_SEPARATOR: Final = ", "


def _share(task: Task) -> str:
    return f"{task.completed / task.total:.0%}" if task.total and task.fields["counted"] and not task.stop_time else ""


def _count(task: Task) -> str:
    done, total = int(task.completed), task.total
    if task.fields["unit"] == "bytes":
        return _bytes(done, total)
    if task.fields["unit"] == "%" or not task.fields["counted"]:
        return ""
    return f"{done:,}" if total is None or done == total else f"{done:,}/{total:,.0f}"


def _rows(task: Task) -> str:
    return "" if task.fields["rows"] is None else count(task.fields["rows"], "row")


def _rate(task: Task) -> str:
    elapsed, rows = task.elapsed or 0, task.fields["rows"]
    # a rate measured over less than a second is not meaningful
    if elapsed <= 1 or task.fields["unit"] == "%" or not task.fields["counted"]:
        return ""
    if rows is None and task.fields["unit"] == "bytes":
        return f"{_bytes(int(task.completed / elapsed), None)}/s"
    return f"{(task.completed if rows is None else rows) / elapsed:,.0f}/s"


def _rejected(task: Task) -> str:
    return f"{task.fields['rejected']:,} rejected" if task.fields["rejected"] else ""


def _clock(task: Task) -> str:
    elapsed = task.elapsed or 0
    if task.stop_time or not task.total or not task.completed or elapsed < 1:
        return _minutes(elapsed)
    return f"{_minutes(elapsed * (task.total - task.completed) / task.completed)} left"


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _bytes(done: int, total: float | None) -> str:
    size, name = next(
        ((size, name) for size, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")) if (total or done) >= size),
        (1, "bytes"),
    )
    digits = 0 if size == 1 or (size < 10**9 and (total or done) / size >= 100) else 1
    of = "" if total is None or done == total else f"/{total / size:,.{digits}f}"
    return f"{done / size:,.{digits}f}{of} {name}"
