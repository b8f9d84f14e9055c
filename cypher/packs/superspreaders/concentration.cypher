// Concentration of retweets among few accounts
// question: What share of the retweets of outlets comes from the most active accounts?
// finding: 3
// columns:
//   level "Level": What the row is about: all (every outlet), state or outlet.
//   group "Group": Code of the state or name of the outlet. Empty for every outlet together.
//   outletId "Outlet id": Id of the outlet. Empty for other levels.
//   accounts "Accounts": Accounts that retweeted at least once.
//   retweets "Retweets": Retweets by these accounts.
//   topAccounts "Top accounts": The chosen percentage of accounts, rounded, but at least 1.
//   topRetweets "Retweets by top accounts": Retweets by the most active topAccounts.
//   topShare "% by top accounts": topRetweets divided by retweets.
//   minTopRetweets "Fewest by a top account": Retweets by the least active of the top accounts.
//   gini "Gini coefficient": Gini coefficient of retweets per account: 0 if all accounts make the same number, near 1 if one account makes all.
// parameters:
//   percent: Percentage of accounts that are the top accounts.
//   outlet: Id of an outlet, or part of its name (case-insensitive). '' means every outlet, and all outlets together.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   top: Maximum number of rows. The row of all outlets comes first, then the most retweeted outlets.
// view: table
:param percent => 1.0;
:param outlet => '';
:param state => '';
:param top => 25;
CALL () {
  MATCH (a:Account)
  WHERE a.boostedRetweets IS NOT NULL AND coalesce($outlet, '') = '' AND coalesce($state, '') = ''
  WITH reduce(n = 0, x IN a.boostedRetweets | n + x) AS each, count(*) AS n ORDER BY each
  RETURN 1 AS step, 'all' AS level, null AS group, null AS outletId, collect(each) AS each, collect(n) AS accountsOf
  UNION ALL
  MATCH (a:Account)
  WHERE toUpper($state) IN a.boostedStates AND $state <> '' AND coalesce($outlet, '') = ''
  WITH a.boostedStates AS states, a.boostedRetweets AS made
  WITH [i IN range(0, size(states) - 1) WHERE states[i] = toUpper($state) | made[i]][0] AS each, count(*) AS n
  ORDER BY each
  RETURN 1 AS step, 'state' AS level, toUpper($state) AS group, null AS outletId,
         collect(each) AS each, collect(n) AS accountsOf
  UNION ALL
  MATCH (o:Outlet)
  WHERE (coalesce($outlet, '') IN ['', o.outletId]
         OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
    AND toUpper(coalesce($state, '')) IN ['', o.state]
  RETURN 2 AS step, 'outlet' AS level, o.name AS group, o.outletId AS outletId,
         o.perAmplifier AS each, o.amplifiers AS accountsOf
}
// each of accountsOf[i] accounts made each[i] retweets, in ascending order
WITH *
WHERE size(each) > 0
WITH *, range(0, size(each) - 1) AS at
WITH *, reduce(n = 0, i IN at | n + accountsOf[i]) AS accounts,
     reduce(n = 0, i IN at | n + each[i] * accountsOf[i]) AS retweets
WITH *, toInteger(round($percent / 100.0 * accounts)) AS rounded
WITH *, CASE WHEN rounded < 1 THEN 1 WHEN rounded > accounts THEN accounts ELSE rounded END AS topAccounts
// the top is computed from counts, so the choice among accounts with equal numbers of retweets does not matter
WITH *, reduce(s = {left: topAccounts, sum: 0, fewest: null}, i IN reverse(at) | CASE
       WHEN s.left = 0 THEN s
       WHEN accountsOf[i] < s.left
       THEN {left: s.left - accountsOf[i], sum: s.sum + accountsOf[i] * each[i], fewest: each[i]}
       ELSE {left: 0, sum: s.sum + s.left * each[i], fewest: each[i]}
     END) AS top,
     // Gini = sum over the n accounts in ascending order of (2i - n - 1) x, divided by n times all retweets
     reduce(s = {before: 0, sum: 0.0}, i IN at | {
       before: s.before + accountsOf[i],
       sum: s.sum + toFloat(accountsOf[i]) * each[i] * (2 * s.before + accountsOf[i] - accounts)
     }).sum / (toFloat(accounts) * retweets) AS gini
RETURN level, group, outletId, accounts, retweets, topAccounts, top.sum AS topRetweets,
       toFloat(top.sum) / retweets AS topShare, top.fewest AS minTopRetweets, gini
ORDER BY step, retweets DESC, group, outletId
LIMIT $top;
