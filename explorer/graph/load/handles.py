"""Placeholders for accounts that are known only by handle, and their merge with the accounts that have the handles.

A source that names an account by its handle creates a placeholder, ``platform:@handle``. When a source gives the id for
the handle, the relationships of the placeholder move to the account with this id, and the placeholder is deleted.
Conversely, if exactly one known account has a handle, the handle is read as this account.
"""

from typing import Any, Final, LiteralString

import neo4j

from explorer.graph.load.clauses import mark_stale_clause, match_account_clause
from explorer.model.nodes import STUB

_PLACEHOLDER: Final = match_account_clause("placeholder", "pair.placeholder")
_ACCOUNT: Final = match_account_clause("account", "pair.account")


def _take_over_clause(kept: LiteralString, gone: LiteralString) -> LiteralString:
    """Return the clauses that copy the imports of a relationship to the merged one, and its properties if it is new."""
    return f"""
      ON CREATE SET {kept} = properties({gone})
      ON MATCH SET {kept}.alsoIn = nullIf(
        reduce(ids = coalesce({kept}.alsoIn, []), i IN [{gone}.importId] + coalesce({gone}.alsoIn, []) |
               CASE WHEN i IS NULL OR i = {kept}.importId OR i IN ids THEN ids ELSE ids + i END), [])
    """


def _move_to_stub_clause(relationship: LiteralString) -> LiteralString:
    """Return the clause that moves the relationships of an old stub post to the stub post that replaces it."""
    return f"""
    CALL (old, stub) {{
      MATCH (post:Post)-[tie:{relationship}]->(old)
      MERGE (post)-[moved:{relationship}]->(stub)
      {_take_over_clause("moved", "tie")}
    }}
    """


_MOVES: Final = (
    # rows that describe the placeholder take precedence over rows that only mention the account
    f"""
    UNWIND $pairs AS pair
    {_PLACEHOLDER}
    {_ACCOUNT}
    WITH placeholder, account, properties(account) AS before
    WITH placeholder, account, before,
         reduce(ids = [], i IN [before.importId] + coalesce(before.alsoIn, [])
                              + [placeholder.importId] + coalesce(placeholder.alsoIn, []) |
                CASE WHEN i IS NULL OR i IN ids THEN ids ELSE ids + i END) AS ids
    SET account += placeholder {{.*, accountId: before.accountId, handle: before.handle, handleKey: before.handleKey}}
    FOREACH (_ IN CASE WHEN placeholder.importId IS NULL OR before.importId IS NOT NULL THEN [1] END |
      SET account += before)
    SET account.importId = ids[0], account.alsoIn = CASE WHEN size(ids) > 1 THEN ids[1..] END
    """,
    # stub posts merge with the stub post of the account
    f"""
    UNWIND $pairs AS pair
    {_PLACEHOLDER}
    MATCH (placeholder)-[:POSTED]->(old:Post {{identified: false}})
    {_ACCOUNT}
    MERGE (stub:Post {{postId: pair.account + '{STUB}'}})
      ON CREATE SET stub.platform = account.platform, stub.identified = false
    WITH placeholder, old, account, stub
    MATCH (placeholder)-[r:POSTED]->(old)
    MERGE (account)-[posted:POSTED]->(stub)
    {_take_over_clause("posted", "r")}
    WITH old, stub
    CALL (old, stub) {{
      MATCH (retweeter:Account)-[r:RETWEETED]->(old)
      WITH retweeter, r, properties(r) AS retweet
      DELETE r
      WITH retweeter, retweet
      CREATE (retweeter)-[moved:RETWEETED]->(stub) SET moved = retweet
      {mark_stale_clause("retweeter")}
    }}
    {_move_to_stub_clause("REPLY_TO")}
    {_move_to_stub_clause("QUOTES")}
    DETACH DELETE old
    """,
    f"""
    UNWIND $pairs AS pair
    {_PLACEHOLDER}
    MATCH (placeholder)-[r:POSTED]->(post:Post)
    {_ACCOUNT}
    MERGE (account)-[posted:POSTED]->(post)
    {_take_over_clause("posted", "r")}
    """,
    f"""
    UNWIND $pairs AS pair
    {_PLACEHOLDER}
    MATCH (placeholder)-[r:RETWEETED]->(post:Post)
    {_ACCOUNT}
    WITH account, post, r, properties(r) AS retweet
    DELETE r
    WITH account, post, retweet
    CREATE (account)-[moved:RETWEETED]->(post) SET moved = retweet
    {mark_stale_clause("account")}
    """,
    f"""
    UNWIND $pairs AS pair
    {_PLACEHOLDER}
    MATCH (placeholder)-[r:LIKED]->(post:Post)
    {_ACCOUNT}
    MERGE (account)-[liked:LIKED]->(post)
    {_take_over_clause("liked", "r")}
    """,
    f"""
    UNWIND $pairs AS pair
    {_PLACEHOLDER}
    MATCH (placeholder)<-[:AMPLIFIED]-(retweeter:Account)
    {mark_stale_clause("retweeter")}
    """,
    f"""
    UNWIND $pairs AS pair
    {_PLACEHOLDER}
    MATCH (placeholder)-[r:OPERATED_BY]->(outlet:Outlet)
    {_ACCOUNT}
    SET outlet:RollupDue, account:OperatorDue
    MERGE (account)-[operated:OPERATED_BY]->(outlet)
    {_take_over_clause("operated", "r")}
    """,
    # the account may have a new status and new posts
    f"""
    UNWIND $pairs AS pair
    {_ACCOUNT}
    {mark_stale_clause("account")}
    WITH account
    MATCH (account)-[:OPERATED_BY]->(outlet:Outlet)
    {mark_stale_clause("outlet")}
    """,
    f"""
    UNWIND $pairs AS pair
    {_PLACEHOLDER}
    MATCH (placeholder)-[r:MEMBER_OF]->(cluster:Cluster)
    {_ACCOUNT}
    MERGE (account)-[member:MEMBER_OF]->(cluster)
      ON CREATE SET member = properties(r)
    """,
    # both ends may move at once; an edge between an account and its own placeholder is dropped
    f"""
    UNWIND $pairs AS pair
    {_PLACEHOLDER}
    MATCH (placeholder)-[r:COORDINATED]-()
    WITH DISTINCT r
    WITH r, startNode(r).accountId AS source, endNode(r).accountId AS target
    WITH r, coalesce($accounts[source], source) AS source, coalesce($accounts[target], target) AS target
    WHERE source <> target
    {match_account_clause("a", "source")}
    {match_account_clause("b", "target")}
    CREATE (a)-[moved:COORDINATED]->(b) SET moved = properties(r)
    """,
    """
    MATCH ()-[edge:COORDINATED]->() WHERE edge.triggerAccount IN keys($accounts)
    SET edge.triggerAccount = $accounts[edge.triggerAccount]
    """,
    f"""
    UNWIND $pairs AS pair
    {_PLACEHOLDER}
    MATCH (placeholder)<-[:ABOUT]-(judgement:Judgement)
    {_ACCOUNT}
    MERGE (judgement)-[:ABOUT]->(account)
    """,
    """
    MATCH (judgement:Judgement) WHERE any(member IN judgement.members WHERE $accounts[member] IS NOT NULL)
    SET judgement.members = [member IN judgement.members | coalesce($accounts[member], member)]
    """,
    f"""
    UNWIND $pairs AS pair
    {_PLACEHOLDER}
    DETACH DELETE placeholder
    """,
)
"""Statements that move everything from placeholders to accounts.

``$pairs`` are maps of placeholder and account, both keys; ``$accounts`` maps each placeholder to its account.
"""


