// Posts and retweets by the week
// question: When does a group of outlets post, and when is it retweeted?
// finding: 1, 4
// columns:
//   group: what `by` names: an outlet, a kind, a state, …; empty: the registry does not say
//   id: the outlet's id, where by is 'outlet'
//   week: its Monday; weeks without a post or a retweet have no row; the first and the last are seldom whole
//   active: accounts with a post in this week
//   posts: posts of this week
//   retweets: retweets in the data, one by one, that fall into this week, of posts of whatever age
//   timed: of these, those whose delay after the post is known
//   rapid: of timed, those within 10 seconds of the post
//   ofRapid: rapid over timed, 0 to 1; empty: no delay is known
//   replies: replies to the posts of this week, whenever they came, as counted by the platform
//   reposts: retweets or shares of the posts of this week, likewise
//   likes: likes of the posts of this week, likewise
// parameters:
//   by: what is a group, one of outlet, kind, state, owner, parent, platform or all
//   outlet: an outlet's id, or part of its name; '' is every outlet
//   state: only outlets of this state, two letters; '' is every state
//   kind: only outlets of this kind: media, diplomat, agency, …; '' is every kind
//   since: from this day on, UTC; '' is from the beginning
//   until: to the end of this day, UTC; '' is to the end
//   top: most rows, group by group, the earliest first
// view: table
:param by => 'all';
:param outlet => '';
:param state => '';
:param kind => '';
:param since => '';
:param until => '';
:param top => 500;
WITH date(CASE coalesce($since, '') WHEN '' THEN '0001-01-01' ELSE $since END) AS since,
     date(CASE coalesce($until, '') WHEN '' THEN '9999-12-31' ELSE $until END) AS until
MATCH (o:Outlet)<-[:OPERATED_BY]-(a:Account)
WHERE (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
  AND toUpper(coalesce($state, '')) IN ['', o.state]
  AND toLower(coalesce($kind, '')) IN ['', toLower(o.kind)]
  AND $by IN ['outlet', 'kind', 'state', 'owner', 'parent', 'platform', 'all']
// an account that two outlets of a group run counts once
WITH DISTINCT since, until, a, CASE $by WHEN 'outlet' THEN o.outletId END AS id,
     CASE $by
       WHEN 'outlet' THEN o.name WHEN 'kind' THEN o.kind WHEN 'state' THEN o.state
       WHEN 'owner' THEN o.owner WHEN 'parent' THEN o.parent WHEN 'platform' THEN a.platform
       WHEN 'all' THEN 'all'
     END AS group
MATCH (a)-[r:ON_DAY]->(d:Day)
WHERE since <= d.date <= until
WITH group, id, date.truncate('week', d.date) AS week, count(DISTINCT CASE WHEN r.posts > 0 THEN a END) AS active,
     sum(r.posts) AS posts, sum(r.retweets) AS retweets, sum(r.timed) AS timed, sum(r.rapid) AS rapid,
     sum(r.replies) AS replies, sum(r.reposts) AS reposts, sum(r.likes) AS likes
WHERE posts > 0 OR retweets > 0
RETURN group, id, week, active, posts, retweets, timed, rapid,
       CASE WHEN timed > 0 THEN toFloat(rapid) / timed END AS ofRapid, replies, reposts, likes
ORDER BY group, id, week
LIMIT $top;
