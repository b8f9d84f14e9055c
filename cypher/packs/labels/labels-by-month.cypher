// Accounts labelled per month
// question: When did the platform begin to label outlets' accounts, and how many did it label each month?
// finding: 8
// columns:
//   month "Month from": First day of the month (UTC). Months without a label have no row.
//   labelledAccounts "Labelled accounts": Accounts labelled in the month.
//   outlets "Outlets": Number of outlets that operate these accounts.
//   labelledTotal "Labelled so far": Accounts labelled by the end of the month.
//   firstLabelledDay "First label": Day of the first label in the month (UTC).
//   firstLabelledAccount "First labelled account": Key of the first account labelled in the month (platform:id).
// parameters:
//   platform: Only accounts on this platform. '' means every platform.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   kind: Only outlets of this kind: media, diplomat, agency, … '' means every kind.
//   top: Maximum number of rows, earliest months first.
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
RETURN m.month AS month, size(m.accounts) AS labelledAccounts, m.outlets AS outlets, total AS labelledTotal,
       date(m.accounts[0].labelledAt) AS firstLabelledDay, m.accounts[0].accountId AS firstLabelledAccount
ORDER BY month
LIMIT $top;
