// The days around a label
// question: How often was a labelled account retweeted each day around its label, and unlabelled accounts beside it?
// finding: 9
// columns:
//   outlet: the labelled account's outlet
//   account: the labelled account's key, platform:id
//   handle: its handle, where known
//   day: the day, UTC
//   fromLabel: days since its label; negative before, 0 the day of the label
//   retweets: retweets of the account on the day
//   comparison: retweets on the day of unlabelled accounts of outlets of the same kind and state, per account
//   n: how many accounts these are: those with a retweet within the days, and not created after the first of them
// parameters:
//   account: the labelled account's key, platform:id; '' is the one with the most retweets
//   outlet: its outlet's id, or part of the name in any case; '' is any
//   days: most days before the label, and after it; the days on which the data begin and end have no row
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
RETURN o.name AS outlet, a.accountId AS account, a.handle AS handle, day, fromLabel,
       coalesce(r.retweets, 0) AS retweets,
       CASE WHEN n > 0 THEN sum / n END AS comparison, n
ORDER BY day;
