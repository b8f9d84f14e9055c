"""A small campaign whose answers can be worked out by hand.

Retweets (2021-01-01, UTC), all on platform x; p1, p2 are posts of cgtn, q1 of liu, u1, u2 of stranger:

    a1: p1 10:00:00   p2 11:00:00   u1 12:00:00
    a2: p1 10:00:10   p2 11:00:30   u1 12:00:20
    a3: p1 10:00:40   p2 11:02:00   u2 09:00:00 on the next day
    b1: q1 13:00:00   u1 13:30:00
    b2: q1 13:00:05   u2 13:30:50
    bystander: p1, q1, u1 on 2021-01-03

Of 16 retweets, a1, a2, a3 (cluster 1) made 9, b1, b2 (cluster 2) 4 and the bystander 3; cgtn received 7,
liu 3, stranger 6. Outlet CGTN runs cgtn, the outlet Liu Xiaoming runs liu; stranger is in no registry.

Run "cr": co-retweet within 60 s. a1-a2 share p1 (10 s), p2 (30 s), u1 (20 s): 3. a1-a3 and a2-a3 share p1
(40 s, 30 s) but p2 is 120 s and 90 s apart: 1 each. b1-b2 share q1 (5 s): 1.
Run "ca", which is newer: co-amplify within 60 s. a1-a2 share cgtn and stranger: 2. a1-a3, a2-a3 share cgtn:
1 each. b1-b2 share liu (5 s) and stranger (u1 13:30:00, u2 13:30:50): 2.
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

# a run's id follows from its parameters and data; tests call the two runs by names
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
    """Load the campaign into an empty graph, and detect its two runs."""
    campaign_world().build(graph)
    network, clusters = NetworkParameters(window=60_000, min_weight=1), ClusterParameters(min_size=2)
    for signal, name in ((CO_RETWEET, "cr"), (CO_AMPLIFY, "ca")):
        parameters = DetectionParameters(signals=(signal,), network=network, clusters=clusters, significance=None)
        detect(graph, parameters)
        graph.execute(RENAME, {"signal": signal.name, "name": name})
    return graph
