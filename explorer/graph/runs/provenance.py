"""Provenance of a run's result besides its parameters: imports, size of the graph and version of Neo4j."""

from typing import Any

from explorer.graph.connection.connect import Connection


def read_imports(graph: Connection, run_id: str) -> list[dict[str, Any]]:
    """Return the imports that started before a run and still exist, by id.

    ``registry`` is None for imports that are not registries.
    """
    imports = graph.read(
        """
        MATCH (run:Run {runId: $runId})
        // startedAt, because an interrupted undo removes finishedAt; no import runs during a detection
        MATCH (i:Import) WHERE i.startedAt <= run.createdAt
        RETURN i.importId AS importId, i.file AS file, i.sha256 AS sha256, i.registry AS registry, i.format AS format,
               i.platform AS platform, i.rows AS rows, i.loaded AS loaded, i.duplicates AS duplicates,
               i.rejected AS rejected, i.resolution AS resolution, i.version AS version,
               i.finishedAt IS NOT NULL AS finished
        ORDER BY importId
        """,
        {"runId": run_id},
    )
    return [dict(zip(imports.columns, row, strict=True)) for row in imports.rows]


def read_counts(graph: Connection) -> dict[str, int]:
    """Return the numbers of accounts, posts, retweets and outlets from Neo4j's count store."""
    (counts,) = graph.read(
        """
        RETURN COUNT { (:Account) }, COUNT { (:Post) }, COUNT { ()-[:RETWEETED]->() }, COUNT { (:Outlet) }
        """
    ).rows
    return dict(zip(("accounts", "posts", "retweets", "outlets"), counts, strict=True))


def read_server_version(graph: Connection) -> str:
    """Return the version of the Neo4j server."""
    ((version,),) = graph.read("CALL dbms.components() YIELD name, versions RETURN versions[0] LIMIT 1").rows
    return str(version)
