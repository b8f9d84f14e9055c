"""Read columns of ids, which spreadsheets and exporters write in other ways or damage.

Ids are text. A value is read as another one only if both certainly mean the same id: ``="900"``, ``'900``, ``ID_900``
and ``900.0`` mean ``900``. A value that has lost digits is unusable. The address of a post or an account on X is read
as its id or handle.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from explorer.model.properties import LONGEST_HANDLE, LONGEST_ID

EXACT_DIGITS: Final = 15
"""Number of digits that spreadsheets keep."""
EXACT_BELOW: Final = 2**53
"""Whole numbers below this are exact as floating-point numbers of 64 bits."""

ABSENT: Final = ("NA", "N/A", "n/a", "NaN", "nan", "NaT", "<NA>", "null", "NULL", "None", "\\N")
"""Notations of missing values in R, pandas and SQL; never valid as an id, a time or a number."""

_DIGITS: Final = r"^[1-9][0-9]{0,19}$"
_X_PAGE: Final = r"^(?i:https?://(?:www\.|mobile\.|m\.)?(?:x|twitter)\.com)/"
_X_POST: Final = _X_PAGE + r"(?:i/web|[A-Za-z0-9_]{1,15})/status(?:es)?/([0-9]{1,20})(?:[/?#].*)?$"
_X_USER: Final = _X_PAGE + r"(?:i/user/|intent/user\?user_id=)([0-9]{1,20})(?:[/?#&].*)?$"
_X_HANDLE: Final = _X_PAGE + r"@?([A-Za-z0-9_]{1,15})/?(?:[?#].*)?$"
_QUOTES: Final = "\"'`\u2018\u2019\u201c\u201d\u201e"
_ROUNDED: Final = r"^[0-9](?:[.,][0-9]+[eE]\+?|[eE]\+)[0-9]{1,2}$"
_DECIMAL: Final = r"^[0-9]+[.,]0*$"
_THOUSANDS: Final = r"^[0-9]{1,3}(?:(?:,[0-9]{3}){2,}|(?:\.[0-9]{3}){2,}|(?:[ _'\u2019\u00a0\u2009\u202f][0-9]{3})+)$"
_AMBIGUOUS: Final = r"^[0-9]{1,3}[.,][0-9]{3}$"
_FULL_WIDTH: Final = r"^[0-9\uff10-\uff19]+$|^\uff20"
_HALF_WIDTH: Final = {chr(0xFF10 + digit): str(digit) for digit in range(10)} | {"\uff20": "@"}
_OTHER_DIGITS: Final = r"^[\p{Nd}]*[\p{Nd}--0-9][\p{Nd}]*$"
_ERROR: Final = r"^#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|#*)$"
_FORMULA: Final = r"^=(?:[A-Z]{1,3}[0-9]+|.*\()"
_MINIMUM: Final = "-9223372036854775808"
_NO_ID: Final = ("0", "-1")
_BOOLEAN: Final = r"^(?i:true|false)$"
_LIST: Final = r"^(?:\[.*\]|\{.*\}|[0-9]+(?:[,;|] ?[0-9]+)+)$"
_NUMBERED: Final = r"^(?i:id)[_:] ?([0-9]+)$"
_RTWEET: Final = r"^x([0-9]{6,})$"
# anything else is text that is used as it is
_SUSPECT: Final = "|".join(
    (
        r"[\p{Cc}\p{Cf}]",
        r"[\p{Nd}--0-9]",
        rf"^[^\p{{L}}0-9@]|[{_QUOTES}]$|^b'",
        _ROUNDED,
        _DECIMAL,
        _AMBIGUOUS,
        _THOUSANDS,
        _NUMBERED,
        _RTWEET,
        _X_PAGE,
        _BOOLEAN,
        _LIST,
        "^(?:@|0)$",
    )
)


@dataclass(frozen=True, slots=True)
class ParsedIds:
    """A parsed column of ids.

    Attributes:
        ids: The ids; null where there is none or it is unusable.
        problem: Reason why a value is unusable, else null; None if all are usable.
        changed: Number of values that were written in another way, and the first of them with its id.
    """

    ids: pl.Series
    problem: pl.Series | None = None
    changed: tuple[int, str] | None = None


def parse_ids(name: str, texts: pl.Series, platforms: pl.Series | None) -> ParsedIds:
    """Parse a column of ids.

    Args:
        name: Name of the column in its table.
        texts: The values; String.
        platforms: Platform of each row; None if the table has none.
    """
    stripped = texts.str.strip_chars().alias("id")
    # nearly all files contain only digits here, and this check is fast
    if stripped.str.contains(_DIGITS).all():
        return ParsedIds(stripped)
    # ids of this length can be handles that are too long in lower case
    if not (stripped.str.contains(_SUSPECT) | (stripped.str.len_bytes() > LONGEST_HANDLE // 2)).any():
        return ParsedIds(_without_absent(stripped))
    on_x = pl.lit(False) if platforms is None else pl.col("platform") == "x"
    frame = pl.DataFrame([stripped, *([] if platforms is None else [platforms.alias("platform")])])
    repaired = frame.select(_repaired(name, on_x).alias("id"), on_x.alias("on_x"))
    ids = _without_absent(repaired["id"])
    problem = repaired.with_columns(ids).select(_problem(name).alias("problem"))["problem"]
    usable = ids.zip_with(problem.is_null(), pl.Series([None], dtype=pl.String))
    # invisible characters and spaces are not worth a note
    is_changed = (usable != stripped.str.replace_all(r"[\s\p{Cf}]", "")).fill_null(False)
    changed = None
    if is_changed.any():
        (first, *_), (id_, *_) = stripped.filter(is_changed), usable.filter(is_changed)
        changed = (int(is_changed.sum()), f"{first[:60]} as {id_}")
    return ParsedIds(usable, problem if problem.null_count() < len(problem) else None, changed)


def _without_absent(ids: pl.Series) -> pl.Series:
    return ids.to_frame().select(pl.when(~pl.col("id").is_in(["", *ABSENT])).then("id"))["id"]


def _repaired(name: str, on_x: pl.Expr) -> pl.Expr:
    """Return the id that a value certainly means, and all other values without spaces and quotes around them."""
    text = pl.col("id").str.replace_all(r"[\p{Cf}]", "").str.strip_chars()
    text = pl.when(text.str.contains(_FULL_WIDTH)).then(text.str.replace_many(_HALF_WIDTH)).otherwise(text)
    text = text.str.replace(rf"^(?:=\s*|b)?[{_QUOTES}]+\s*([^{_QUOTES}]*)[{_QUOTES}]*$", "${1}").str.strip_chars()
    text = text.str.replace(rf"^([0-9]+)[{_QUOTES}]+$", "${1}").str.replace(r"^[=+]\s*([0-9]+)$", "${1}")
    text = text.str.replace(_NUMBERED, "${1}")
    whole = text.str.extract(r"^([0-9]{1,16})[.,]0*$", 1)
    is_exact = (whole.cast(pl.Int64) < EXACT_BELOW) & ~text.str.contains(_AMBIGUOUS)
    plain = text.str.replace_all(r"[^0-9]", "")
    is_short = text.str.contains(_THOUSANDS) & (plain.str.len_bytes() <= EXACT_DIGITS)
    page = text.str.extract(_X_POST, 1)
    if name in ACCOUNT_IDS:
        page = pl.coalesce(text.str.extract(_X_USER, 1), "@" + text.str.extract(_X_HANDLE, 1))
    return (
        pl.when(is_exact)
        .then(whole)
        .when(is_short)
        .then(plain)
        .when(on_x & text.str.contains(_RTWEET))
        .then(text.str.slice(1))
        .when(on_x & page.is_not_null())
        .then(page)
        .otherwise(text)
    )


def _problem(name: str) -> pl.Expr:
    """Return why an id is unusable; null where it is usable."""
    text, size = pl.col("id"), pl.col("id").str.len_bytes()
    shown = text.str.head(40)
    is_handle = text.str.starts_with("@") & pl.lit(name in ACCOUNT_IDS)
    handle_size = text.str.to_lowercase().str.len_bytes() - 1

    def because(condition: pl.Expr, problem: str) -> pl.Expr:
        return pl.when(condition).then(pl.format(f"{name} {{}} {problem}", shown))

    as_text = "; export ids as text"
    return pl.coalesce(
        pl.when(text.str.contains(r"\p{Cc}")).then(pl.lit(f"{name} contains control characters")),
        pl.when(size > LONGEST_ID).then(pl.format(f"{name} has {{}} bytes; the maximum is {LONGEST_ID:,}", size)),
        pl.when(is_handle & (handle_size > LONGEST_HANDLE)).then(
            pl.format(f"{name} is a handle of {{}} bytes; the maximum is {LONGEST_HANDLE:,}", handle_size)
        ),
        because(text.str.contains(_ROUNDED), f"was rounded by a spreadsheet{as_text}"),
        because(text.str.contains(_AMBIGUOUS), f"can be a whole number or a fraction{as_text}"),
        because(text.str.contains(_DECIMAL), f"was stored as a decimal number, which loses digits{as_text}"),
        because(text.str.contains(_THOUSANDS), f"has lost digits in a spreadsheet{as_text}"),
        because(text.str.contains(_ERROR), "is an error in a spreadsheet; correct the cell"),
        because(text.str.contains(_FORMULA), "is a formula of a spreadsheet; save its value as text"),
        because(text.is_in(_NO_ID) & pl.lit(name in _REFERENCES), "is how some programs write that there is none"),
        because(text.str.contains(_BOOLEAN), "is a Boolean value, not an id"),
        because(text.str.contains(_LIST), "is a list, not an id"),
        because(text == _MINIMUM, "is how pandas stores a missing value as an integer"),
        because(text.str.contains(_OTHER_DIGITS), "has digits other than 0 to 9"),
        because(pl.col("on_x") & text.str.contains(_X_PAGE), f"is an address that does not contain the {_kind(name)}"),
        pl.when(text == "@").then(pl.lit(f"{name} is an @ without a handle")),
    )


_REFERENCES: Final = frozenset({"reply_to_id", "reply_to_author_id", "quoted_id", "quoted_author_id"})
ACCOUNT_IDS: Final = frozenset({"account_id", "author_id", "reply_to_author_id", "quoted_author_id"})
"""Columns of the tables that contain ids of accounts."""


def _kind(name: str) -> str:
    return "account" if name in ACCOUNT_IDS else "id of a post"
