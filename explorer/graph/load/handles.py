"""Accounts known by handle only, and how they meet the accounts known by id.

A source that names an account by its handle makes a placeholder, ``platform:@handle``. As soon as some source tells
which id carries the handle, the placeholder's relationships move to the account with the id, and the placeholder
goes. The other way round, a handle that one known id carries is read as that id.
"""

from typing import Any, Final, LiteralString

import neo4j


def _join(kept: LiteralString, gone: LiteralString) -> LiteralString:
    """Return the clauses by which a relationship takes over the imports, and if it is new all else, of another."""
    return f"""
      ON CREATE SET {kept} = properties({gone})
      ON MATCH SET {kept}.alsoIn = nullIf(
        reduce(told = coalesce({kept}.alsoIn, []), i IN [{gone}.importId] + coalesce({gone}.alsoIn, []) |
               CASE WHEN i IS NULL OR i = {kept}.importId OR i IN told THEN told ELSE told + i END), [])
    """


def _onto_stub(kind: LiteralString) -> LiteralString:
    """Return the clauses by which ties to a stub post go over to the stub that it merges with."""
    return (
        f"""
    CALL (old, stub) {{
      MATCH (post:Post)-[tie:{kind}]->(old)
      MERGE (post)-[moved:{kind}]->(stub)
      """
        + _join("moved", "tie")
        + "}"
    )


_MOVES: Final = (
    # a row's word on the placeholder counts for more than what was only learnt of the account
    """
    UNWIND $pairs AS pair
    MATCH (placeholder:Account {accountId: pair.placeholder}) USING INDEX SEEK placeholder:Account(accountId)
    MATCH (account:Account {accountId: pair.account}) USING INDEX SEEK account:Account(accountId)
    WITH placeholder, account, properties(account) AS before
    WITH placeholder, account, before,
         reduce(told = [], i IN [before.importId] + coalesce(before.alsoIn, [])
                               + [placeholder.importId] + coalesce(placeholder.alsoIn, []) |
                CASE WHEN i IS NULL OR i IN told THEN told ELSE told + i END) AS told
    SET account += placeholder {.*, accountId: before.accountId, handle: before.handle, handleKey: before.handleKey}
    FOREACH (_ IN CASE WHEN placeholder.importId IS NULL OR before.importId IS NOT NULL THEN [1] END |
      SET account += before)
    SET account.importId = told[0], account.alsoIn = CASE WHEN size(told) > 1 THEN told[1..] END
    """,
    # stub posts merge with the stub of the account with the id
    """
    UNWIND $pairs AS pair
    MATCH (placeholder:Account {accountId: pair.placeholder})-[:POSTED]->(old:Post {identified: false})
    USING INDEX SEEK placeholder:Account(accountId)
    MATCH (account:Account {accountId: pair.account}) USING INDEX SEEK account:Account(accountId)
    MERGE (stub:Post {postId: pair.account + '/unidentified'})
      ON CREATE SET stub.platform = account.platform, stub.identified = false
    WITH placeholder, old, account, stub
    MATCH (placeholder)-[r:POSTED]->(old)
    MERGE (account)-[posted:POSTED]->(stub)
    """
    + _join("posted", "r")
    + """
    WITH old, stub
    CALL (old, stub) {
      MATCH (retweeter:Account)-[r:RETWEETED]->(old)
      WITH retweeter, r, properties(r) AS known
      DELETE r
      WITH retweeter, known
      CREATE (retweeter)-[moved:RETWEETED]->(stub) SET moved = known
      SET retweeter:RollupDue
    }
    """
    + _onto_stub("REPLY_TO")
    + _onto_stub("QUOTES")
    + """
    DETACH DELETE old
    """,
    """
    UNWIND $pairs AS pair
    MATCH (placeholder:Account {accountId: pair.placeholder})-[r:POSTED]->(post:Post)
    USING INDEX SEEK placeholder:Account(accountId)
    MATCH (account:Account {accountId: pair.account}) USING INDEX SEEK account:Account(accountId)
    MERGE (account)-[posted:POSTED]->(post)
    """
    + _join("posted", "r"),
    """
    UNWIND $pairs AS pair
    MATCH (placeholder:Account {accountId: pair.placeholder})-[r:RETWEETED]->(post:Post)
    USING INDEX SEEK placeholder:Account(accountId)
    MATCH (account:Account {accountId: pair.account}) USING INDEX SEEK account:Account(accountId)
    WITH account, post, r, properties(r) AS known
    DELETE r
    WITH account, post, known
    CREATE (account)-[moved:RETWEETED]->(post) SET moved = known
    SET account:RollupDue
    """,
    """
    UNWIND $pairs AS pair
    MATCH (placeholder:Account {accountId: pair.placeholder})-[r:LIKED]->(post:Post)
    USING INDEX SEEK placeholder:Account(accountId)
    MATCH (account:Account {accountId: pair.account}) USING INDEX SEEK account:Account(accountId)
    MERGE (account)-[liked:LIKED]->(post)
    """
    + _join("liked", "r"),
    """
    UNWIND $pairs AS pair
    MATCH (placeholder:Account {accountId: pair.placeholder})<-[:AMPLIFIED]-(retweeter:Account)
    USING INDEX SEEK placeholder:Account(accountId)
    SET retweeter:RollupDue
    """,
    """
    UNWIND $pairs AS pair
    MATCH (placeholder:Account {accountId: pair.placeholder})-[r:OPERATED_BY]->(outlet:Outlet)
    USING INDEX SEEK placeholder:Account(accountId)
    MATCH (account:Account {accountId: pair.account}) USING INDEX SEEK account:Account(accountId)
    SET outlet:RollupDue, account:OperatorDue
    MERGE (account)-[operated:OPERATED_BY]->(outlet)
    """
    + _join("operated", "r"),
    # its status and its posts may be news
    """
    UNWIND $pairs AS pair
    MATCH (account:Account {accountId: pair.account}) USING INDEX SEEK account:Account(accountId)
    SET account:RollupDue
    WITH account
    MATCH (account)-[:OPERATED_BY]->(outlet:Outlet)
    SET outlet:RollupDue
    """,
    """
    UNWIND $pairs AS pair
    MATCH (placeholder:Account {accountId: pair.placeholder})-[r:MEMBER_OF]->(cluster:Cluster)
    USING INDEX SEEK placeholder:Account(accountId)
    MATCH (account:Account {accountId: pair.account}) USING INDEX SEEK account:Account(accountId)
    MERGE (account)-[member:MEMBER_OF]->(cluster)
      ON CREATE SET member = properties(r)
    """,
    # both ends may move at once; an edge of an account with itself, under its two names, says nothing
    """
    UNWIND $pairs AS pair
    MATCH (account:Account {accountId: pair.placeholder})-[r:COORDINATED]-() USING INDEX SEEK account:Account(accountId)
    WITH DISTINCT r
    WITH r, startNode(r).accountId AS source, endNode(r).accountId AS target
    WITH r, coalesce($met[source], source) AS source, coalesce($met[target], target) AS target
    WHERE source <> target
    MATCH (a:Account {accountId: source}) USING INDEX SEEK a:Account(accountId)
    MATCH (b:Account {accountId: target}) USING INDEX SEEK b:Account(accountId)
    CREATE (a)-[moved:COORDINATED]->(b) SET moved = properties(r)
    """,
    """
    UNWIND $pairs AS pair
    MATCH (placeholder:Account {accountId: pair.placeholder})<-[:ABOUT]-(judgement:Judgement)
    USING INDEX SEEK placeholder:Account(accountId)
    MATCH (account:Account {accountId: pair.account}) USING INDEX SEEK account:Account(accountId)
    MERGE (judgement)-[:ABOUT]->(account)
    """,
    """
    MATCH (judgement:Judgement) WHERE any(member IN judgement.members WHERE $met[member] IS NOT NULL)
    SET judgement.members = [member IN judgement.members | coalesce($met[member], member)]
    """,
    """
    UNWIND $pairs AS pair
    MATCH (placeholder:Account {accountId: pair.placeholder}) USING INDEX SEEK placeholder:Account(accountId)
    DETACH DELETE placeholder
    """,
)


