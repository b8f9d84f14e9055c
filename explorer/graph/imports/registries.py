"""Replace earlier versions of a registry: remove outlets and operators that only those versions contained.

Otherwise an account would stay with an outlet after a corrected list dropped the account or moved it.
"""

from dataclasses import dataclass
from typing import Any, Final, LiteralString

import neo4j
import polars as pl

from explorer.graph.connection.connect import Connection
from explorer.graph.load.rows import known_properties
from explorer.graph.removals import store_removals
from explorer.model.nodes import OUTLET
from explorer.model.tables import OUTLETS


@dataclass(frozen=True, slots=True)
class RemovedVersions:
    """Result of removing earlier versions of a registry.

    Attributes:
        imports: Ids of the removed imports.
        accounts: Number of removed relationships between accounts and outlets.
        outlets: Number of removed outlets.
    """

    imports: tuple[str, ...]
    accounts: int
    outlets: int


def remove_earlier_versions(graph: Connection, import_id: str, outlets: pl.DataFrame) -> RemovedVersions:
    """Remove what only earlier versions of a registry contain, in one transaction.

    Earlier versions are imports of the same registry with another checksum: of the same part, or of any part if the new
    version is a whole registry. Entries that other imports contain stay. Runs do not change, except that they lose the
    removed outlets.

    Args:
        graph: The graph; no other command may write to it in the meantime.
        import_id: Import of the new version, which must be complete.
        outlets: Outlets of the new version, columns `explorer.model.tables.OUTLETS`.

    Raises:
        GraphError: If Neo4j cannot be reached; repeat the call to complete the removal.
    """
    descriptions = known_properties(outlets, OUTLETS, OUTLET)
    rows = [{"key": key, "properties": one} for key, one in zip(outlets["outlet_id"], descriptions, strict=True)]

    def work(transaction: neo4j.ManagedTransaction) -> RemovedVersions:
        def run(cypher: LiteralString, **parameters: Any) -> int:
            return int(transaction.run(cypher, parameters | {"id": import_id}).single(strict=True)[0])

        earlier = [record["id"] for record in transaction.run(_EARLIER, id=import_id)]
        if not earlier:
            return RemovedVersions((), 0, 0)
        accounts = run(_REMOVE_OPERATORS, old=earlier)
        removed_outlets = run(_REMOVE_OUTLETS, old=earlier)
        # remove properties that only earlier versions contained
        run(_DESCRIBE, rows=rows)
        files = transaction.run("MATCH (i:Import) WHERE i.importId IN $old RETURN i.importId, i.file", old=earlier)
        store_removals(transaction, "import", dict(files.values()))
        transaction.run("MATCH (i:Import) WHERE i.importId IN $old DELETE i", old=earlier).consume()
        return RemovedVersions(tuple(earlier), accounts, removed_outlets)

    return graph.write(work)


def remaining_versions(graph: Connection, import_id: str) -> list[str]:
    """Return the parts of other versions of a registry that are still in the graph."""
    return [
        part
        for (part,) in graph.read(
            """
            MATCH (new:Import {importId: $id}), (old:Import {registry: new.registry})
            WHERE old.sha256 <> new.sha256
            RETURN DISTINCT old.format ORDER BY old.format
            """,
            {"id": import_id},
        ).rows
    ]


_EARLIER: Final = """
MATCH (new:Import {importId: $id}), (old:Import {registry: new.registry})
WHERE old.sha256 <> new.sha256 AND (new.format = old.format OR new.format = 'registry')
RETURN old.importId AS id ORDER BY id
"""

_REMOVE_OPERATORS: Final = """
MATCH (outlet:Outlet)<-[r:OPERATED_BY]-(account)
WITH r, outlet, account, [r.importId] + coalesce(r.alsoIn, []) AS imports WHERE any(i IN imports WHERE i IN $old)
WITH r, outlet, account, [i IN imports WHERE NOT i IN $old] AS rest
CALL (r, rest) {
  WITH r, rest WHERE size(rest) > 0
  SET r.importId = rest[0], r.alsoIn = CASE WHEN size(rest) > 1 THEN rest[1..] END
}
WITH r, outlet, account, rest WHERE size(rest) = 0
DELETE r
SET outlet:RollupDue, account:OperatorDue
WITH account, count(*) AS ties
// accounts that nothing else mentions
CALL (account) {
  WITH account WHERE account.importId IS NULL AND NOT EXISTS { (account)--() }
  DELETE account
}
RETURN coalesce(sum(ties), 0)
"""

_REMOVE_OUTLETS: Final = """
MATCH (o:Outlet)
WITH o, [o.importId] + coalesce(o.alsoIn, []) AS imports WHERE any(i IN imports WHERE i IN $old)
WITH o, [i IN imports WHERE NOT i IN $old] AS rest
SET o.importId = rest[0], o.alsoIn = CASE WHEN size(rest) > 1 THEN rest[1..] END
WITH o WHERE o.importId IS NULL AND NOT EXISTS { (o)<-[:OPERATED_BY]-() }
DETACH DELETE o
RETURN count(*)
"""

_DESCRIBE: Final = """
UNWIND $rows AS row
MATCH (o:Outlet {outletId: row.key}) WHERE o.importId = $id AND o.alsoIn IS NULL
CALL (o, row) {
  MATCH (o)<-[:OPERATED_BY]-(account) WHERE coalesce(o.state, '') <> coalesce(row.properties.state, '')
  SET account:OperatorDue
}
// keeps the roll-ups
SET o = o {.retweets, .perAmplifier, .amplifiers}
SET o += row.properties, o.outletId = row.key, o.importId = $id
RETURN count(*)
"""
