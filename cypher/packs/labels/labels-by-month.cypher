// Labels put each month
// question: When did the platform begin to label outlets' accounts, and how many did it label each month?
// finding: 8
// columns:
//   month: its first day, UTC; months without a label have no row
//   labels: accounts labelled in the month
//   outlets: outlets whose accounts these are
//   total: accounts labelled by its end
//   first: day of the month's first label
//   example: the first account labelled in it
// parameters:
//   platform: only accounts of this platform; '' is every platform
//   state: only outlets of this state, two letters; '' is every state
//   kind: only outlets of this kind: media, diplomat, …; '' is every kind
//   top: most rows, the earliest first
// view: table
:param platform => 'x';
:param state => '';
:param kind => '';
:param top => 120;
MATCH (a:Account)-[:OPERATED_BY]->(o:Outlet)
WHERE a.labelledAt IS NOT NULL AND toLower(coalesce($platform, '')) IN ['', a.platform]
  AND toUpper(coalesce($state, '')) IN ['', o.state]
  AND toLower(coalesce($kind, '')) IN ['', toLower(o.kind)]
WITH a, o ORDER BY a.labelledAt, a.accountId, o.outletId
WITH date.truncate('month', date(a.labelledAt)) AS month, collect(DISTINCT a) AS accounts,
     count(DISTINCT o) AS outlets
ORDER BY month
WITH collect({month: month, accounts: accounts, outlets: outlets}) AS months
UNWIND range(0, size(months) - 1) AS i
WITH months[i] AS m, reduce(n = 0, x IN months[..i + 1] | n + size(x.accounts)) AS total
RETURN m.month AS month, size(m.accounts) AS labels, m.outlets AS outlets, total,
       date(m.accounts[0].labelledAt) AS first, m.accounts[0].accountId AS example
ORDER BY month
LIMIT $top;
