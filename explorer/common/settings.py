"""Settings: which Neo4j is used, and where this package keeps its files.

Connection settings have the names that Neo4j uses, so that one ``.env`` works for this tool, docker-compose.yml and the
examples of the driver.
"""

from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings from the environment, then from ``.env`` in the working directory."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore")

    neo4j_uri: str | None = Field(default=None, description="Bolt address of a Neo4j; unset: the local server")
    neo4j_username: str = Field(default="neo4j", description="user of that Neo4j")
    neo4j_password: SecretStr | None = Field(default=None, description="password of that user")
    neo4j_database: str = Field(default="neo4j", description="database on that Neo4j")
    explorer_home: Path = Field(
        default_factory=lambda: user_data_path("coordination-explorer", appauthor=False),
        description="folder that holds the installed Neo4j and the local servers",
    )
    explorer_maven_repository: str | None = Field(
        default=None,
        description="mirror to fetch the local server's files from; sums are checked all the same",
    )
    explorer_server: str = Field(default="default", description="name of the local server that commands use")
    explorer_author: str | None = Field(
        default=None, description="who signs judgements; unset: the name that the user logged in with"
    )

    @property
    def program(self) -> str:
        """Beginning of a command that reaches the graph in use: names the local server unless it is the default."""
        if self.neo4j_uri is not None or self.explorer_server == "default":
            return "explorer"
        return f"explorer --server {self.explorer_server}"

    @property
    def rejected_rows(self) -> Path:
        """The folder of the rows that imports rejected."""
        return self.explorer_home.expanduser() / "rejected"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Address and login of a Neo4j, as drivers, py2neo and Browser need them.

    Attributes:
        uri: Bolt address.
        username: User.
        password: Password; not shown by ``repr``.
        database: Database.
        browser_url: Address of Neo4j Browser, if known.
        password_file: File that holds the password, if there is one.
    """

    uri: str
    username: str
    password: str = field(repr=False)
    database: str = "neo4j"
    browser_url: str | None = None
    password_file: Path | None = None
