"""Counts of what the graph holds."""

from dataclasses import dataclass
from datetime import datetime

from explorer.common.progress import Progress, silent
from explorer.graph.connection.connect import Connection


@dataclass(frozen=True, slots=True)
class Summary:
    """What the graph holds, in numbers.

    Attributes:
        accounts: Number of accounts.
        posts: Number of posts that a source identifies.
        retweets: Number of retweets.
        without_post: Number of retweets of which only the retweeted author is known, not the post.
        outlets: Number of outlets of registries.
        matched: Number of these that posted or were retweeted in the data.
        data_from: Time of the first retweet, None without retweets.
        data_until: Time of the last retweet.
        resolution: Time resolution in seconds of the coarsest import.
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


def summarise(graph: Connection, *, progress: Progress = silent) -> Summary:
    """Count what the graph holds."""
    progress("counting what is there", 0, None)
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
    return Summary(*counts)
