// Retweets whose post is not told
// question: Of which outlets' retweets is only the retweeted account known, not the post?
// finding: 4, 12
// columns:
//   platform: id space of the ids
//   outlet: the outlet's name; empty in the row of all accounts that no registered outlet runs
//   id: the outlet's id
//   retweets: retweets of its accounts
//   ofStubs: of these, those whose post is not told apart
//   share: ofStubs over retweets, 0 to 1
//   accounts: accounts with such retweets
//   posts: posts of these accounts that are told apart
// parameters:
//   outlet: an outlet's id, or part of its name in any case; '' is every outlet, and all other accounts together
//   state: only outlets of this state, two letters; '' is every state, and all other accounts together
//   top: most rows, those with the most retweets of untold posts first
// view: table
:param outlet => '';
:param state => '';
:param top => 25;
MATCH (p:Post)<-[:POSTED]-(a:Account)
WITH a, sum(COUNT { (p)<-[:RETWEETED]-() }) AS retweets,
     sum(CASE p.identified WHEN false THEN COUNT { (p)<-[:RETWEETED]-() } ELSE 0 END) AS ofStubs,
     sum(CASE p.identified WHEN false THEN 0 ELSE 1 END) AS posts
OPTIONAL MATCH (a)-[:OPERATED_BY]->(o:Outlet)
WITH a, retweets, ofStubs, posts, o
WHERE (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
  AND toUpper(coalesce($state, '')) IN ['', o.state]
WITH a.platform AS platform, o, sum(retweets) AS retweets, sum(ofStubs) AS ofStubs,
     sum(CASE WHEN ofStubs > 0 THEN 1 ELSE 0 END) AS accounts, sum(CASE WHEN ofStubs > 0 THEN posts ELSE 0 END) AS posts
WHERE retweets > 0
RETURN platform, o.name AS outlet, o.outletId AS id, retweets, ofStubs, toFloat(ofStubs) / retweets AS share,
       accounts, posts
ORDER BY ofStubs DESC, retweets DESC, platform, id
LIMIT $top;
