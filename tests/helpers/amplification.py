"""A small world of clusters and outlets whose lifts and intervals can be computed by hand.

Retweets of the outlet CGTN, of the outlet RT, and of anyone else:

    cluster 1: a0, a1, a2: 10, 0, 0 each    a3: 2, 0, 8
    cluster 2: b0, b1: 1, 0, 9 each         b2: 0, 0, 10
    cluster 3: c0, c1: 0, 6, 0 each         c2: 0, 0, 0
    cluster 4: d0: 0, 8, 2                  d1, d2: 0, 0, 10 each
    20 others: 1, 0, 4 each

CGTN has 54 of all 212 retweets, RT has 20.

Cluster 1 boosts CGTN: 32 of its 40 retweets are a lift of 3.14. Without one of a0, a1 and a2, the share is 22 of 30;
without a3, it is 30 of 30. The logarithms -0.3102 (three times) and 0 have a squared standard error of
3/4 * (3 * 0.0775^2 + 0.2326^2) = 0.0541, which is above that of a Poisson count, 1/32.
Cluster 2 gives CGTN 2 of 30 retweets, which is a lift of 0.26.
Cluster 3 gives RT 12 of 12, but only two of its members are active. In cluster 4, only d0 retweets RT.
"""

from explorer.graph.connection.connect import Connection
from tests.helpers.world import World

CLUSTERS = {
    "a": ((10, 0, 0), (10, 0, 0), (10, 0, 0), (2, 0, 8)),
    "b": ((1, 0, 9), (1, 0, 9), (0, 0, 10)),
    "c": ((0, 6, 0), (0, 6, 0), (0, 0, 0)),
    "d": ((0, 8, 2), (0, 0, 10), (0, 0, 10)),
}
OTHERS = ((1, 0, 4),) * 20


def build_amplification(graph: Connection) -> Connection:
    """Load the world into an empty graph, with the run "one"."""
    world = World()
    world.outlet("cn-cgtn", "cgtn", name="CGTN")
    world.outlet("ru-rt", "rt", name="RT", state="RU")
    for author in ("cgtn", "rt", "stranger"):
        for number in range(10):
            world.post(f"{author}{number}", author)
    for letter, members in {**CLUSTERS, "e": OTHERS}.items():
        for member, counts in enumerate(members):
            world.account(f"{letter}{member}")
            for author, retweets in zip(("cgtn", "rt", "stranger"), counts, strict=True):
                for number in range(retweets):
                    world.retweet(f"{letter}{member}", f"{author}{number}", f"2021-01-01T10:00:{number:02}")
    world.run("one", *(tuple(f"{letter}{n}" for n in range(len(members))) for letter, members in CLUSTERS.items()))
    return world.build(graph)


def make_boosts(graph: Connection, *clusters: str, low: float = 1.2) -> None:
    """Turn everything that clusters retweet into boosts, for tests of what shows boosts.

    Args:
        graph: The graph.
        clusters: Ids of the clusters; none means all.
        low: Lower end of the intervals. The upper end is the lift.
    """
    graph.execute(
        """
        MATCH (cluster:Cluster)-[made:AMPLIFIES]->(outlet:Outlet) WHERE $clusters = [] OR cluster.clusterId IN $clusters
        CREATE (cluster)-[boosts:BOOSTS]->(outlet)
        SET boosts = made, boosts.liftLow = $low, boosts.liftHigh = made.lift, boosts.noIntervalReason = null
        DELETE made
        """,
        {"clusters": list(clusters), "low": low},
    )
