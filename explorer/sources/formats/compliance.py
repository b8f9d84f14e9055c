"""Results of X's batch compliance jobs, one object per line: which accounts or tweets changed, and why.

The fields are those of https://developer.x.com/en/docs/twitter-api/compliance/batch-compliance: ``id``, ``action``,
``created_at``, ``redacted_at`` and ``reason``. A job is about accounts or about tweets, and the file does not say about
which. The id of a tweet contains the millisecond of its ``created_at``; ids of accounts until 2015 are consecutive
numbers. Otherwise the name of the file decides. Results about tweets name no account, so only results about accounts
can be imported, as later observations of their status.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

import msgspec
import polars as pl

from explorer.model.batches import Batch
from explorer.model.tables import STATUSES
from explorer.sources.io import documents
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.raw_rows import META, OTHER, RawRows
from explorer.sources.parsing import jsonl
from explorer.sources.parsing.parser import Parser, ReadOptions, batches_from_rows
from explorer.sources.parsing.validation import validate

_Subject = Literal["accounts", "tweets", "unknown"]

_STATUSES: Final = {"suspended": "suspended", "deleted": "deleted", "deactivated": "deleted"}
_NO_STATUS: Final = {
    "protected": "a protected account is neither suspended nor deleted",
    "scrub_geo": "a deleted place does not change the status of an account",
}
_UNKNOWN: Final = "the id may be that of an account or of a tweet; give the file a name that contains users or tweets"
_TWEET: Final = "the id is that of a tweet; the result does not name its account, so no status is known"

# the first part of an id is the time in milliseconds since this moment, followed by 22 other bits
_EPOCH: Final = datetime(2010, 11, 4, 1, 42, 54, 657_000, UTC)
_OTHER_BITS: Final = 22
_FIRST_TIMED: Final = 30_000_000_000
"""Smaller ids are consecutive numbers: of accounts until 2015, of tweets until November 2010."""
_LONGEST_ID: Final = 20
_FIELDS: Final = {"account_id": pl.String, "status": pl.String, "observed_at": pl.String}


class _Result(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    id: str
    action: str
    reason: str
    created_at: str | None = None
    redacted_at: str | None = None


_result = msgspec.json.Decoder(_Result).decode


def matches(file: InputFile) -> bool:
    """Whether a file begins with a result."""
    return next(_first_results(file), None) is not None


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read results about accounts as statuses; results about tweets are rejected."""
    subject = _subject(file)
    spread = documents.is_spread(file) or file.text.lstrip().startswith("[")
    parts = documents.values(file) if spread else documents.lines(file)

    def rows() -> Iterator[RawRows]:
        at_start = True
        for consumed, values in parts:
            found = [_row(*value, subject) for value in values if not value[1].isspace()]
            yield RawRows(pl.DataFrame(found, schema={**META, **_FIELDS}, orient="row"), consumed)
            at_start = False
        if at_start:
            yield RawRows(pl.DataFrame(schema={**META, **_FIELDS}), file.size)

    def make(frame: pl.DataFrame, options: ReadOptions) -> list[Batch]:
        return [validate(STATUSES, frame, source=file.name, platform=options.platform, times=options.times)]

    return batches_from_rows(rows(), file, options, make)


def _row(number: int, line: bytes, problem: str | None, subject: _Subject) -> tuple[str | int | None, ...]:
    raw = line.decode("utf-8").rstrip("\r")
    if problem is None:
        try:
            result = _result(line)
        except msgspec.ValidationError as error:
            problem = f"not a result of a compliance job: {error}"
        except (msgspec.DecodeError, RecursionError) as error:
            problem = f"unreadable JSON: {error}"
        else:
            problem = _problem(result, subject)
            return number, raw, problem, result.id, _STATUSES.get(result.reason), result.redacted_at
    return number, raw, problem, None, None, None


def _problem(result: _Result, subject: _Subject) -> str | None:
    if subject == "tweets" or _subject_of(result) == "tweets":
        return _TWEET
    if subject == "unknown":
        return _UNKNOWN
    if result.reason in _STATUSES:
        return None if result.redacted_at else "redacted_at is missing, so the time of the change is unknown"
    return (
        f"{OTHER}{_NO_STATUS[result.reason]}"
        if result.reason in _NO_STATUS
        else f"unknown reason '{result.reason[:40]}'"
    )


def _subject(file: InputFile) -> _Subject:
    """Return what the first results are about, by their ids or else by the name of the file."""
    for result in _first_results(file):
        subject = _subject_of(result)
        if subject != "unknown":
            return subject
    name = file.name.lower()
    named: list[_Subject] = [subject for subject, words in _NAMES.items() if any(word in name for word in words)]
    return named[0] if len(named) == 1 else "unknown"


_NAMES: Final[dict[_Subject, tuple[str, ...]]] = {"accounts": ("user", "account"), "tweets": ("tweet", "post")}


def _subject_of(result: _Result) -> _Subject:
    """Return what a result is about, if its id tells."""
    if not (result.id.isascii() and result.id.isdecimal() and len(result.id) < _LONGEST_ID and result.created_at):
        return "unknown"
    try:
        created_at = datetime.fromisoformat(result.created_at)
    except ValueError:
        return "unknown"
    created_at = created_at.replace(tzinfo=UTC) if created_at.tzinfo is None else created_at
    number = int(result.id)
    if number < _FIRST_TIMED:
        # at first, tweets had consecutive numbers too
        return "accounts" if created_at > _EPOCH + timedelta(days=30) else "unknown"
    in_id = _EPOCH + timedelta(milliseconds=number >> _OTHER_BITS)
    return "tweets" if created_at.microsecond and in_id == created_at else "unknown"


def _first_results(file: InputFile) -> Iterator[_Result]:
    """Yield the results at the start of a file; more of them if each has a line of its own."""
    yield from jsonl.first_values(file, _Result)
    for line in () if file.parquet else file.text.split("\n")[documents.LOOK_AT : _LOOK_AT]:
        try:
            yield _result(line)
        except (msgspec.DecodeError, RecursionError):
            continue


_LOOK_AT: Final = 1_000

COMPLIANCE: Final = Parser(
    expects="JSON lines with id, action, created_at and reason, as X's compliance jobs return them",
    matches=matches,
    read=read,
)
