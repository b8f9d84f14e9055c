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
Run "ca", the newer one: co-amplify within 60 s. a1-a2 share cgtn and stranger: 2. a1-a3, a2-a3 share cgtn:
1 each. b1-b2 share liu (5 s) and stranger (u1 13:30:00, u2 13:30:50): 2.
What the runs say of stability and of a3 as periphery is made up.
"""

from explorer.graph.connection.connect import Connection

ACCOUNTS = """
UNWIND ['a1', 'a2', 'a3', 'b1', 'b2', 'bystander', 'cgtn', 'liu', 'stranger'] AS id
CREATE (a:Account {accountId: 'x:' + id, platform: 'x', handle: toUpper(id), handleKey: 'x:' + id})
WITH count(*) AS _
MATCH (a2:Account {accountId: 'x:a2'})
MATCH (cgtn:Account {accountId: 'x:cgtn'}), (liu:Account {accountId: 'x:liu'})
SET a2.status = 'suspended', a2:Suspended
CREATE (cgtn)-[:OPERATED_BY]->(:Outlet {outletId: 'cn-cgtn', name: 'CGTN', state: 'CN', kind: 'media'}),
       (liu)-[:OPERATED_BY]->(:Outlet {outletId: 'cn-liu-xiaoming', name: 'Liu Xiaoming', state: 'CN'})
"""
POSTS = """
UNWIND [['cgtn', 'p1'], ['cgtn', 'p2'], ['liu', 'q1'], ['stranger', 'u1'], ['stranger', 'u2']] AS post
MATCH (a:Account {accountId: 'x:' + post[0]})
CREATE (p:Post {postId: 'x:' + post[1], platform: 'x', text: 'text of ' + post[1], identified: true})
CREATE (a)-[:POSTED]->(p)
"""
RETWEETS = """
UNWIND [
  ['a1', 'p1', '01T10:00:00'], ['a1', 'p2', '01T11:00:00'], ['a1', 'u1', '01T12:00:00'],
  ['a2', 'p1', '01T10:00:10'], ['a2', 'p2', '01T11:00:30'], ['a2', 'u1', '01T12:00:20'],
  ['a3', 'p1', '01T10:00:40'], ['a3', 'p2', '01T11:02:00'], ['a3', 'u2', '02T09:00:00'],
  ['b1', 'q1', '01T13:00:00'], ['b1', 'u1', '01T13:30:00'],
  ['b2', 'q1', '01T13:00:05'], ['b2', 'u2', '01T13:30:50'],
  ['bystander', 'p1', '03T00:00:00'], ['bystander', 'q1', '03T00:00:00'], ['bystander', 'u1', '03T00:00:00']
] AS row
MATCH (a:Account {accountId: 'x:' + row[0]}), (p:Post {postId: 'x:' + row[1]})
CREATE (a)-[:RETWEETED {actionId: 'x:' + row[0] + row[1], at: datetime('2021-01-' + row[2] + 'Z')}]->(p)
"""
AMPLIFIED = """
MATCH (a:Account)-[r:RETWEETED]->(:Post)<-[:POSTED]-(t:Account)
WITH a, t, count(r) AS retweets, min(r.at) AS firstAt, max(r.at) AS lastAt
CREATE (a)-[:AMPLIFIED {retweets: retweets, firstAt: firstAt, lastAt: lastAt, rapid: 0}]->(t)
"""
RUNS = """
UNWIND [
  {id: 'cr', signal: 'co-retweet', at: datetime('2021-02-01T00:00:00Z'),
   edges: [['a1', 'a2', 3], ['a1', 'a3', 1], ['a2', 'a3', 1], ['b1', 'b2', 1]], weights: [5, 1]},
  {id: 'ca', signal: 'co-amplify', at: datetime('2021-02-02T00:00:00Z'),
   edges: [['a1', 'a2', 2], ['a1', 'a3', 1], ['a2', 'a3', 1], ['b1', 'b2', 2]], weights: [4, 2]}
] AS row
CREATE (run:Run {runId: row.id, signal: row.signal, window: 60000, createdAt: row.at, platforms: ['x'], retweets: 16})
CREATE (c1:Cluster {clusterId: row.id + '/1', runId: row.id, rank: 1, size: 3, edges: 3, weight: row.weights[0],
                    density: 1.0, score: row.weights[0] / 3.0, stability: 0.75, retweets: 9})-[:FOUND_IN]->(run)
CREATE (c2:Cluster {clusterId: row.id + '/2', runId: row.id, rank: 2, size: 2, edges: 1, weight: row.weights[1],
                    density: 1.0, score: row.weights[1] / 2.0, stability: 1.0, retweets: 4})-[:FOUND_IN]->(run)
WITH row, c1, c2
MATCH (cgtn:Outlet {outletId: 'cn-cgtn'}), (liu:Outlet {outletId: 'cn-liu-xiaoming'})
CREATE (c1)-[:BOOSTS {retweets: 6, accounts: 3, shareOfCluster: 6.0 / 9, shareOfOutlet: 6.0 / 7,
                      lift: (6.0 / 9) / (7.0 / 16), rapid: 0, suspended: 2,
                      firstAt: datetime('2021-01-01T10:00:00Z'), lastAt: datetime('2021-01-01T11:02:00Z')}
             ]->(cgtn)
CREATE (c2)-[:BOOSTS {retweets: 2, accounts: 2, shareOfCluster: 2.0 / 4, shareOfOutlet: 2.0 / 3,
                      lift: (2.0 / 4) / (3.0 / 16), rapid: 0, suspended: 0,
                      firstAt: datetime('2021-01-01T13:00:00Z'), lastAt: datetime('2021-01-01T13:00:05Z')}
             ]->(liu)
WITH row, c1, c2
UNWIND row.edges AS edge
MATCH (a:Account {accountId: 'x:' + edge[0]}), (b:Account {accountId: 'x:' + edge[1]})
CREATE (a)-[:COORDINATED {runId: row.id, signal: row.signal, weight: edge[2], objects: edge[2]}]->(b)
WITH c1, c2, collect(a) + collect(b) AS accounts
UNWIND accounts AS a
WITH DISTINCT a, CASE WHEN a.accountId STARTS WITH 'x:a' THEN c1 ELSE c2 END AS c
CREATE (a)-[:MEMBER_OF {role: CASE a.accountId WHEN 'x:a3' THEN 'periphery' ELSE 'core' END,
                        stability: c.stability}]->(c)
"""


def build_campaign(graph: Connection) -> None:
    """Fill an empty graph with the campaign."""
    for statement in (ACCOUNTS, POSTS, RETWEETS, AMPLIFIED, RUNS):
        graph.execute(statement)
