"""Validate rows and convert them to a canonical table: all checks and all reject reasons.

How a value is parsed depends on its column in `explorer.model.tables`: id, time, number, Boolean, status or text.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import polars as pl

from explorer.model.batches import REJECTS, Batch, CountedNote, rejects_frame
from explorer.model.resolution import Resolution
from explorer.model.tables import RETWEETS, STATUS_VALUES, TABLES, TENURE_VALUES, TIME, Column, Polars, Table
from explorer.sources.io.raw_rows import LINE, META, OTHER, PROBLEM, RAW
from explorer.sources.parsing.ids import ABSENT, ParsedIds, parse_ids
from explorer.sources.parsing.time_rules import STANDARD, TimeRules
from explorer.sources.parsing.times import ParsedTimes, parse_times, resolution

LONGEST_RAW: Final = 2_000
"""Number of characters of a rejected row that are stored."""

ACT: Final = {"retweets": "retweeted_at", "posts": "created_at"}
"""The column with the time of the event itself, from which the `Resolution` is determined, by table."""

_AT, _WHY = "\x00at:", "\x00why:"
_FREE_TEXT = frozenset({"text", "name", "bio", "location"})
_WITHOUT_CONTROL = frozenset({"url", "tag", "handle"})
_IDS = frozenset(name for table in TABLES.values() for name in table.schema if name.endswith("_id"))
_CONTROL = r"\p{Cc}"
_ALLOWED: Final = {"status": STATUS_VALUES, "tenure": TENURE_VALUES}
_KINDS: Final[dict[Polars, str]] = {
    pl.Int64: "not a whole number",
    pl.Boolean: "neither true nor false",
    pl.Date: "not a day such as 2022-03-31",
}
_WHOLE_NUMBER = r"^([0-9]+)(?:\.0*)?$"
_PLATFORM = r"^[-_]*[\p{L}\p{N}][-_\p{L}\p{N}]*$"
_YES = ("true", "t", "yes", "y", "1")
_NO = ("false", "f", "no", "n", "0")


def validate(
    table: Table,
    frame: pl.DataFrame,
    *,
    source: str,
    platform: str,
    now: datetime | None = None,
    times: TimeRules = STANDARD,
) -> Batch:
    """Validate rows and return them as a batch of ``table``; see `validate_with_mask`."""
    return validate_with_mask(table, frame, source=source, platform=platform, now=now, times=times)[0]


def validate_with_mask(
    table: Table,
    frame: pl.DataFrame,
    *,
    source: str,
    platform: str,
    now: datetime | None = None,
    times: TimeRules = STANDARD,
) -> tuple[Batch, pl.Series]:
    """Validate rows and return them as a batch of ``table``, with a Boolean mask of the accepted rows.

    Args:
        table: Table that the rows belong to.
        frame: As in `explorer.sources.io.raw_rows.RawRows`; fields with the name of a column of the table are used.
        source: Name of the file, for the rejects.
        platform: Platform of rows that do not name one.
        now: The current time; times more than a day later are rejected.
        times: How times are read.
    """
    present = [column for column in table.columns if column.name in frame.columns]
    clean = frame.with_columns(_clean(column) for column in present if column.name not in _IDS)
    if "platform" in table.schema:
        given = pl.col("platform") if "platform" in frame.columns else pl.lit(None, pl.String)
        clean = clean.with_columns(platform=given.fill_null(platform))

    ids = {
        column.name: parse_ids(
            column.name, frame[column.name], clean["platform"] if "platform" in clean.columns else None
        )
        for column in present
        if column.name in _IDS
    }
    clean = clean.with_columns(parsed.ids.alias(name) for name, parsed in ids.items())

    problems = {
        column.name: problem
        for column in table.columns
        if column.dtype == pl.String
        and column.name in clean.columns
        and (problem := ids[column.name].problem if column.name in ids else _text_problem(column, clean)) is not None
    }
    clean = clean.with_columns(problem.alias(f"{_WHY}{name}") for name, problem in problems.items())

    reasons = [pl.col(PROBLEM)]
    values: list[pl.Expr] = []
    act: ParsedTimes | None = None
    for column in table.columns:
        if column.name not in clean.columns:
            continue
        if column.name in problems and column.required:
            reasons.append(pl.col(f"{_WHY}{column.name}"))
        if column.required:
            reasons.append(_when(pl.col(column.name).is_null(), pl.lit(f"{column.name} is missing")))
        if column.dtype == TIME:
            parsed = parse_times(clean[column.name], now=now, rules=times)
            at, why = f"{_AT}{column.name}", f"{_WHY}{column.name}"
            clean = clean.with_columns(parsed.at.alias(at), parsed.problem.alias(why))
            reasons.append(pl.col(why))
            values.append(pl.col(at).alias(column.name))
            if ACT.get(table.name) == column.name:
                act = parsed
        else:
            if column in present and column.name not in ids:
                reasons.extend(_reasons(column))
            value = _value(column)
            if column.name in problems and column.name not in ids:
                value = _when(pl.col(f"{_WHY}{column.name}").is_null(), value)
            values.append(value.alias(column.name))
    if table is RETWEETS:
        targets = [name for name in ("post_id", "author_id") if name in ids]
        reasons.append(_without_target([name for name in targets if name in problems], targets))
        values += [] if "retweet_id" in ids else [_retweet_id(targets)]

    reason = clean.select(pl.coalesce(reasons).alias("reason"))["reason"]
    accepted = reason.is_null()
    rows = table.conform(clean.filter(accepted).select(values))
    rejects, other_kinds = rejects_frame(), frozenset[str]()
    if rows.height < frame.height:
        reason = reason.filter(~accepted)
        other_kinds = frozenset(reason.filter(reason.str.starts_with(OTHER)).unique().str.strip_prefix(OTHER))
        rejects = _rejects(frame.filter(~accepted), reason.str.strip_prefix(OTHER), source)
    precision = resolution(act.wall.filter(accepted), act.step.filter(accepted)) if act else Resolution()
    notes = _notes(ids, problems, accepted)
    return Batch(table, rows, rejects, frame.height, precision, counted_notes=notes, other_kinds=other_kinds), accepted


def _without_target(unusable: Sequence[str], targets: Sequence[str]) -> pl.Expr:
    """Return why a row names neither the retweeted post nor its author; null where it names one of them."""
    neither = pl.lit("post_id and author_id are both missing; a retweet needs at least one")
    problems = [pl.col(f"{_WHY}{name}") for name in unusable]
    return _when(pl.all_horizontal(pl.col(targets).is_null()), pl.coalesce(*problems, neither))


def _retweet_id(targets: Sequence[str]) -> pl.Expr:
    """Return an id of retweets for a table without one: account, post (or its author) and time."""
    at = pl.col(f"{_AT}retweeted_at").dt.to_string("%Y-%m-%dT%H:%M:%S%.f")
    return pl.concat_str("account_id", pl.coalesce(targets), at, separator=":").alias("retweet_id")


def _notes(
    ids: Mapping[str, ParsedIds], problems: Mapping[str, pl.Series], accepted: pl.Series
) -> tuple[CountedNote, ...]:
    """Return notes on ids that were written in another way, and on unusable values that a row does not need."""
    notes = []
    for name in dict.fromkeys((*ids, *problems)):
        if name in ids and (changed := ids[name].changed):
            notes.append(CountedNote(f"of {name} read without the notation of the program that wrote them", *changed))
        if name in problems and len(lost := problems[name].filter(accepted).drop_nulls()):
            notes.append(CountedNote(f"of {name} unusable and left empty", len(lost), lost[0]))
    return tuple(notes)


def _clean(column: Column) -> pl.Expr:
    """Return the column's text, stripped and normalised; null where there is no value."""
    text = pl.col(column.name)
    if column.dtype == pl.String and column.name in _FREE_TEXT:
        return _when(text != "", text).alias(column.name)
    text = text.str.strip_chars()
    match column.name:
        case "handle":
            text = text.str.strip_prefix("@")
        case "tag":
            text = text.str.strip_prefix("#").str.to_lowercase()
        case "platform" | "status" | "tenure":
            text = text.str.to_lowercase()
        case _:
            pass
    absent = text == ""
    if column.dtype != pl.String or column.name in {*_ALLOWED, "url"}:
        absent |= text.is_in(ABSENT)
    return _when(~absent, text).alias(column.name)


