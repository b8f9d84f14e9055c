"""Versions of a registry: what only an earlier one said of outlets and their accounts goes when a new one is loaded.

Without this, an account that a corrected list no longer gives to an outlet, or gives to another one, would belong to it
for ever.
"""

from dataclasses import dataclass
from typing import Any, Final, LiteralString

import neo4j
import polars as pl

from explorer.graph.connection.connect import Connection
from explorer.graph.load.rows import known_properties
from explorer.model.nodes import OUTLET
from explorer.model.tables import OUTLETS


@dataclass(frozen=True, slots=True)
class RemovedVersions:
    """What went with earlier versions.

    Attributes:
        imports: ids of their imports.
        accounts: ties of accounts to outlets.
        outlets: outlets that nothing describes any more.
    """

    imports: tuple[str, ...]
    accounts: int
    outlets: int


def remove_earlier_versions(graph: Connection, import_id: str, outlets: pl.DataFrame) -> RemovedVersions:
    """Take back what earlier versions of a registry said and this one does not, all of it or nothing.

    Earlier versions are registry imports of the same origin with another checksum, of the same part or, where this one
    is whole, of any. What other imports said, too, stays. Runs stay as they were found, save for outlets that are gone.

    Args:
        graph: the graph; nothing else may write to it meanwhile.
        import_id: of the new version, loaded completely.
        outlets: its outlets, columns `explorer.model.tables.OUTLETS`.

    Raises:
        GraphError: if Neo4j cannot be reached; the same call completes what it began.
    """
    described = known_properties(outlets, OUTLETS, OUTLET)
    rows = [{"key": key, "known": k} for key, k in zip(outlets["outlet_id"], described, strict=True)]

    def work(transaction: neo4j.ManagedTransaction) -> RemovedVersions:
        def run(cypher: LiteralString, **parameters: Any) -> int:
            return int(transaction.run(cypher, parameters | {"id": import_id}).single(strict=True)[0])

        earlier = [record["id"] for record in transaction.run(_EARLIER, id=import_id)]
        if not earlier:
            return RemovedVersions((), 0, 0)
        accounts = run(_TIES, old=earlier)
        gone = run(_OUTLETS, old=earlier)
        # what only the earlier version told of an outlet goes, too
        run(_DESCRIBE, rows=rows)
        transaction.run("MATCH (i:Import) WHERE i.importId IN $old DELETE i", old=earlier).consume()
        return RemovedVersions(tuple(earlier), accounts, gone)

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

_TIES: Final = """
MATCH (outlet:Outlet)<-[r:OPERATED_BY]-(account)
WITH r, outlet, account, [r.importId] + coalesce(r.alsoIn, []) AS told WHERE any(i IN told WHERE i IN $old)
WITH r, outlet, account, [i IN told WHERE NOT i IN $old] AS rest
CALL (r, rest) {
  WITH r, rest WHERE size(rest) > 0
  SET r.importId = rest[0], r.alsoIn = CASE WHEN size(rest) > 1 THEN rest[1..] END
}
WITH r, outlet, account, rest WHERE size(rest) = 0
DELETE r
SET outlet:RollupDue, account:OperatorDue
WITH account, count(*) AS ties
// an account that nothing else has named
CALL (account) {
  WITH account WHERE account.importId IS NULL AND NOT EXISTS { (account)--() }
  DELETE account
}
RETURN coalesce(sum(ties), 0)
"""

_OUTLETS: Final = """
MATCH (o:Outlet)
WITH o, [o.importId] + coalesce(o.alsoIn, []) AS told WHERE any(i IN told WHERE i IN $old)
WITH o, [i IN told WHERE NOT i IN $old] AS rest
SET o.importId = rest[0], o.alsoIn = CASE WHEN size(rest) > 1 THEN rest[1..] END
WITH o WHERE o.importId IS NULL AND NOT EXISTS { (o)<-[:OPERATED_BY]-() }
DETACH DELETE o
RETURN count(*)
"""

_DESCRIBE: Final = """
UNWIND $rows AS row
MATCH (o:Outlet {outletId: row.key}) WHERE o.importId = $id AND o.alsoIn IS NULL
CALL (o, row) {
  MATCH (o)<-[:OPERATED_BY]-(account) WHERE coalesce(o.state, '') <> coalesce(row.known.state, '')
  SET account:OperatorDue
}
// the roll-ups are its own
SET o = o {.retweets, .perAmplifier, .amplifiers}
SET o += row.known, o.outletId = row.key, o.importId = $id
RETURN count(*)
"""