def resolve_handles(transaction: neo4j.ManagedTransaction, placeholders: list[str]) -> dict[str, str]:
    """Return, for placeholders (``platform:@handle``) whose handle exactly one known id carries, that account's key.

    A handle that several ids have carried stays a placeholder: which one is meant cannot be known.
    """
    if not placeholders:
        return {}
    found = transaction.run(
        """
        UNWIND $placeholders AS placeholder
        MATCH (account:Account {handleKey: replace(placeholder, ':@', ':')}) USING INDEX SEEK account:Account(handleKey)
        WHERE account.accountId <> placeholder
        WITH placeholder, collect(account.accountId) AS accounts WHERE size(accounts) = 1
        RETURN placeholder, accounts[0] AS account
        """,
        placeholders=placeholders,
    )
    return {record["placeholder"]: record["account"] for record in found}


def merge_placeholders(transaction: neo4j.ManagedTransaction, keys: list[Any]) -> int:
    """Merge the placeholders of the handles that these accounts alone carry into them; return how many met."""
    found = transaction.run(
        """
        UNWIND $keys AS key
        MATCH (account:Account {accountId: key})
        USING INDEX SEEK account:Account(accountId) WHERE account.handleKey IS NOT NULL
        MATCH (placeholder:Account {accountId: replace(account.handleKey, ':', ':@')})
        USING INDEX SEEK placeholder:Account(accountId)
        WHERE placeholder <> account
        WITH DISTINCT placeholder, account.handleKey AS handle
        MATCH (account:Account {handleKey: handle})
        USING INDEX SEEK account:Account(handleKey) WHERE account <> placeholder
        WITH placeholder, collect(account.accountId) AS accounts WHERE size(accounts) = 1
        RETURN placeholder.accountId AS placeholder, accounts[0] AS account
        """,
        keys=keys,
    )
    pairs = [record.data() for record in found]
    if pairs:
        met = {pair["placeholder"]: pair["account"] for pair in pairs}
        for move in _MOVES:
            transaction.run(move, pairs=pairs, met=met).consume()
    return len(pairs)
