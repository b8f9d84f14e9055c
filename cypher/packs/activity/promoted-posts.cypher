// Posts that outlets paid to promote
// question: Which posts did outlets pay to promote, and what do they say?
// finding: 14
// columns:
//   outlet "Outlet": Name of the outlet.
//   outletId "Outlet id": Id of the outlet.
//   state "State": Country code of the outlet's state (ISO 3166-1 alpha-2).
//   account "Account key": Key of the author (platform:id).
//   handle "Handle": Handle of the author. Empty if unknown.
//   post "Post key": Key of the post (platform:id).
//   postedDay "Posted": Day on which the post was published (UTC). Empty if unknown.
//   replies "Replies (platform count)": Replies, as counted by the platform. Empty if unknown.
//   reposts "Retweets (platform count)": Retweets or shares, as counted by the platform. Empty if unknown.
//   quotes "Quotes (platform count)": Quotes, as counted by the platform. Empty if unknown.
//   likes "Likes (platform count)": Likes, as counted by the platform. Empty if unknown.
//   retweets "Retweets": Retweets of the post in the data.
//   text "Text": Text of the post. Empty if unknown.
// parameters:
//   outlet: Id of an outlet, or part of its name (case-insensitive). '' means every outlet.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   since: First day (YYYY-MM-DD, UTC). '' means from the beginning.
//   until: Last day, inclusive (YYYY-MM-DD, UTC). '' means to the end.
//   top: Maximum number of rows, sorted by outlet and time.
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
  // A post without a known time only counts if there is no time limit.
  AND (since <= date(p.createdAt) <= until OR (p.createdAt IS NULL AND coalesce($since + $until, '') = ''))
WITH o, a, p ORDER BY o.name, o.outletId, p.createdAt, p.postId LIMIT $top
RETURN o.name AS outlet, o.outletId AS outletId, o.state AS state, a.accountId AS account, a.handle AS handle,
       p.postId AS post, date(p.createdAt) AS postedDay,
       p.replies AS replies, p.reposts AS reposts, p.quotes AS quotes, p.likes AS likes,
       COUNT { (p)<-[:RETWEETED]-() } AS retweets, p.text AS text
ORDER BY outlet, outletId, p.createdAt, post;
