"""Summary counts of the graph."""

from dataclasses import dataclass, replace
from datetime import datetime

from explorer.common.progress import Progress, silent
from explorer.graph.connection.connect import Connection
from explorer.graph.unmatched import Unmatched, explain_unmatched


@dataclass(frozen=True, slots=True)
class Summary:
    """Numbers of nodes and relationships in the graph.

    Attributes:
        accounts: Number of accounts.
        posts: Number of identified posts.
        retweets: Number of retweets.
        without_post: Number of retweets with a known retweeted account but an unknown post.
        outlets: Number of outlets from registries.
        matched: Number of outlets that posted or were retweeted in the data.
        data_from: Time of the first retweet; None if there are no retweets.
        data_until: Time of the last retweet.
        resolution: Time precision of the coarsest import in seconds.
        unmatched: Why none of the outlets has data; None if some have, or if there are no outlets or no data.
    """

    accounts: int
    posts: int
    retweets: int
    without_post: int
    outlets: int
    matched: int
    data_from: datetime | None
    data_until: datetime | None
    resolution: int
    unmatched: Unmatched | None = None


def summarise(graph: Connection, *, progress: Progress = silent) -> Summary:
    """Count the contents of the graph."""
    progress("counting accounts, posts and retweets", 0, None)
    (counts,) = graph.read(
        """
        CALL () { MATCH (a:Account) RETURN count(a) AS accounts }
        CALL () { MATCH (p:Post) RETURN count(p) AS posts }
        CALL () { MATCH ()-[r:RETWEETED]->() RETURN count(r) AS retweets }
        CALL () {
          MATCH (p:Post) WHERE NOT p.identified
          RETURN count(p) AS stubs, sum(COUNT { (p)<-[:RETWEETED]-() }) AS withoutPost
        }
        CALL () { MATCH (o:Outlet) RETURN count(o) AS outlets }
        CALL () {
          MATCH (o:Outlet)
          WHERE EXISTS { (o)<-[:OPERATED_BY]-()-[:POSTED]->() } OR EXISTS { (o)<-[:OPERATED_BY]-()<-[:AMPLIFIED]-() }
          RETURN count(o) AS matched
        }
        CALL () {
          MATCH (i:Import)
          RETURN min(i.dataFrom) AS dataFrom, max(i.dataUntil) AS dataUntil, max(i.resolution) AS resolution
        }
        RETURN accounts, posts - stubs, retweets, withoutPost, outlets, matched, dataFrom, dataUntil,
               coalesce(resolution, 1)
        """
    ).rows
    summary = Summary(*counts)
    if summary.outlets and not summary.matched and (summary.posts or summary.retweets):
        return replace(summary, unmatched=explain_unmatched(graph))
    return summary
