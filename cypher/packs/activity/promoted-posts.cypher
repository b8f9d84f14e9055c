// Posts that outlets paid for
// question: Which posts did outlets have promoted, and what did they say?
// finding: 14
// columns:
//   outlet: the outlet's name
//   id: the outlet's id; the parameter outlet takes it
//   state: ISO 3166-1 alpha-2 code of the state behind the outlet
//   account: the author's key, platform:id
//   handle: the author's handle, where known
//   post: the post's key, platform:id
//   day: the day it was published, UTC; empty: unknown
//   replies: replies, as counted by the platform; this and the next three: empty where unknown
//   reposts: retweets or shares, as counted by the platform
//   quotes: quotes, as counted by the platform
//   likes: likes, as counted by the platform
//   retweets: its retweets in the data, one by one
//   text: the post's text, where known
// parameters:
//   outlet: an outlet's id, or part of its name; '' is every outlet
//   state: only outlets of this state, two letters; '' is every state
//   since: from this day on, UTC; '' is from the beginning
//   until: to the end of this day, UTC; '' is to the end
//   top: most rows, outlet by outlet, the earliest first
// view: table
:param outlet => '';
:param state => '';
:param since => '';
:param until => '';
:param top => 100;
WITH date(CASE coalesce($since, '') WHEN '' THEN '0001-01-01' ELSE $since END) AS since,
     date(CASE coalesce($until, '') WHEN '' THEN '9999-12-31' ELSE $until END) AS until
MATCH (o:Outlet)<-[:OPERATED_BY]-(a:Account)-[:POSTED]->(p:Post)
WHERE p.promoted
  AND (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
  AND toUpper(coalesce($state, '')) IN ['', o.state]
  // a post of unknown time lies in no span but the open one
  AND (since <= date(p.createdAt) <= until OR (p.createdAt IS NULL AND coalesce($since + $until, '') = ''))
WITH o, a, p ORDER BY o.name, o.outletId, p.createdAt, p.postId LIMIT $top
RETURN o.name AS outlet, o.outletId AS id, o.state AS state, a.accountId AS account, a.handle AS handle,
       p.postId AS post, date(p.createdAt) AS day,
       p.replies AS replies, p.reposts AS reposts, p.quotes AS quotes, p.likes AS likes,
       COUNT { (p)<-[:RETWEETED]-() } AS retweets, p.text AS text
ORDER BY outlet, id, p.createdAt, post;
