"""The user's own configuration file, and the folder of this package's files.

These settings choose programs that explorer runs, so no file beside data may contain them. This module imports little,
because shell completion uses it.
"""

import os
import tomllib
from pathlib import Path
from typing import Final

from platformdirs import user_config_path, user_data_path

from explorer.common.errors import InputError, UsageError
from explorer.common.ownership import refuse_shared

USER_SETTINGS: Final = ("EXPLORER_HOME", "EXPLORER_MAVEN_REPOSITORY", "EXPLORER_SERVER", "EXPLORER_AUTHOR")
"""Settings of the configuration file. The environment takes precedence."""

_PROGRAM: Final = "coordination-explorer"
_LARGEST: Final = 64 << 10
"""Maximum size of a file of settings in bytes."""


def configuration_folder() -> Path:
    """Return the folder of the user's own configuration, which need not exist.

    Raises:
        UsageError: If the environment names a folder that depends on the working folder.
        InputError: If another user could change it.
    """
    folder = absolute(user_config_path(_PROGRAM, appauthor=False), "XDG_CONFIG_HOME")
    refuse_shared(folder, setting="XDG_CONFIG_HOME")
    return folder


def configuration_file() -> Path:
    """Return the user's own configuration file, which need not exist; see `configuration_folder`."""
    return configuration_folder() / "config.toml"


def read_configuration() -> dict[str, str]:
    """Return the settings in the user's own configuration file; none if there is no file.

    Raises:
        UsageError: If the file contains something else than `USER_SETTINGS`.
        InputError: If another user could change it, or it cannot be read.
    """
    path = configuration_file()
    if not path.exists():
        return {}
    refuse_shared(path, setting="XDG_CONFIG_HOME")
    try:
        content = tomllib.loads(read_small_text(path))
    except (ValueError, RecursionError) as error:
        raise UsageError(
            f"{path} is not a valid configuration file: {error}",
            hint='Write one setting on each line, for example: EXPLORER_SERVER = "protests"',
        ) from error
    for name, value in content.items():
        if name not in USER_SETTINGS:
            where = "Set it in the environment." if name.upper().startswith("NEO4J_") else "Remove it."
            raise UsageError(f"{path} sets {name[:60]!r}, which is not one of {', '.join(USER_SETTINGS)}.", hint=where)
        if not isinstance(value, str):
            raise UsageError(f"The value of {name} in {path} is not a text.", hint=f'Write it as {name} = "…"')
    return content


def read_small_text(path: Path) -> str:
    """Return the text of a file of settings.

    Raises:
        InputError: If it is too large or cannot be read.
        UnicodeDecodeError: If it is not UTF-8.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", hint=f"ls -l {path}") from error
    if len(content) > _LARGEST:
        raise InputError(f"{path} is not a file of settings: it has more than {_LARGEST:,} bytes.", hint="Rename it.")
    return content.decode("utf-8-sig")


def default_home() -> Path:
    """Return the folder of this package's files if no setting names one."""
    return absolute(user_data_path(_PROGRAM, appauthor=False), "XDG_DATA_HOME")


def home_folder() -> Path:
    """Return the folder of this package's files, as the environment or the configuration file say.

    Raises:
        UsageError: If it is not an absolute path, or the configuration file is not valid.
        InputError: If another user could change the configuration file.
    """
    named = os.environ.get("EXPLORER_HOME") or read_configuration().get("EXPLORER_HOME")
    return absolute(Path(named), "EXPLORER_HOME") if named else default_home()


def absolute(path: Path, setting: str) -> Path:
    """Return a path with ``~`` replaced.

    Raises:
        UsageError: If it is relative: the working folder, where untrusted files may lie, would decide.
    """
    expanded = path.expanduser()
    if not expanded.is_absolute():
        raise UsageError(
            f"{setting} is set to {str(path)!r}, which is not an absolute path, so each working folder would have its "
            "own.",
            hint=f"Set it to a path that begins with / or ~, for example {setting}=~/explorer.",
        )
    return expanded
