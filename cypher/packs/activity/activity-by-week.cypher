// Weekly posts and retweets by group
// question: How many posts does a group of outlets publish each week, and how often is it retweeted?
// finding: 1, 4
// columns:
//   group "Group": Name of the group, as set by the parameter by. Empty if the registry does not give one.
//   outletId "Outlet id": Id of the outlet. Empty unless by is 'outlet'.
//   week "Week from": Monday on which the week begins (UTC). Weeks without a post or a retweet have no row.
//   activeAccounts "Active accounts": Accounts with a post in this week.
//   posts "Posts": Posts published in this week.
//   retweets "Retweets": Retweets in the data that were made in this week, of posts of any age.
//   retweetsWithDelay "Retweets with known delay": Retweets whose delay is known. The delay is the time from the post to the retweet.
//   rapidRetweets "Rapid retweets": Retweets within 10 seconds of the post.
//   rapidShare "% rapid": rapidRetweets divided by retweetsWithDelay. Empty if no delay is known.
//   replies "Replies (platform count)": Replies to this week's posts, as counted by the platform.
//   reposts "Retweets (platform count)": Retweets or shares of this week's posts, as counted by the platform.
//   likes "Likes (platform count)": Likes of this week's posts, as counted by the platform.
// parameters:
//   by: What forms a group: one of outlet, kind, state, owner, parent, platform or all.
//   outlet: Id of an outlet, or part of its name (case-insensitive). '' means every outlet.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   kind: Only outlets of this kind: media, diplomat, agency, … '' means every kind.
//   since: First day (YYYY-MM-DD, UTC). '' means from the beginning.
//   until: Last day, inclusive (YYYY-MM-DD, UTC). '' means to the end.
//   top: Maximum number of rows, sorted by group and week.
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
// An account that two outlets of a group operate counts once.
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
RETURN group, id AS outletId, week, active AS activeAccounts, posts, retweets, timed AS retweetsWithDelay,
       rapid AS rapidRetweets,
       CASE WHEN timed > 0 THEN toFloat(rapid) / timed END AS rapidShare, replies, reposts, likes
ORDER BY group, outletId, week
LIMIT $top;
