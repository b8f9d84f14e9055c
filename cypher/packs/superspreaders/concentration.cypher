// How few accounts make most of the retweets
// question: What share of all retweets of the outlets comes from the most active few accounts?
// finding: 3
// columns:
//   level: whose retweets are counted together: of all outlets, of a state's, of one outlet
//   name: the state, or the outlet's name
//   id: the outlet's id; the parameter outlet takes it
//   accounts: accounts that retweeted at least once
//   retweets: their retweets
//   topAccounts: how many accounts the top are: percent of accounts, rounded, and one at the least
//   topRetweets: retweets by these
//   topShare: topRetweets over retweets, 0 to 1
//   least: retweets that the least active of the top made
//   gini: Gini coefficient of retweets per account: 0 where all make as many, towards 1 where one makes them all
// parameters:
//   percent: how many percent of the accounts are the top
//   outlet: an outlet's id, or part of its name; '' is every outlet, and all together
//   state: only outlets of this state, two letters; '' is every state
//   top: most rows; all together first, then the most retweeted outlets
// view: table
:param percent => 1.0;
:param outlet => '';
:param state => '';
:param top => 25;
CALL () {
  MATCH (a:Account)
  WHERE a.boostedRetweets IS NOT NULL AND coalesce($outlet, '') = '' AND coalesce($state, '') = ''
  WITH reduce(n = 0, x IN a.boostedRetweets | n + x) AS each, count(*) AS n ORDER BY each
  RETURN 1 AS step, 'all' AS level, null AS name, null AS id, collect(each) AS each, collect(n) AS accountsOf
  UNION ALL
  MATCH (a:Account)
  WHERE toUpper($state) IN a.boostedStates AND $state <> '' AND coalesce($outlet, '') = ''
  WITH a.boostedStates AS states, a.boostedRetweets AS made
  WITH [i IN range(0, size(states) - 1) WHERE states[i] = toUpper($state) | made[i]][0] AS each, count(*) AS n
  ORDER BY each
  RETURN 1 AS step, 'state' AS level, toUpper($state) AS name, null AS id,
         collect(each) AS each, collect(n) AS accountsOf
  UNION ALL
  MATCH (o:Outlet)
  WHERE (coalesce($outlet, '') IN ['', o.outletId]
         OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
    AND toUpper(coalesce($state, '')) IN ['', o.state]
  RETURN 2 AS step, 'outlet' AS level, o.name AS name, o.outletId AS id,
         o.perAmplifier AS each, o.amplifiers AS accountsOf
}
// each[i] retweets were made by each of accountsOf[i] accounts, ascending
WITH *
WHERE size(each) > 0
WITH *, range(0, size(each) - 1) AS at
WITH *, reduce(n = 0, i IN at | n + accountsOf[i]) AS accounts,
     reduce(n = 0, i IN at | n + each[i] * accountsOf[i]) AS retweets
WITH *, toInteger(round($percent / 100.0 * accounts)) AS rounded
WITH *, CASE WHEN rounded < 1 THEN 1 WHEN rounded > accounts THEN accounts ELSE rounded END AS topAccounts
// the top is taken by counts, so that it does not matter which of several equal accounts belongs to it
WITH *, reduce(s = {left: topAccounts, sum: 0, least: null}, i IN reverse(at) | CASE
       WHEN s.left = 0 THEN s
       WHEN accountsOf[i] < s.left
       THEN {left: s.left - accountsOf[i], sum: s.sum + accountsOf[i] * each[i], least: each[i]}
       ELSE {left: 0, sum: s.sum + s.left * each[i], least: each[i]}
     END) AS top,
     // Gini = sum over the i-th of n accounts, ascending, of (2i - n - 1) x, over n times all retweets
     reduce(s = {before: 0, sum: 0.0}, i IN at | {
       before: s.before + accountsOf[i],
       sum: s.sum + toFloat(accountsOf[i]) * each[i] * (2 * s.before + accountsOf[i] - accounts)
     }).sum / (toFloat(accounts) * retweets) AS gini
RETURN level, name, id, accounts, retweets, topAccounts, top.sum AS topRetweets,
       toFloat(top.sum) / retweets AS topShare, top.least AS least, gini
ORDER BY step, retweets DESC, name, id
LIMIT $top;
