// Retweets of stub posts
// question: For which outlets do the data name only the retweeted account, but not the post?
// finding: 4, 12
// columns:
//   platform "Platform": Platform of the accounts.
//   outlet "Outlet": Name of the outlet. Empty in the row of all accounts that no outlet operates.
//   outletId "Outlet id": Id of the outlet.
//   retweets "Retweets": Retweets of the outlet's accounts.
//   stubRetweets "Retweets of stub posts": Retweets of these accounts for which the post is not identified.
//   stubShare "% of stub posts": stubRetweets divided by retweets.
//   stubAccounts "Accounts with a stub post": Accounts of the outlet with such retweets.
//   identifiedPosts "Identified posts": Posts of these accounts that are identified.
// parameters:
//   outlet: Id of an outlet, or part of its name (case-insensitive). '' means every outlet, and all other accounts together.
//   state: Only outlets of this state (two-letter country code). '' means every state, and all other accounts together.
//   top: Maximum number of rows, most retweets of stub posts first.
// view: table
:param outlet => '';
:param state => '';
:param top => 25;
MATCH (p:Post)<-[:POSTED]-(a:Account)
WITH a, sum(COUNT { (p)<-[:RETWEETED]-() }) AS retweets,
     sum(CASE p.identified WHEN false THEN COUNT { (p)<-[:RETWEETED]-() } ELSE 0 END) AS stubRetweets,
     sum(CASE p.identified WHEN false THEN 0 ELSE 1 END) AS posts
OPTIONAL MATCH (a)-[:OPERATED_BY]->(o:Outlet)
WITH a, retweets, stubRetweets, posts, o
WHERE (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
  AND toUpper(coalesce($state, '')) IN ['', o.state]
WITH a.platform AS platform, o, sum(retweets) AS retweets, sum(stubRetweets) AS stubRetweets,
     sum(CASE WHEN stubRetweets > 0 THEN 1 ELSE 0 END) AS stubAccounts,
     sum(CASE WHEN stubRetweets > 0 THEN posts ELSE 0 END) AS identifiedPosts
WHERE retweets > 0
RETURN platform, o.name AS outlet, o.outletId AS outletId, retweets, stubRetweets,
       toFloat(stubRetweets) / retweets AS stubShare, stubAccounts, identifiedPosts
ORDER BY stubRetweets DESC, retweets DESC, platform, outletId
LIMIT $top;
