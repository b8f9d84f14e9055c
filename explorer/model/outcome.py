"""Decide whether reading files succeeded: which files could not be used, why, and what to do about it.

A file fails if it cannot be read to its end, or if more than half of its rows are unusable. Rows of a kind that
explorer does not import, such as likes in a stream of posts, do not count as unusable; formats mark them with
`explorer.sources.io.raw_rows.OTHER`. Files fail together if none of them contains a usable row. Duplicates are usable,
so importing a file again succeeds.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from explorer.common.errors import InputError

_NEXT_STEPS: Final = (
    (r"not UTF-8", "Give the encoding of the file, for example --encoding windows-1252."),
    (
        r"unreadable time",
        "Describe how the times are written, for example --time-format '%d.%m.%Y %H:%M' or --day-first.",
    ),
    (r"export ids as text", "Export the file again, with the ids as text."),
    (r" is missing|are both missing", "If the column has another name, use --map COLUMN=NAME."),
)
"""Next step by a pattern in the reject reason."""


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """The result of reading a file.

    Attributes:
        file: Name of the file.
        rows: Number of data rows read.
        rejected: Number of rejected rows.
        reasons: Reject reasons and their counts, the most frequent first.
        other_kinds: The reasons of sound rows of a kind that explorer does not import.
        error: Why the file could not be read, or not to its end; empty if it could.
        hint: Next step for ``error``.
    """

    file: str
    rows: int = 0
    rejected: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    other_kinds: frozenset[str] = frozenset()
    error: str = ""
    hint: str = ""

    @property
    def usable(self) -> int:
        """Number of accepted rows, duplicates included."""
        return self.rows - self.rejected

    def problem(self) -> InputError | None:
        """Return why the file counts as failed; None if it does not."""
        if self.error:
            return InputError(self.error, hint=self.hint)
        unusable = [(reason, rows) for reason, rows in self.reasons if reason not in self.other_kinds]
        number = sum(rows for _, rows in unusable)
        if number <= self.usable:
            return None
        if self.rows == 1:
            shown = f"The only row of {self.file} cannot be used, because:"
        elif self.usable:
            shown = f"{number:,} of the {self.rows:,} rows of {self.file} cannot be used, most often because:"
        else:
            shown = f"None of the {self.rows:,} rows of {self.file} can be used, most often because:"
        return InputError(f"{shown} {unusable[0][0]}.", hint=_next_step(unusable[0][0]))


def find_failures(outcomes: Sequence[FileOutcome]) -> list[InputError]:
    """Return an error for each file that failed, or one for all files if none of them contains a usable row."""
    failures = [problem for outcome in outcomes if (problem := outcome.problem())]
    if failures or not outcomes or any(outcome.usable for outcome in outcomes):
        return failures
    rows = sum(outcome.rows for outcome in outcomes)
    names = outcomes[0].file if len(outcomes) == 1 else f"the {len(outcomes)} files"
    if not rows:
        return [InputError(f"There are no rows of data in {names}.", hint="Export or download the data again.")]
    reasons = sum((Counter(dict(outcome.reasons)) for outcome in outcomes), Counter[str]())
    ((reason, _),) = reasons.most_common(1)
    shown = (
        f"The only row of {names} is not of a kind that is imported, because:"
        if rows == 1
        else f"None of the {rows:,} rows of {names} is of a kind that is imported, most often because:"
    )
    return [
        InputError(
            f"{shown} {reason}.",
            hint="The format may be the wrong one; explorer formats lists what each format contains.",
        )
    ]


def _next_step(reason: str) -> str:
    return next((step for pattern, step in _NEXT_STEPS if re.search(pattern, reason)), "")
