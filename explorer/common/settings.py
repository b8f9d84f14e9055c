"""Settings that select the Neo4j server and the folder of this package's files.

Connection settings have the same names as in Neo4j's own examples, so that explorer, docker-compose.yml and scripts
that use the driver can share a ``.env`` file.
"""

import os
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from pydantic import Field, PrivateAttr, SecretStr, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from explorer.common.configuration import absolute, configuration_file, default_home, read_configuration
from explorer.common.env_files import (
    SERVER_SETTINGS,
    UnconfirmedServerError,
    choose_server,
    confirmed,
    read_env_file,
    working_folder_file,
)
from explorer.common.error_log import keep_secret
from explorer.common.errors import InputError, UsageError
from explorer.common.ownership import refuse_shared
from explorer.common.text import without_login


class Settings(BaseSettings):
    """Settings from the environment and the user's own configuration file, and the server of a confirmed ``.env``.

    A ``.env`` in the working folder is only used for the Neo4j server, and only if the user has confirmed the server
    for this folder. Without a confirmation, reading the settings fails, because the data would otherwise go to another
    server than the file says. If ``neo4j_uri`` is given, also as None for the local server, the file is not used.

    Raises:
        UnconfirmedServerError: If the ``.env`` in the working folder names a server that the user has not confirmed.
        UsageError: If the configuration file is not valid, or the home folder is not an absolute path.
        InputError: If a file cannot be read, or other users could change the home folder or the configuration.
    """

    model_config = SettingsConfigDict(extra="ignore")

    neo4j_uri: str | None = Field(default=None, description="Bolt URI of a Neo4j server; unset: the local server")
    neo4j_username: str = Field(default="neo4j", description="user name on that server")
    neo4j_password: SecretStr | None = Field(default=None, description="password of that user")
    neo4j_database: str = Field(default="neo4j", description="database on that server")
    explorer_home: Path = Field(
        default_factory=default_home,
        validate_default=True,
        description="folder of the Neo4j installation and the local servers",
    )
    explorer_maven_repository: str | None = Field(
        default=None,
        description="Maven mirror to download the local server from; checksums are still verified",
    )
    explorer_server: str = Field(default="default", description="name of the local server that commands use")
    explorer_author: str | None = Field(default=None, description="author of judgements; unset: the login name")

    _file: Path | None = PrivateAttr(default=None)
    _in_file: frozenset[str] = PrivateAttr(default=frozenset())

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return where settings come from, in the order of precedence."""
        return init_settings, env_settings, _WorkingFolder(settings_cls, init_settings()), _UserFile(settings_cls)

    @classmethod
    def from_env_file(cls, path: Path | str) -> Self:
        """Return settings whose Neo4j server is that of an env file, which takes precedence over the environment.

        Args:
            path: The file. It may be anywhere and needs no confirmation, because you name it.

        Raises:
            UsageError: If the file does not set NEO4J_URI.
            InputError: If the file cannot be read.
        """
        given = read_env_file(Path(path))
        if "NEO4J_URI" not in given:
            raise UsageError(
                f"{path} does not set NEO4J_URI, so it does not choose a server.",
                hint="Add a line to it, for example NEO4J_URI=bolt://localhost:7687, or name another file.",
            )
        values: dict[str, Any] = {name.lower(): value for name, value in given.items()}
        settings = cls(**values)
        settings._file, settings._in_file = Path(path), frozenset(given)
        return settings

    @field_validator("explorer_home")
    @classmethod
    def _check_home(cls, home: Path) -> Path:
        home = absolute(home, "EXPLORER_HOME")
        refuse_shared(home, setting="EXPLORER_HOME")
        return home

    @property
    def program(self) -> str:
        """Start of a command that uses the same graph; it names the local server unless that is the default server."""
        if self._file is not None:
            return f"explorer --env-file {shlex.quote(str(self._file))}"
        if self.neo4j_uri is not None or self.explorer_server == "default":
            return "explorer"
        return f"explorer --server {self.explorer_server}"

    @property
    def server_name(self) -> str:
        """Name of the Neo4j server, to print."""
        if self.neo4j_uri is None:
            return f"local server {self.explorer_server}"
        server = f"Neo4j at {without_login(self.neo4j_uri)}"
        return server if self.neo4j_database == "neo4j" else f"{server}, database {self.neo4j_database}"

    @property
    def origins(self) -> dict[str, str]:
        """Where each setting comes from that is not the default, by its name in the environment."""
        origins: dict[str, str] = {}
        configured = read_configuration()
        for name in sorted(map(str.upper, self.model_fields_set)):
            if name in self._in_file:
                origins[name] = str(self._file)
            elif name in map(str.upper, os.environ):
                origins[name] = "environment"
            elif name in SERVER_SETTINGS and (path := working_folder_file()):
                origins[name] = str(path)
            elif name in configured:
                origins[name] = str(configuration_file())
        return origins

    @property
    def profiles(self) -> Path:
        """Folder of profiles."""
        return self.folder("profiles")

    @property
    def rejected_rows(self) -> Path:
        """Folder of rejected rows."""
        return self.folder("rejected")

    def folder(self, name: str) -> Path:
        """Return a folder in the home folder, which need not exist.

        Raises:
            InputError: If other users could change it.
        """
        folder = self.explorer_home / name
        refuse_shared(folder, setting="EXPLORER_HOME")
        return folder


class _WorkingFolder(PydanticBaseSettingsSource):
    """The server of the ``.env`` in the working folder, if it is confirmed."""

    def __init__(self, settings_cls: type[BaseSettings], given: dict[str, Any]) -> None:
        super().__init__(settings_cls)
        self._given = given

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Return nothing: the settings are read together."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        path = working_folder_file()
        if path is None:
            return {}
        environment = {name.upper(): value for name, value in self.current_state.items()}
        try:
            added, choice = choose_server(path, environment)
        except InputError:
            if "neo4j_uri" in self._given:
                return {}
            raise
        if "neo4j_uri" in self._given or choice is None:
            return {}
        if (earlier := confirmed(path)) != choice:
            raise UnconfirmedServerError(path, choice, earlier)
        return {name.lower(): value for name, value in added.items()}


class _UserFile(PydanticBaseSettingsSource):
    """The user's own configuration file."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Return nothing: the settings are read together."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        return {name.lower(): value for name, value in read_configuration().items()}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Address and credentials of a Neo4j server.

    Attributes:
        uri: Bolt URI.
        username: User.
        password: Password; not shown by ``repr``.
        database: Database.
        browser_url: Address of Neo4j Browser, if known.
        password_file: File with the password, if there is one.
    """

    uri: str
    username: str
    password: str = field(repr=False)
    database: str = "neo4j"
    browser_url: str | None = None
    password_file: Path | None = None

    def __post_init__(self) -> None:
        """Keep the password out of error logs."""
        keep_secret(self.password)