def resolve_handles(transaction: neo4j.ManagedTransaction, placeholders: list[str]) -> dict[str, str]:
    """Map placeholders (``platform:@handle``) to accounts, if exactly one account with an id has the handle.

    A handle that no account has now is that of the account that had it before. If several accounts have the handle, or
    had it and none has it now, it stays a placeholder, because it is ambiguous.
    """
    if not placeholders:
        return {}
    holders = transaction.run(
        """
        UNWIND $placeholders AS placeholder
        MATCH (account:Account {handleKey: replace(placeholder, ':@', ':')}) USING INDEX SEEK account:Account(handleKey)
        WHERE account.accountId <> placeholder
        RETURN placeholder, collect(account.accountId) AS accounts
        """,
        placeholders=placeholders,
    ).values()
    held = {placeholder for placeholder, _ in holders}
    wanted = dict.fromkeys(set(placeholders) - held, True)
    earlier = (
        transaction.run(
            """
        MATCH (account:Account) USING INDEX account:Account(aliases) WHERE account.aliases IS NOT NULL
        UNWIND account.aliases AS alias
        WITH account, account.platform + ':@' + alias AS placeholder WHERE $wanted[placeholder]
        RETURN placeholder, collect(account.accountId) AS accounts
        """,
            wanted=wanted,
        ).values()
        if wanted
        else []
    )
    return {placeholder: accounts[0] for placeholder, accounts in (*holders, *earlier) if len(accounts) == 1}


def merge_placeholders(transaction: neo4j.ManagedTransaction, keys: list[Any]) -> int:
    """Merge placeholders for the handles of these accounts into the accounts; return how many were merged.

    As in `resolve_handles`, a handle must belong to exactly one account.
    """
    candidates = transaction.run(
        f"""
        UNWIND $keys AS key
        {match_account_clause("account", "key")} WHERE account.handle IS NOT NULL
        UNWIND [account.handle] + coalesce(account.aliases, []) AS handle
        WITH account, account.platform + ':@' + toLower(handle) AS placeholderKey
        {match_account_clause("placeholder", "placeholderKey")} WHERE placeholder <> account
        RETURN DISTINCT placeholder.accountId
        """,
        keys=keys,
    ).value()
    accounts = resolve_handles(transaction, candidates)
    pairs = [{"placeholder": placeholder, "account": account} for placeholder, account in accounts.items()]
    if pairs:
        for move in _MOVES:
            transaction.run(move, pairs=pairs, accounts=accounts).consume()
    return len(pairs)
