// What a label changed
// question: Was an account retweeted less a day after its label than before, beside unlabelled accounts of outlets of
//   the same kind and state?
// finding: 9
// columns:
//   outlet: the labelled account's outlet
//   id: the outlet's id
//   kind: the outlet's kind
//   state: the outlet's state
//   account: the labelled account's key, platform:id
//   handle: its handle, where known
//   labelled: day of its label, UTC
//   member: key of the account counted in this row: the labelled one, or one it is compared with
//   daysBefore: days before the label that count
//   daysAfter: days after it that count
//   before: retweets of member in the days before
//   after: retweets of member in the days after
//   note: what there is too little of; empty where there is enough
// step: label-effect
// result:
//   outlet: the labelled account's outlet
//   id: the outlet's id
//   account: the labelled account's key, platform:id
//   handle: its handle, where known
//   labelled: day of its label, UTC
//   daysBefore: days before the label that count
//   daysAfter: days after it that count
//   before: retweets a day before the label
//   after: retweets a day after it
//   change: after over before; empty where before is 0
//   n: unlabelled accounts that it is compared with: with enough retweets, and not created within the days
//   comparison: their change, geometric mean
//   effect: change over comparison; 1 is no effect; empty where there is too little, see note
//   low: lower end of the effect's 95 percent interval
//   high: upper end
//   note: what there is too little of; empty where there is enough
// parameters:
//   outlet: an outlet's id, or part of its name in any case; '' is every outlet
//   state: only outlets of this state, two letters; '' is every state
//   days: most days before the label, and after it
//   partialDays: true counts the days on which the data begin and end, and the label's own, as after it
//   minDays: too few below this many days on a side, and below 1
//   minRetweets: too few below this many retweets, before and after together, of any account
//   minAccounts: too few below this many accounts to compare with
//   top: most labelled accounts; those retweeted most within the days come first
// view: table
:param outlet => '';
:param state => '';
:param days => 28;
:param partialDays => false;
:param minDays => 14;
:param minRetweets => 20;
:param minAccounts => 5;
:param top => 25;
// days that the data surely cover from midnight to midnight lie between the first and the last with a retweet
CALL () {
  MATCH (a:Account)-[:OPERATED_BY]->(:Outlet)
  WITH DISTINCT a
  MATCH (a)-[r:ON_DAY]->(d:Day)
  WHERE r.retweets > 0
  RETURN a.platform AS platform, min(d.date) AS first, max(d.date) AS last
}
MATCH (a:Account {platform: platform})-[:OPERATED_BY]->(o:Outlet)
WHERE a.labelledAt IS NOT NULL AND toUpper(coalesce($state, '')) IN ['', o.state]
  AND (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
WITH platform, first, last, a, o ORDER BY o.outletId
WITH platform, first, last, a, collect(o)[0] AS o, date(a.labelledAt) AS day
WITH *, CASE WHEN $partialDays THEN first ELSE first + duration({days: 1}) END AS from,
     CASE WHEN $partialDays THEN last ELSE last - duration({days: 1}) END AS to,
     CASE WHEN $partialDays THEN day ELSE day + duration({days: 1}) END AS dayAfter
WITH *, CASE WHEN from < day - duration({days: $days}) THEN day - duration({days: $days}) ELSE from END AS since,
     CASE WHEN to > day + duration({days: $days}) THEN day + duration({days: $days}) ELSE to END AS until
WITH *, duration.inDays(since, CASE WHEN to < day THEN to + duration({days: 1}) ELSE day END).days AS daysBefore,
     duration.inDays(CASE WHEN from > dayAfter THEN from ELSE dayAfter END, until).days + 1 AS daysAfter
WITH platform, a, o, day, dayAfter, since, until, CASE WHEN daysBefore > 0 THEN daysBefore ELSE 0 END AS daysBefore,
     CASE WHEN daysAfter > 0 THEN daysAfter ELSE 0 END AS daysAfter
CALL (a, day, dayAfter, since, until) {
  MATCH (a)-[r:ON_DAY]->(d:Day)
  WHERE since <= d.date <= until AND (d.date < day OR d.date >= dayAfter)
  RETURN sum(r.retweets) AS retweets
}
WITH * ORDER BY retweets DESC, a.accountId LIMIT $top
// accounts labelled on one day are compared with the same others: these are counted once
WITH platform, o.kind AS kind, o.state AS state, day, dayAfter, since, until, daysBefore, daysAfter,
     collect({account: a, outlet: o, retweets: retweets}) AS labelled
CALL (platform, kind, state, since, labelled) {
  UNWIND labelled AS x
  RETURN x.account AS member
  UNION
  MATCH (other:Outlet {kind: kind})<-[:OPERATED_BY]-(member:Account {platform: platform})
  WHERE coalesce(other.state, '') = coalesce(state, '') AND member.labelledAt IS NULL
    AND (member.createdAt IS NULL OR date(member.createdAt) <= since)
  RETURN member
}
CALL (member, day, dayAfter, since, until) {
  MATCH (member)-[r:ON_DAY]->(d:Day)
  WHERE since <= d.date <= until
  RETURN sum(CASE WHEN d.date < day THEN r.retweets END) AS before,
         sum(CASE WHEN d.date >= dayAfter THEN r.retweets END) AS after
}
WITH kind, state, day, daysBefore, daysAfter, labelled,
     collect({account: member, before: before, after: after}) AS members
UNWIND labelled AS x
WITH *, [m IN members WHERE m.account.labelledAt IS NULL AND m.before + m.after >= $minRetweets] AS others
WITH *, [few IN [CASE WHEN any(days IN [daysBefore, daysAfter] WHERE days < $minDays OR days = 0) THEN 'days' END,
                 CASE WHEN x.retweets < $minRetweets THEN 'retweets' END,
                 CASE WHEN size(others) < $minAccounts OR size(others) < 2 THEN 'accounts to compare with' END]
         WHERE few IS NOT NULL] AS few
UNWIND [m IN members WHERE m.account = x.account] + others AS m
RETURN x.outlet.name AS outlet, x.outlet.outletId AS id, kind, state,
       x.account.accountId AS account, x.account.handle AS handle, day AS labelled,
       m.account.accountId AS member, daysBefore, daysAfter, m.before AS before, m.after AS after,
       CASE WHEN size(few) = 0 THEN ''
            ELSE 'too few ' + reduce(list = few[0], y IN few[1..] | list + ', ' + y) END AS note
ORDER BY x.retweets DESC, account, member <> account, member;