def _reasons(column: Column) -> list[pl.Expr]:
    """Return expressions for why a cleaned text is not valid (null where it is); empty if every text is."""
    name, text = column.name, pl.col(column.name)
    shown = text.str.head(40)
    if name == "platform":
        invalid, problem = (
            ~text.str.contains(_PLATFORM),
            pl.format("'{}' is not a valid platform name; use letters, digits, - and _", shown),
        )
    elif name in _ALLOWED:
        invalid = ~text.is_in(_ALLOWED[name])
        problem = pl.format(f"unknown {name} '{{}}'; use {', '.join(_ALLOWED[name])}", shown)
    elif column.dtype in _KINDS:
        invalid = text.is_not_null() & _value(column).is_null()
        kind = _KINDS[column.dtype]
        problem = pl.format(f"{name} '{{}}' is {kind}", shown)
    else:
        return []
    return [_when(invalid, problem)]


def _text_problem(column: Column, frame: pl.DataFrame) -> pl.Series | None:
    """Return why a cleaned text cannot be stored, null where it can; None if all can."""
    name, longest, text = column.name, column.longest, pl.col(column.name)
    # accounts are found by handles in lower case, which may be longer
    size = (text.str.to_lowercase() if name == "handle" else text).str.len_bytes()
    is_control = text.str.contains(_CONTROL) if name in _WITHOUT_CONTROL else pl.lit(False)
    # nearly all files contain only sound texts, and this check is fast
    if name == "status" or not frame.select(((size > longest) | is_control).any()).item():
        return None
    return frame.select(
        pl.coalesce(
            _when(is_control, pl.lit(f"{name} contains control characters")),
            _when(size > longest, pl.format(f"{name} has {{}} bytes; the maximum is {longest:,}", size)),
        )
    ).to_series()


def _value(column: Column) -> pl.Expr:
    """Return the value of a cleaned text; null where it cannot be parsed."""
    text = pl.col(column.name)
    if column.dtype == pl.Int64:
        return text.str.extract(_WHOLE_NUMBER, 1).cast(pl.Int64, strict=False)
    if column.dtype == pl.Boolean:
        lower = text.str.to_lowercase()
        return pl.when(lower.is_in(_YES)).then(True).when(lower.is_in(_NO)).then(False)
    if column.dtype == pl.Date:
        return text.str.to_date("%Y-%m-%d", strict=False)
    return text


def _rejects(frame: pl.DataFrame, reason: pl.Series, source: str) -> pl.DataFrame:
    fields = [name for name in frame.columns if name not in META]
    row_text = pl.coalesce(pl.col(RAW), pl.struct(fields).struct.json_encode())
    shortened = (
        pl.when(row_text.str.len_chars() > LONGEST_RAW).then(row_text.str.head(LONGEST_RAW) + "…").otherwise(row_text)
    )
    return frame.select(
        source=pl.lit(source),
        line=pl.col(LINE),
        reason=reason,
        raw=shortened,
    ).cast(pl.Schema(REJECTS))


def _when(condition: pl.Expr, value: pl.Expr) -> pl.Expr:
    return pl.when(condition).then(value)
