// The curve of concentration
// question: If accounts are added one after the other, the most active first, how fast does their share of the retweets grow?
// finding: 3
// columns:
//   outlet: the outlet's name; empty: all outlets, or those of the state, together
//   id: the outlet's id
//   least: the point's accounts are those with at least as many retweets
//   accounts: how many accounts these are
//   retweets: how many retweets they made
//   ofAccounts: share of all accounts that retweeted at least once, 0 to 1
//   ofRetweets: share of all retweets, 0 to 1
// parameters:
//   outlet: an outlet's id, or part of its name; '' is all outlets together
//   state: only outlets of this state, two letters; '' is every state
//   top: most rows, outlet by outlet, from the most active accounts down
// view: table
:param outlet => '';
:param state => '';
:param top => 1000;
CALL () {
  MATCH (a:Account)
  WHERE a.boostedRetweets IS NOT NULL AND coalesce($outlet, '') = ''
  WITH reduce(n = 0, i IN range(0, size(a.boostedStates) - 1) |
         n + CASE WHEN toUpper(coalesce($state, '')) IN ['', a.boostedStates[i]] THEN a.boostedRetweets[i] ELSE 0 END) AS each,
       count(*) AS n
  WHERE each > 0
  WITH each, n ORDER BY each DESC
  RETURN null AS outlet, null AS id, collect(each) AS each, collect(n) AS accountsOf
  UNION ALL
  MATCH (o:Outlet)
  WHERE coalesce($outlet, '') <> ''
    AND (o.outletId = $outlet OR toLower(o.name) CONTAINS toLower($outlet))
    AND toUpper(coalesce($state, '')) IN ['', o.state]
  RETURN o.name AS outlet, o.outletId AS id, reverse(o.perAmplifier) AS each, reverse(o.amplifiers) AS accountsOf
}
// each[i] retweets were made by each of accountsOf[i] accounts, descending
UNWIND range(0, size(each) - 1) AS i
WITH *, reduce(n = 0, k IN accountsOf[..i + 1] | n + k) AS accounts,
     reduce(n = 0, k IN range(0, i) | n + each[k] * accountsOf[k]) AS retweets
WITH outlet, id, each[i] AS least, accounts, retweets,
     reduce(n = 0, k IN accountsOf | n + k) AS allAccounts,
     reduce(n = 0, k IN range(0, size(each) - 1) | n + each[k] * accountsOf[k]) AS allRetweets
RETURN outlet, id, least, accounts, retweets,
       toFloat(accounts) / allAccounts AS ofAccounts, toFloat(retweets) / allRetweets AS ofRetweets
ORDER BY outlet, id, least DESC
LIMIT $top;
