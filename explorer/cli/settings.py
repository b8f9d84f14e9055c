"""The settings of a command."""

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from explorer.common.settings import Settings


def load_settings(context: typer.Context) -> "Settings":
    """Read the settings from the environment and ``.env``, and apply ``--server``."""
    # pydantic takes a tenth of a second to import; help and completion need no settings
    from explorer.common.settings import Settings  # noqa: PLC0415

    settings = Settings()
    server: str | None = context.obj
    return settings.model_copy(update={"explorer_server": server}) if server else settings
