"""A small campaign whose results can be computed by hand.

Retweets (2021-01-01, UTC), all on platform x. The posts p1 and p2 are by cgtn, q1 is by liu, u1 and u2 are by stranger:

    a1: p1 10:00:00   p2 11:00:00   u1 12:00:00
    a2: p1 10:00:10   p2 11:00:30   u1 12:00:20
    a3: p1 10:00:40   p2 11:02:00   u2 09:00:00 on the next day
    b1: q1 13:00:00   u1 13:30:00
    b2: q1 13:00:05   u2 13:30:50
    bystander: p1, q1, u1 on 2021-01-03, 00:00

Of the 16 retweets, a1, a2 and a3 (cluster 1) make 9, b1 and b2 (cluster 2) make 4, and the bystander makes 3. cgtn
receives 7, liu 3 and stranger 6. The outlet CGTN operates cgtn, and the outlet Liu Xiaoming operates liu. stranger is
not in the registry.

Run "cr" is co-retweet within 60 s. a1-a2 share p1 (10 s), p2 (30 s) and u1 (20 s): weight 3. a1-a3 and a2-a3 share p1
(40 s, 30 s), but their retweets of p2 are 120 s and 90 s apart: weight 1 each. b1-b2 share q1 (5 s): weight 1.
Run "ca", which is newer, is co-amplify within 60 s. a1-a2 share cgtn and stranger: weight 2. a1-a3 and a2-a3 share
cgtn: weight 1 each. b1-b2 share liu (5 s) and stranger (u1 13:30:00, u2 13:30:50): weight 2.
"""

from explorer.communities.parameters import ClusterParameters
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.registry import CO_AMPLIFY, CO_RETWEET
from explorer.graph.connection.connect import Connection
from explorer.runs.detect import detect
from explorer.runs.parameters import DetectionParameters
from tests.helpers.world import World

RETWEETS = {
    "a1": {"p1": "01T10:00:00", "p2": "01T11:00:00", "u1": "01T12:00:00"},
    "a2": {"p1": "01T10:00:10", "p2": "01T11:00:30", "u1": "01T12:00:20"},
    "a3": {"p1": "01T10:00:40", "p2": "01T11:02:00", "u2": "02T09:00:00"},
    "b1": {"q1": "01T13:00:00", "u1": "01T13:30:00"},
    "b2": {"q1": "01T13:00:05", "u2": "01T13:30:50"},
    "bystander": {"p1": "03T00:00:00", "q1": "03T00:00:00", "u1": "03T00:00:00"},
}
POSTS = {"p1": "cgtn", "p2": "cgtn", "q1": "liu", "u1": "stranger", "u2": "stranger"}

# A run's ID depends on its parameters and data. Tests use names for the two runs.
RENAME = """
MATCH (run:Run {signal: $signal})
SET run.runId = $name
WITH run
MATCH (cluster:Cluster)-[:FOUND_IN]->(run)
SET cluster.runId = $name, cluster.clusterId = $name + '/' + cluster.rank
WITH count(*) AS _
MATCH ()-[edge:COORDINATED {signal: $signal}]->()
SET edge.runId = $name
"""


def campaign_world() -> World:
    """Return the campaign's accounts, outlets, posts and retweets."""
    world = World()
    for account in (*RETWEETS, *dict.fromkeys(POSTS.values())):
        world.account(account, status="suspended" if account == "a2" else None)
    world.outlet("cn-cgtn", "cgtn", name="CGTN")
    world.outlet("cn-liu-xiaoming", "liu", name="Liu Xiaoming", kind=None)
    for post, author in POSTS.items():
        world.post(post, author, text=f"text of {post}")
    for account, retweets in RETWEETS.items():
        for post, at in retweets.items():
            world.retweet(account, post, f"2021-01-{at}")
    return world


def build_campaign(graph: Connection) -> Connection:
    """Load the campaign into an empty graph, and run the two detections."""
    campaign_world().build(graph)
    network, clusters = NetworkParameters(window=60_000, min_weight=1), ClusterParameters(min_size=2)
    for signal, name in ((CO_RETWEET, "cr"), (CO_AMPLIFY, "ca")):
        parameters = DetectionParameters(signals=(signal,), network=network, clusters=clusters, significance=None)
        detect(graph, parameters)
        graph.execute(RENAME, {"signal": signal.name, "name": name})
    return graph
