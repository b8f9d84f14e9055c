// Posts a day and what they earn, by group
// question: How much does a group of outlets post a day, and how many replies, retweets and likes do its posts get?
// finding: 1, 2, 14
// columns:
//   group: what `by` names: an outlet, a kind, a state, …; empty: the registry does not say
//   id: the outlet's id, where by is 'outlet'; the parameter outlet takes it
//   outlets: outlets of the group that run an account
//   accounts: their accounts, as registered
//   active: of these, accounts with a post in the data
//   posts: posts in the data; those whose time is unknown are on no day and not counted
//   days: from the first to the last day with a post, both counted
//   postsPerDay: posts over days
//   replies: replies to these posts, as counted by the platform; this and the next three: 0 where it gives none
//   reposts: retweets or shares of these posts, as counted by the platform
//   quotes: quotes of these posts, as counted by the platform
//   likes: likes of these posts, as counted by the platform
//   promoted: posts that were paid advertising
//   retweets: retweets in the data, one by one, of posts of whatever age; all from since to until
//   first: first day with a post, UTC
//   last: last day with a post, UTC
// parameters:
//   by: what is a group, one of outlet, kind, state, owner, parent, platform, names or all
//   names: by 'names': the words that names in a group begin with, | between several: 'CGTN', 'China Daily|CD'
//   outlet: an outlet's id, or part of its name; '' is every outlet
//   state: only outlets of this state, two letters; '' is every state
//   kind: only outlets of this kind: media, diplomat, agency, …; '' is every kind
//   since: from this day on, UTC, 2020-06-09; '' is from the beginning
//   until: to the end of this day, UTC; '' is to the end
//   top: most rows, those with the most posts first
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
       // whole words: 'GT' is the beginning of GT Life and not of GTV
       WHEN 'names' THEN [n IN $names WHERE any(x IN [part IN split(toLower(n), '|') | trim(part)] WHERE x <> ''
         AND toLower(o.name) STARTS WITH x AND substring(toLower(o.name) + ' ', size(x), 1) =~ '\\P{L}')][0]
       WHEN 'all' THEN 'all'
     END AS group
WHERE group IS NOT NULL OR $by <> 'names'
// an account that two outlets of a group run counts once
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
RETURN group, id, outlets, accounts, active, posts, days, toFloat(posts) / days AS postsPerDay,
       replies, reposts, quotes, likes, promoted, retweets, first, last
ORDER BY posts DESC, retweets DESC, group, id
LIMIT $top;
