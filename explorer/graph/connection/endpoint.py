"""Find the Neo4j server that the settings select."""

from explorer.common.errors import GraphError
from explorer.common.progress import Progress, silent
from explorer.common.settings import Endpoint, Settings
from explorer.graph.connection.address import check_address
from explorer.server.local import LocalServer


def find_endpoint(settings: Settings, *, progress: Progress = silent) -> Endpoint:
    """Return the Neo4j server that the settings select. Without NEO4J_URI, install and start the local server.

    Raises:
        GraphError: If NEO4J_URI is not the address of a Bolt server, or is set without a password.
        ServerError: If the local server cannot be installed or started.
    """
    if settings.neo4j_uri is None:
        return LocalServer.from_settings(settings).start(progress=progress)
    uri = check_address(settings.neo4j_uri)
    if settings.neo4j_password is None:
        raise GraphError(
            f"NEO4J_URI is set to {uri}, but NEO4J_PASSWORD is not.",
            hint="Set NEO4J_PASSWORD where NEO4J_URI is set, or unset NEO4J_URI to use the local server.",
        )
    return Endpoint(
        uri,
        settings.neo4j_username,
        settings.neo4j_password.get_secret_value(),
        settings.neo4j_database,
    )
