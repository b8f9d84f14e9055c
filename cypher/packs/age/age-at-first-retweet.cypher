// How old accounts are when they first retweet an outlet
// question: How many days after its creation does an account first retweet an outlet?
// finding: 5
// columns:
//   outlet: the outlet's name
//   id: the outlet's id; the parameter outlet takes it
//   state: ISO 3166-1 alpha-2 code of the state behind the outlet
//   amplifiers: accounts that retweeted it
//   known: of these, those whose creation is known, and not later than the retweet
//   quarter: age in days by which a quarter of known had made their first retweet of it in the data
//   median: age in days by which half had
//   threeQuarters: age in days by which three quarters had
//   young: known accounts of at most so many days at that moment
//   ofYoung: young over known, 0 to 1
// parameters:
//   days: an account of at most so many days is young
//   outlet: an outlet's id, or part of its name; '' is every outlet
//   state: only outlets of this state, two letters; '' is every state
//   top: most outlets, the most retweeted first
// view: table
:param days => 30;
:param outlet => '';
:param state => '';
:param top => 10;
MATCH (o:Outlet)
WHERE o.retweets > 0
  AND (coalesce($outlet, '') IN ['', o.outletId]
       OR NOT EXISTS { (:Outlet {outletId: $outlet}) } AND toLower(o.name) CONTAINS toLower($outlet))
  AND toUpper(coalesce($state, '')) IN ['', o.state]
WITH o ORDER BY o.retweets DESC, o.outletId LIMIT $top
CALL (o) {
  MATCH (o)<-[:OPERATED_BY]-(:Account)<-[x:AMPLIFIED]-(a:Account)
  WITH a, min(x.firstAt) AS firstAt
  WITH (firstAt.epochMillis - a.createdAt.epochMillis) / 86400000.0 AS told
  // a retweet before the account was created: one of the two times is wrong
  WITH CASE WHEN told >= 0 THEN told END AS age
  RETURN count(*) AS amplifiers, count(age) AS known, count(CASE WHEN age <= $days THEN 1 END) AS young,
         percentileCont(age, 0.25) AS quarter, percentileCont(age, 0.5) AS median,
         percentileCont(age, 0.75) AS threeQuarters
}
RETURN o.name AS outlet, o.outletId AS id, o.state AS state, amplifiers, known, quarter, median, threeQuarters, young,
       CASE WHEN known > 0 THEN toFloat(young) / known END AS ofYoung
ORDER BY o.retweets DESC, id;
