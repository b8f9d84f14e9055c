"""Settings that select the Neo4j server and the folder of this package's files.

Connection settings have the same names as in Neo4j's own examples, so that explorer, docker-compose.yml and scripts
that use the driver can share a ``.env`` file.
"""

from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from explorer.common.error_log import keep_secret


class Settings(BaseSettings):
    """Settings from the environment, then from ``.env`` in the working directory."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore")

    neo4j_uri: str | None = Field(default=None, description="Bolt URI of a Neo4j server; unset: the local server")
    neo4j_username: str = Field(default="neo4j", description="user name on that server")
    neo4j_password: SecretStr | None = Field(default=None, description="password of that user")
    neo4j_database: str = Field(default="neo4j", description="database on that server")
    explorer_home: Path = Field(
        default_factory=lambda: user_data_path("coordination-explorer", appauthor=False),
        description="folder of the Neo4j installation and the local servers",
    )
    explorer_maven_repository: str | None = Field(
        default=None,
        description="Maven mirror to download the local server from; checksums are still verified",
    )
    explorer_server: str = Field(default="default", description="name of the local server that commands use")
    explorer_author: str | None = Field(default=None, description="author of judgements; unset: the login name")

    @property
    def program(self) -> str:
        """Start of a command that uses the same graph; it names the local server unless that is the default server."""
        if self.neo4j_uri is not None or self.explorer_server == "default":
            return "explorer"
        return f"explorer --server {self.explorer_server}"

    @property
    def profiles(self) -> Path:
        """Folder of profiles."""
        return self.explorer_home.expanduser() / "profiles"

    @property
    def rejected_rows(self) -> Path:
        """Folder of rejected rows."""
        return self.explorer_home.expanduser() / "rejected"


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
