"""The settings of a command."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from explorer.common.errors import UsageError

if TYPE_CHECKING:
    from explorer.common.settings import Settings


@dataclass(slots=True)
class GlobalOptions:
    """Options before the command, and the settings that they lead to.

    Attributes:
        server: Name of the local server.
        env_file: File that names a Neo4j server.
        settings: The settings, when they are known.
    """

    server: str | None = None
    env_file: Path | None = None
    settings: "Settings | None" = None

    def __post_init__(self) -> None:
        """Check that the options do not conflict."""
        if self.server is not None and self.env_file is not None:
            raise UsageError(
                "--server chooses a local server, but --env-file chooses another Neo4j server.",
                hint="Leave one of the two options out.",
            )


def load_settings(context: typer.Context) -> "Settings":
    """Return the settings of a command that does not need the graph: an unconfirmed ``.env`` does not count."""
    # pydantic takes a tenth of a second to import; help and completion need no settings
    from explorer.common.env_files import UnconfirmedServerError  # noqa: PLC0415
    from explorer.common.settings import Settings  # noqa: PLC0415

    try:
        return read_settings(context)
    except UnconfirmedServerError:
        return Settings(neo4j_uri=None)


def read_settings(context: typer.Context) -> "Settings":
    """Return the settings, with the options before the command, which take precedence over all others.

    Raises:
        UnconfirmedServerError: If the ``.env`` of the working folder is not confirmed.
    """
    from explorer.common.settings import Settings  # noqa: PLC0415

    options = context.ensure_object(GlobalOptions)
    if options.settings is None:
        if options.env_file is not None:
            options.settings = Settings.from_env_file(options.env_file)
        elif options.server is not None:
            options.settings = Settings(neo4j_uri=None, explorer_server=options.server)
        else:
            options.settings = Settings()
    return options.settings
