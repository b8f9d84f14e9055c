"""An import taken back: what only it brought goes, what others brought too stays.

Works through the accounts and then the posts in the order of their keys, some thousands in a transaction, and may be
killed and run again: until it is complete, the Import node says that it is being undone.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any, Final, LiteralString

import neo4j

from explorer.common.progress import Progress, silent
from explorer.graph.connection.connect import Connection
from explorer.graph.rollups import refresh_rollups

NODES_PER_TRANSACTION: Final = 2_000
ORPHANS_PER_TRANSACTION: Final = 20_000

_PAGE: Final = """
CALL (n) {
  WITH n WHERE n.importId = $id OR $id IN n.alsoIn
  WITH n, [i IN [n.importId] + coalesce(n.alsoIn, []) WHERE i <> $id] AS rest, n.status AS status
  // what is known of a node that nothing else describes goes; handles stay, for people know accounts by them, and the
  // imports that only name an account may have told it
  FOREACH (_ IN CASE WHEN size(rest) = 0 THEN [1] END |
    SET n = n {.accountId, .postId, .outletId, .platform, .handle, .handleKey, .identified,
               .boostedStates, .boostedRetweets, .retweets, .perAmplifier, .amplifiers})
  SET n.importId = rest[0], n.alsoIn = CASE WHEN size(rest) > 1 THEN rest[1..] END
  WITH n, status WHERE size(rest) = 0
  FOREACH (_ IN CASE WHEN status IS NOT NULL THEN [1] END | SET n:RollupDue)
  WITH n
  CALL (n) { MATCH (n)<-[:OPERATED_BY]-(operated) SET operated:OperatorDue }
  CALL (n) { MATCH (n)<-[:POSTED]-()-[:OPERATED_BY]->(outlet) SET outlet:RollupDue }
  // its time may be gone, and with it the delays of those who retweeted it
  MATCH (n)<-[:RETWEETED]-(retweeter)
  SET retweeter:RollupDue
}
CALL (n) {
  MATCH (n)-[r:RETWEETED|LIKED|POSTED|OPERATED_BY|REPLY_TO|QUOTES|TAGGED|LINKS_TO]->(target)
  WHERE r.importId = $id OR $id IN r.alsoIn
  WITH n, r, target, [i IN [r.importId] + coalesce(r.alsoIn, []) WHERE i <> $id] AS rest
  CALL (r, rest) {
    WITH r, rest WHERE size(rest) > 0
    SET r.importId = rest[0], r.alsoIn = CASE WHEN size(rest) > 1 THEN rest[1..] END
  }
  WITH n, r, target, type(r) AS kind, rest WHERE size(rest) = 0
  DELETE r
  FOREACH (_ IN CASE kind WHEN 'RETWEETED' THEN [1] END | SET n:RollupDue)
  FOREACH (_ IN CASE kind WHEN 'OPERATED_BY' THEN [1] END | SET target:RollupDue, n:OperatorDue)
  WITH n, target, kind
  CALL (n, kind) {
    MATCH (n)-[:OPERATED_BY]->(outlet) WHERE kind = 'POSTED' SET outlet:RollupDue
  }
  CALL (target, kind) {
    // whom these retweets amplified is not known any more
    MATCH (target)<-[:RETWEETED]-(retweeter) WHERE kind = 'POSTED' SET retweeter:RollupDue
  }
  RETURN count(*) AS removed
}
RETURN count(n) AS seen, sum(removed) AS removed, max(key) AS last
"""

_PAGES: Final = {
    "Account": "MATCH (n:Account) WHERE n.accountId > $after WITH n, n.accountId AS key ORDER BY key LIMIT $limit",
    "Post": "MATCH (n:Post) WHERE n.postId > $after WITH n, n.postId AS key ORDER BY key LIMIT $limit",
    "Outlet": "MATCH (n:Outlet) WHERE n.outletId > $after WITH n, n.outletId AS key ORDER BY key LIMIT $limit",
}

# nothing that an import brought is left of these, and neither runs nor judgements hold them; posts first, accounts by
# their posts
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
    """What an undo took: acts and ties between nodes, and nodes that nothing else holds."""

    relationships: int
    nodes: int


def undo_import(graph: Connection, import_id: str, *, progress: Progress = silent) -> UndoResult:
    """Take an import back, and bring the roll-ups up to date.

    Runs stay as they were found, and keep the accounts in them; judgements keep the accounts that they are of.

    Args:
        graph: the graph; nothing else may write to it meanwhile.
        import_id: of an Import node.
        progress: told of nodes gone through.

    Raises:
        GraphError: if Neo4j cannot be reached; the same call completes what it began.
    """
    graph.execute("MATCH (i:Import {importId: $id}) SET i.undoing = true REMOVE i.finishedAt", {"id": import_id})
    relationships = nodes = 0
    for label, page in _PAGES.items():
        after, done = "", 0
        total: int = graph.read(f"MATCH (n:{label}) RETURN count(n)").rows[0][0]
        while True:
            parameters = {"id": import_id, "after": after, "limit": NODES_PER_TRANSACTION}
            seen, removed, last = graph.write(partial(_one, cypher=page + _PAGE, parameters=parameters))
            if not seen:
                break
            after, done, relationships = last, done + seen, relationships + removed
            progress(f"undoing: {label.lower()}s", done, total)
    # before accounts go, for whom they amplified must be counted again
    refresh_rollups(graph, progress=progress)
    for orphans in _ORPHANS:
        cypher = f"{orphans} WITH n LIMIT $limit DETACH DELETE n RETURN count(*)"
        while gone := graph.write(partial(_one, cypher=cypher, parameters={"limit": ORPHANS_PER_TRANSACTION}))[0]:
            nodes += gone
            progress("undoing: what nothing holds", nodes, None)
    graph.execute("MATCH (i:Import {importId: $id}) DELETE i", {"id": import_id})
    return UndoResult(relationships, nodes)


def _one(transaction: neo4j.ManagedTransaction, *, cypher: LiteralString, parameters: dict[str, Any]) -> Any:
    return transaction.run(cypher, parameters).single(strict=True).values()
