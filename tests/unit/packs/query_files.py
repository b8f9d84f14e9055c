"""A query file for tests, and a way to write it."""

from pathlib import Path

GOOD = """// Who and how often
// question: Who retweets
//   how often?
// finding: 3
// columns:
//   who "Account": Key of the account.
//   n "Retweets": Number of retweets, 1 or more.
// parameters:
//   least: leave out fewer
//   names: only these
// view: table
:param least => 2;
:param names => ['a;b', "it's"];

// a semicolon; and a $dollar in a comment are nothing
MATCH (a:Account) WHERE a.n > $least OR a.name IN $names AND a.name <> '; $no'
RETURN a.accountId AS who, a.n AS n ORDER BY who;
"""


def write(folder: Path, text: str, name: str = "mine/who.cypher") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path
