// Posts per day and reactions, by group
// question: How many posts does a group of outlets publish per day, and how many replies, retweets and likes do they get?
// finding: 1, 2, 14
// columns:
//   group "Group": Name of the group, as set by the parameter by. Empty if the registry does not give one.
//   outletId "Outlet id": Id of the outlet. Empty unless by is 'outlet'.
//   outlets "Outlets": Number of outlets in the group that operate an account.
//   accounts "Accounts": Accounts of the group in the registry.
//   activeAccounts "Active accounts": Accounts with a post in the data.
//   posts "Posts": Posts in the data. Posts without a known time are not counted.
//   daysSpanned "Days spanned": Days from the first to the last day with a post, both included.
//   postsPerDay "Posts per day": posts divided by daysSpanned.
//   replies "Replies (platform count)": Replies to these posts, as counted by the platform. 0 if the platform gives no count.
//   reposts "Retweets (platform count)": Retweets or shares of these posts, as counted by the platform. 0 if the platform gives no count.
//   quotes "Quotes (platform count)": Quotes of these posts, as counted by the platform. 0 if the platform gives no count.
//   likes "Likes (platform count)": Likes of these posts, as counted by the platform. 0 if the platform gives no count.
//   promotedPosts "Promoted posts": Posts that were paid advertising.
//   retweets "Retweets": Retweets in the data from since to until, of posts of any age.
//   firstPostDay "First post": Day of the first of these posts (UTC).
//   lastPostDay "Last post": Day of the last of these posts (UTC).
// parameters:
//   by: What forms a group: one of outlet, kind, state, owner, parent, platform, names or all.
//   names: For by 'names', the first words of outlet names that form a group. Separate alternatives with |, as in 'China Daily|CD'.
//   outlet: Id of an outlet, or part of its name (case-insensitive). '' means every outlet.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   kind: Only outlets of this kind: media, diplomat, agency, … '' means every kind.
//   since: First day (YYYY-MM-DD, UTC). '' means from the beginning.
//   until: Last day, inclusive (YYYY-MM-DD, UTC). '' means to the end.
//   top: Maximum number of rows, most posts first.
// view: table
:param by => 'outlet';
:param names => [];
:param outlet => '';
:param state => '';
:param kind => '';
:param since => '';
:param until => '';
:param top => 25;
WITH date(CASE coalesce($since, '') WHEN '' THEN '0001-01-01' ELSE $since END) AS since,
     date(CASE coalesce($until, '') WHEN '' THEN '9999-12-31' ELSE $until END) AS until
MATCH (o:Outlet)<-[:OPERATED_BY]-(a:Account)
WHERE (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
  AND toUpper(coalesce($state, '')) IN ['', o.state]
  AND toLower(coalesce($kind, '')) IN ['', toLower(o.kind)]
  AND $by IN ['outlet', 'kind', 'state', 'owner', 'parent', 'platform', 'names', 'all']
WITH since, until, o, a, CASE $by WHEN 'outlet' THEN o.outletId END AS id,
     CASE $by
       WHEN 'outlet' THEN o.name WHEN 'kind' THEN o.kind WHEN 'state' THEN o.state
       WHEN 'owner' THEN o.owner WHEN 'parent' THEN o.parent WHEN 'platform' THEN a.platform
       // Whole words: 'GT' matches GT Life, but not GTV.
       WHEN 'names' THEN [n IN $names WHERE any(x IN [part IN split(toLower(n), '|') | trim(part)] WHERE x <> ''
         AND toLower(o.name) STARTS WITH x AND substring(toLower(o.name) + ' ', size(x), 1) =~ '\\P{L}')][0]
       WHEN 'all' THEN 'all'
     END AS group
WHERE group IS NOT NULL OR $by <> 'names'
// An account that two outlets of a group operate counts once.
WITH since, until, group, id, count(DISTINCT o) AS outlets, collect(DISTINCT a) AS operated
UNWIND operated AS a
CALL (a, since, until) {
  MATCH (a)-[r:ON_DAY]->(d:Day)
  WHERE since <= d.date <= until
  RETURN sum(r.posts) AS posts, sum(r.replies) AS replies, sum(r.reposts) AS reposts, sum(r.quotes) AS quotes,
         sum(r.likes) AS likes, sum(r.promoted) AS promoted, sum(r.retweets) AS retweets,
         min(CASE WHEN r.posts > 0 THEN d.date END) AS first, max(CASE WHEN r.posts > 0 THEN d.date END) AS last
}
WITH group, id, outlets, count(a) AS accounts, count(first) AS active, sum(posts) AS posts,
     sum(replies) AS replies, sum(reposts) AS reposts, sum(quotes) AS quotes, sum(likes) AS likes,
     sum(promoted) AS promoted, sum(retweets) AS retweets, min(first) AS first, max(last) AS last
WITH *, duration.inDays(first, last).days + 1 AS days
RETURN group, id AS outletId, outlets, accounts, active AS activeAccounts, posts, days AS daysSpanned,
       toFloat(posts) / days AS postsPerDay,
       replies, reposts, quotes, likes, promoted AS promotedPosts, retweets, first AS firstPostDay, last AS lastPostDay
ORDER BY posts DESC, retweets DESC, group, outletId
LIMIT $top;
