"""What the graph holds, in a few figures."""

from dataclasses import dataclass
from datetime import datetime

from explorer.common.progress import Progress, silent
from explorer.graph.connection.connect import Connection


@dataclass(frozen=True, slots=True)
class Summary:
    """The graph in figures.

    Attributes:
        accounts: accounts.
        posts: posts that a source tells apart.
        retweets: retweets.
        without_post: retweets of which only the author is known, not the post.
        outlets: outlets of registries.
        matched: of these, the outlets that posted or were retweeted in the data.
        data_from: the first retweet, None without any.
        data_until: the last retweet.
        resolution: seconds, of the import that tells time the least finely.
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
