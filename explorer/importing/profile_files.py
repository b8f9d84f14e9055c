"""Profiles, which say how to read files of one kind, as TOML files that people can edit and share.

A profile contains the options of `explorer.sources.parsing.parser.ReadOptions` that were given, and the heading of the
file that it was made for, by which it is offered again. A profile of someone else is as untrusted as a data file.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, get_args

from explorer.common.errors import InputError
from explorer.sources.io.layout import Layout
from explorer.sources.parsing.handle_columns import IdKind
from explorer.sources.parsing.parser import ReadOptions

VERSION: Final = 1
"""Version of the files."""
LARGEST: Final = 1 << 20
"""Maximum size of a profile in bytes."""
LONGEST_LINE: Final = 10_000
"""Maximum length of a line, because the time to parse a dotted key grows with the square of its length."""

_OPTIONS: Final[Mapping[str, type]] = {
    "table": str,
    "time_format": str,
    "day_first": bool,
    "timezone": str,
    "ids_are": str,
}
"""Keys that are attributes of `ReadOptions`."""
_LAYOUT: Final[Mapping[str, type]] = {"encoding": str, "skip_lines": int, "sheet": str}
"""Keys that are attributes of `Layout`."""
_KEYS: Final[Mapping[str, type]] = {
    "version": int,
    "format": str,
    "platform": str,
    **_OPTIONS,
    **_LAYOUT,
    "heading": list,
    "map": dict,
}
_TYPES: Final[Mapping[type, str]] = {
    str: "a text in quotation marks",
    bool: "true or false",
    int: "a whole number",
    list: "a list of texts",
    dict: "a table of texts",
}


@dataclass(frozen=True, slots=True)
class Profile:
    """How to read files of one kind. None means that the content decides.

    Attributes:
        name: Name of the profile.
        format: Name of the format.
        platform: Platform of rows that do not name one.
        options: The other options; their platform has no meaning.
        heading: Columns of the file that the profile was made for, in lower case; empty if there was none.
    """

    name: str
    format: str | None = None
    platform: str | None = None
    options: ReadOptions = ReadOptions()
    heading: tuple[str, ...] = ()

    @property
    def settings(self) -> dict[str, Any]:
        """The settings by the keys of the file, without those that are None or empty."""
        layout = self.options.layout
        values = {
            "format": self.format,
            "platform": self.platform,
            **{name: getattr(self.options, name) for name in _OPTIONS},
            **{name: getattr(layout, name) for name in _LAYOUT},
            "heading": list(self.heading) or None,
            "map": dict(layout.columns) or None,
        }
        return {key: value for key, value in values.items() if value is not None}


def with_profile(given: Profile, profile: Profile) -> Profile:
    """Return what was given, with the settings of a profile where nothing was given. A given mapping replaces another.

    Args:
        given: Settings that take precedence; it also decides everything that profiles do not contain.
        profile: Settings for the rest.
    """
    settings = profile.settings | given.settings
    options: dict[str, Any] = {name: settings.get(name) for name in _OPTIONS}
    layout: dict[str, Any] = {name: settings.get(name) for name in _LAYOUT}
    return replace(
        given,
        format=settings.get("format"),
        platform=settings.get("platform"),
        options=replace(
            given.options, **options, layout=Layout(**layout, columns=tuple(settings.get("map", {}).items()))
        ),
    )


def read_profile(path: Path) -> Profile:
    """Return the profile in a file, named after the file.

    Raises:
        InputError: If the file cannot be read or is not a valid profile.
    """
    if not path.is_file():
        raise InputError(f"{path} does not exist or is not a file.", hint="List the profiles: explorer profiles list")
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        return _parse(content.decode(), path)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", hint=f"ls -l {path}") from error
    except UnicodeDecodeError as error:
        raise _invalid(path, "it is not UTF-8 text") from error


def as_toml(profile: Profile, path: Path) -> bytes:
    """Return a profile as the content of a file.

    Raises:
        InputError: If it could not be read again; the message names the file.
    """
    settings = profile.settings
    lines = ["# How explorer reads files of this kind: explorer import FILE --profile NAME", f"version = {VERSION}"]
    lines += [f"{key} = {_toml(value)}" for key, value in settings.items() if not isinstance(value, list | dict)]
    if heading := settings.get("heading"):
        lines += ["heading = [", *(f"    {_toml(name)}," for name in heading), "]"]
    if columns := settings.get("map"):
        lines += ["", "[map]", *(f"{_toml(name)} = {_toml(target)}" for name, target in columns.items())]
    text = "\n".join([*lines, ""])
    _parse(text, path)
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise _invalid(path, "a name contains bytes that are not text") from error


def _toml(value: str | float) -> str:
    # a JSON string is a TOML string, except that TOML escapes DEL
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _parse(text: str, path: Path) -> Profile:
    if len(text) > LARGEST or any(len(line) > LONGEST_LINE for line in text.split("\n")):
        raise _invalid(path, f"it has more than {LARGEST:,} bytes, or a line of more than {LONGEST_LINE:,} characters")
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _invalid(path, f"it is not TOML ({str(error)[:100] or 'too deeply nested'})") from error
    if content.get("version") != VERSION:
        shown = repr(content.get("version", "missing"))[:20]
        raise _invalid(path, f"its version is {shown}, and this version of explorer reads version {VERSION}")
    for key, value in content.items():
        if key not in _KEYS:
            raise _invalid(path, f"the key {key[:60]!r} is unknown; the keys are {', '.join(_KEYS)}")
        items = value if isinstance(value, list) else value.values() if isinstance(value, dict) else ()
        # a Boolean is an integer in Python, but not here
        if type(value) is not _KEYS[key] or not all(isinstance(item, str) for item in items):
            raise _invalid(path, f"the value of {key} must be {_TYPES[_KEYS[key]]}")
    if content.get("ids_are") not in {None, *get_args(IdKind)}:
        raise _invalid(path, f"the value of ids_are must be {' or '.join(get_args(IdKind))}")
    if content.get("skip_lines", 0) < 0:
        raise _invalid(path, "the value of skip_lines must not be negative")
    columns = tuple((_lower(name), _lower(target)) for name, target in content.get("map", {}).items())
    if len(dict(columns)) < len(columns):
        raise _invalid(path, "a column is mapped twice")
    options: dict[str, Any] = {name: content.get(name) for name in _OPTIONS}
    layout: dict[str, Any] = {name: content.get(name) for name in _LAYOUT}
    return Profile(
        path.stem,
        content.get("format"),
        content.get("platform"),
        ReadOptions(**options, layout=Layout(**layout, columns=columns)),
        tuple(map(_lower, content.get("heading", ()))),
    )


def _lower(name: str) -> str:
    return name.strip().lower()


def _invalid(path: Path, why: str) -> InputError:
    return InputError(
        f"{path} is not a valid profile: {why}.",
        hint="Correct it in a text editor, or save it again: explorer profiles save NAME --from FILE",
    )
