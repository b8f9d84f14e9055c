// Daily retweets around a label
// question: How often was a labelled account retweeted on each day around its label, compared with unlabelled accounts?
// finding: 9
// columns:
//   outlet "Outlet": Name of the labelled account's outlet.
//   account "Account key": Key of the labelled account (platform:id).
//   handle "Handle": Handle of the account. Empty if unknown.
//   day "Day": Day of the retweets (UTC).
//   daysFromLabel "Days from the label": Days since the label. Negative before it, 0 on its day.
//   retweets "Retweets": Retweets of the account on the day.
//   comparisonRetweets "Retweets per unlabelled account": Mean retweets on the day of unlabelled accounts of outlets of the same kind and state. Empty if there are none.
//   comparedAccounts "Accounts compared": Unlabelled accounts with a retweet within the days, and not created after the first day.
// parameters:
//   account: Key of the labelled account (platform:id). '' means the most retweeted one.
//   outlet: Id of its outlet, or part of its name (case-insensitive). '' means every outlet.
//   days: Maximum number of days before the label, and after it. The first and last days of the data have no row.
// view: table
:param account => '';
:param outlet => '';
:param days => 28;
MATCH (a:Account)-[:OPERATED_BY]->(o:Outlet)
WHERE a.labelledAt IS NOT NULL AND coalesce($account, '') IN ['', a.accountId]
  AND (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
CALL (a) {
  MATCH (a)-[r:ON_DAY]->(:Day)
  RETURN sum(r.retweets) AS received
}
WITH a, o ORDER BY received DESC, a.accountId, o.outletId LIMIT 1
CALL (a) {
  MATCH (x:Account {platform: a.platform})-[:OPERATED_BY]->(:Outlet)
  WITH DISTINCT x
  MATCH (x)-[r:ON_DAY]->(d:Day)
  WHERE r.retweets > 0
  RETURN min(d.date) AS first, max(d.date) AS last
}
WITH *, date(a.labelledAt) - duration({days: $days}) AS since, date(a.labelledAt) + duration({days: $days}) AS until
CALL (a, o, first, last, since, until) {
  MATCH (other:Outlet {kind: o.kind})<-[:OPERATED_BY]-(x:Account {platform: a.platform})
  WHERE coalesce(other.state, '') = coalesce(o.state, '') AND x.labelledAt IS NULL
    AND (x.createdAt IS NULL OR date(x.createdAt) <= since OR date(x.createdAt) <= first + duration({days: 1}))
  WITH DISTINCT x, first, last, since, until
  MATCH (x)-[r:ON_DAY]->(d:Day)
  WHERE since <= d.date <= until AND first < d.date < last AND r.retweets > 0
  WITH x, collect({day: d.date, retweets: r.retweets}) AS days
  RETURN count(x) AS n, reduce(all = [], one IN collect(days) | all + one) AS others
}
UNWIND range(-$days, $days) AS fromLabel
WITH *, date(a.labelledAt) + duration({days: fromLabel}) AS day
WHERE first < day < last
OPTIONAL MATCH (a)-[r:ON_DAY]->(:Day {date: day})
WITH *, reduce(sum = 0.0, x IN others | sum + CASE WHEN x.day = day THEN x.retweets ELSE 0 END) AS sum
RETURN o.name AS outlet, a.accountId AS account, a.handle AS handle, day, fromLabel AS daysFromLabel,
       coalesce(r.retweets, 0) AS retweets,
       CASE WHEN n > 0 THEN sum / n END AS comparisonRetweets, n AS comparedAccounts
ORDER BY day;
