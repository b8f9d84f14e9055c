"""Undo an import: remove what only this import added, and keep what other imports contain as well.

The undo visits accounts, posts and outlets in key order, a few thousand per transaction, and their relationships
before them, so that the memory of a transaction is bounded. It can be killed and run again: until it is complete, the
Import node is marked as being undone.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any, Final, LiteralString

import neo4j

from explorer.common.progress import Progress, silent
from explorer.graph.connection.connect import Connection
from explorer.graph.removals import store_removals
from explorer.graph.rollups import refresh_rollups

NODES_PER_TRANSACTION: Final = 2_000
RELATIONSHIPS_PER_TRANSACTION: Final = 20_000
ORPHANS_PER_TRANSACTION: Final = 20_000

_UNDO_RELATIONSHIPS: Final = """
MATCH (n)-[r:RETWEETED|LIKED|POSTED|OPERATED_BY|REPLY_TO|QUOTES|TAGGED|LINKS_TO]->(target)
WHERE r.importId = $id OR $id IN r.alsoIn
WITH n, r, target, type(r) AS kind, [i IN [r.importId] + coalesce(r.alsoIn, []) WHERE i <> $id] AS rest
LIMIT $relationships
FOREACH (_ IN CASE WHEN size(rest) > 0 THEN [1] END |
  SET r.importId = rest[0], r.alsoIn = CASE WHEN size(rest) > 1 THEN rest[1..] END)
