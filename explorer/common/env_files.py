"""The Neo4j server that a ``.env`` file names, and whether the user has confirmed it.

A ``.env`` in the working folder may have come with the data in it. It can therefore only choose the Neo4j server, and
only after the user has confirmed this server for this folder. A file given by name is confirmed by this.
"""

import json
import os
import shlex
import warnings
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path
from typing import Any, Final

from explorer.common.configuration import configuration_file, configuration_folder, read_small_text
from explorer.common.errors import IgnoredSettingWarning, InputError, UsageError
from explorer.common.files import create_private_folder, write_atomically
from explorer.common.ownership import refuse_shared
from explorer.common.text import squeeze, without_login

NAME: Final = ".env"
SERVER_SETTINGS: Final = ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE")
"""Settings of an env file."""

_LONGEST_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class ServerChoice:
    """Where data go: the address of a Neo4j server, the user and the database, with Neo4j's defaults."""

    uri: str
    username: str = "neo4j"
    database: str = "neo4j"

    def __str__(self) -> str:
        """Return a description to print, without a password."""
        uri, username, database = (
            squeeze(part)[:_LONGEST_SHOWN] for part in (without_login(self.uri), self.username, self.database)
        )
        return f"{uri} (user {username}, database {database})"


class UnconfirmedServerError(UsageError):
    """The ``.env`` of the working folder names a server that the user has not confirmed for this folder.

    Args:
        path: The file.
        choice: The server.
        earlier: Server that the user confirmed earlier for this folder.
    """

    def __init__(self, path: Path, choice: ServerChoice, earlier: ServerChoice | None = None) -> None:
        confirmed = f"confirmed only {earlier}" if earlier else "not confirmed this server"
        super().__init__(
            f"{path} chooses the Neo4j server {choice}. You have {confirmed} for this folder.",
            hint="To use the local server instead, give --server default before the command. To use this one, run: "
            f"explorer server confirm-env {shlex.quote(str(path.parent))}",
        )
        self.path = path
        self.choice = choice


def read_env_file(path: Path) -> dict[str, str]:
    """Return the settings in an env file that explorer uses, by name in capitals. Warn of those that it does not.

    Values are used as they are: ``${NAME}`` is not replaced.

    Raises:
        InputError: If the file cannot be read.
    """
    from dotenv.parser import parse_stream  # noqa: PLC0415  not needed without a file

    try:
        text = read_small_text(path)
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not a file of settings: it is not UTF-8 text.", hint="Rename it.") from error
    lines = list(parse_stream(StringIO(text)))
    content = {line.key.upper(): line.value for line in lines if line.key and line.value}
    if wrong := [line.original.line for line in lines if line.error]:
        warnings.warn(
            f"Ignoring line {wrong[0]} of {path}, which is not NAME=value.", IgnoredSettingWarning, stacklevel=2
        )
    if ignored := sorted(name for name in content if name.startswith("EXPLORER_")):
        warnings.warn(
            f"Ignoring {', '.join(ignored)[:_LONGEST_SHOWN]} in {path}, because an env file can only choose the Neo4j "
            f"server. Set it in the environment or in {configuration_file()}.",
            IgnoredSettingWarning,
            stacklevel=2,
        )
    return {name: value for name, value in content.items() if name in SERVER_SETTINGS}


def working_folder_file(folder: Path | None = None) -> Path | None:
    """Return the ``.env`` of a folder, or of the working folder; None if there is none or it is not a file."""
    try:
        path = Path(os.path.realpath(folder or Path.cwd())) / NAME
    except FileNotFoundError:
        return None
    return path if path.is_file() else None


def choose_server(path: Path, environment: Mapping[str, Any]) -> tuple[dict[str, str], ServerChoice | None]:
    """Return the settings that an env file adds to the environment, and the server that results.

    The environment takes precedence. The settings are empty if the file changes nothing.

    Args:
        path: The env file.
        environment: Settings in the environment, by name in capitals.
    """
    added = {name: value for name, value in read_env_file(path).items() if name not in environment}
    together = {**added, **environment}
    if not added or not together.get("NEO4J_URI"):
        return {}, None
    given = {name.removeprefix("NEO4J_").lower(): together[name] for name in SERVER_SETTINGS if name in together}
    given.pop("password", None)
    return added, ServerChoice(**given)


def confirmed(path: Path) -> ServerChoice | None:
    """Return the server that the user has confirmed for an env file; None if there is none."""
    entry = _confirmations().get(str(path))
    return ServerChoice(**entry) if entry else None


def confirm_working_folder(folder: Path) -> tuple[Path, ServerChoice]:
    """Confirm the server of the ``.env`` in a folder; return the file and the server.

    Raises:
        UsageError: If there is no such file, or it does not choose a server.
        InputError: If the file or the confirmations cannot be read or written.
    """
    path = working_folder_file(folder)
    if path is None:
        raise UsageError(f"There is no file {folder / NAME}.", hint="Name the folder that contains it.")
    environment = {name.upper(): value for name, value in os.environ.items() if name.upper() in SERVER_SETTINGS}
    _, choice = choose_server(path, environment)
    if choice is None:
        raise UsageError(
            f"{path} does not choose a server, so there is nothing to confirm.",
            hint="It sets no NEO4J_URI, or the environment sets all that it sets, and takes precedence.",
        )
    confirm(path, choice)
    return path, choice


def confirm(path: Path, choice: ServerChoice) -> None:
    """Remember that the user wants to use the server of an env file in its folder.

    Raises:
        InputError: If the user's configuration folder cannot be written.
    """
    entries = {**_confirmations(), str(path): asdict(choice)}
    store = _store()
    create_private_folder(store.parent, setting="XDG_CONFIG_HOME")
    text = json.dumps(entries, ensure_ascii=False, indent=2) + "\n"
    write_atomically(store, lambda part: part.write_text(text, encoding="utf-8"), mode=0o600)


def _store() -> Path:
    return configuration_folder() / "confirmed-env-files.json"


def _confirmations() -> dict[str, dict[str, str]]:
    store = _store()
    if not store.exists():
        return {}
    refuse_shared(store, setting="XDG_CONFIG_HOME")
    try:
        entries: dict[str, dict[str, str]] = json.loads(store.read_text(encoding="utf-8"))
        for entry in entries.values():
            ServerChoice(**entry)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise InputError(
            f"{store} cannot be read, which lists the env files that you confirmed.",
            hint=f"Delete it, and confirm the files again: rm {shlex.quote(str(store))}",
        ) from error
    return entries