WITH n, r, target, CASE WHEN size(rest) = 0 THEN kind END AS removed
FOREACH (_ IN CASE WHEN removed IS NOT NULL THEN [1] END | DELETE r)
FOREACH (_ IN CASE removed WHEN 'RETWEETED' THEN [1] END | SET n:RollupDue)
FOREACH (_ IN CASE removed WHEN 'OPERATED_BY' THEN [1] END | SET target:RollupDue, n:OperatorDue)
WITH n, target, removed
CALL (n, removed) {
  MATCH (n)-[:OPERATED_BY]->(outlet) WHERE removed = 'POSTED' SET outlet:RollupDue
}
CALL (target, removed) {
  // the author of the retweeted post is no longer known
  MATCH (target)<-[:RETWEETED]-(retweeter) WHERE removed = 'POSTED' SET retweeter:RollupDue
}
RETURN count(*) AS seen, count(removed) AS removed
"""

_UNDO_NODES: Final = """
CALL (n) {
  WITH n WHERE n.importId = $id OR $id IN n.alsoIn
  WITH n, [i IN [n.importId] + coalesce(n.alsoIn, []) WHERE i <> $id] AS rest, n.status AS status
  // Remove the properties of a node that no other import describes. Handles stay, because analysts find accounts by
  // handle, and an import that only mentions an account may have added them.
  FOREACH (_ IN CASE WHEN size(rest) = 0 THEN [1] END |
    SET n = n {.accountId, .postId, .outletId, .platform, .handle, .handleKey, .identified,
               .boostedStates, .boostedRetweets, .retweets, .perAmplifier, .amplifiers})
  SET n.importId = rest[0], n.alsoIn = CASE WHEN size(rest) > 1 THEN rest[1..] END
  WITH n, status WHERE size(rest) = 0
  FOREACH (_ IN CASE WHEN status IS NOT NULL THEN [1] END | SET n:RollupDue)
  WITH n
  CALL (n) { MATCH (n)<-[:OPERATED_BY]-(operated) SET operated:OperatorDue }
  CALL (n) { MATCH (n)<-[:POSTED]-()-[:OPERATED_BY]->(outlet) SET outlet:RollupDue }
  // the time of a post may be removed, and with it the delays of its retweets
  MATCH (n)<-[:RETWEETED]-(retweeter)
  SET retweeter:RollupDue
}
RETURN count(n) AS seen, max(key) AS last
"""

_PAGES: Final = {
    "Account": "MATCH (n:Account) WHERE n.accountId > $after WITH n, n.accountId AS key ORDER BY key LIMIT $limit",
    "Post": "MATCH (n:Post) WHERE n.postId > $after WITH n, n.postId AS key ORDER BY key LIMIT $limit",
    "Outlet": "MATCH (n:Outlet) WHERE n.outletId > $after WITH n, n.outletId AS key ORDER BY key LIMIT $limit",
}

# nodes without content from any import and without a run or judgement; posts come first, because authors of remaining
# posts are kept
_ORPHANS: Final = (
    "MATCH (n:Post) WHERE n.importId IS NULL AND NOT EXISTS { (n)--() }",
    "MATCH (n:Account) WHERE n.importId IS NULL AND NOT EXISTS "
    "{ (n)-[:RETWEETED|LIKED|POSTED|OPERATED_BY|COORDINATED|MEMBER_OF|ABOUT]-() }",
    "MATCH (n:Outlet) WHERE n.importId IS NULL AND NOT EXISTS { (n)<-[:OPERATED_BY]-() }",
    "MATCH (n:Hashtag) WHERE NOT EXISTS { (n)--() }",
    "MATCH (n:Link) WHERE NOT EXISTS { (n)--() }",
)


@dataclass(frozen=True, slots=True)
class UndoResult:
    """Numbers of relationships and nodes that an undo removed."""

    relationships: int
    nodes: int


def undo_import(graph: Connection, import_id: str, *, progress: Progress = silent) -> UndoResult:
    """Undo an import and update the roll-ups.

    Runs do not change and keep their accounts. Judgements keep the accounts that they are about.

    Args:
        graph: The graph; no other command may write to it in the meantime.
        import_id: Id of an Import node.
        progress: Called with the number of nodes visited.

    Raises:
        GraphError: If Neo4j cannot be reached; repeat the call to complete the undo.
    """
    graph.execute("MATCH (i:Import {importId: $id}) SET i.undoing = true REMOVE i.finishedAt", {"id": import_id})
    relationships = nodes = 0
    for label, page in _PAGES.items():
        after, done = "", 0
        total: int = graph.read(f"MATCH (n:{label}) RETURN count(n)").rows[0][0]
        while True:
            parameters = {
                "id": import_id,
                "after": after,
                "limit": NODES_PER_TRANSACTION,
                "relationships": RELATIONSHIPS_PER_TRANSACTION,
            }
            # a single post may have any number of relationships
            seen = RELATIONSHIPS_PER_TRANSACTION
            while seen == RELATIONSHIPS_PER_TRANSACTION:
                seen, removed = graph.write(partial(_single, cypher=page + _UNDO_RELATIONSHIPS, parameters=parameters))
                relationships += removed
            seen, last = graph.write(partial(_single, cypher=page + _UNDO_NODES, parameters=parameters))
            if not seen:
                break
            after, done = last, done + seen
            progress(f"undoing: {label.lower()}s", done, total)
    # before accounts are deleted, because their relationships determine which roll-ups are stale
    refresh_rollups(graph, progress=progress)
    for orphans in _ORPHANS:
        cypher = f"{orphans} WITH n LIMIT $limit DETACH DELETE n RETURN count(*)"
        while deleted := graph.write(partial(_single, cypher=cypher, parameters={"limit": ORPHANS_PER_TRANSACTION}))[0]:
            nodes += deleted
            progress("undoing: unconnected nodes", nodes, None)
    graph.write(partial(_delete_import, import_id=import_id))
    return UndoResult(relationships, nodes)


def _delete_import(transaction: neo4j.ManagedTransaction, *, import_id: str) -> None:
    files = transaction.run("MATCH (i:Import {importId: $id}) RETURN i.importId, i.file", id=import_id)
    store_removals(transaction, "import", dict(files.values()))
    transaction.run("MATCH (i:Import {importId: $id}) DELETE i", id=import_id).consume()


def _single(transaction: neo4j.ManagedTransaction, *, cypher: LiteralString, parameters: dict[str, Any]) -> Any:
    return transaction.run(cypher, parameters).single(strict=True).values()
