// Age of accounts at their first retweet of an outlet
// question: How many days after its creation does an account first retweet an outlet?
// finding: 5
// columns:
//   outlet "Outlet": Name of the outlet.
//   outletId "Outlet id": Id of the outlet.
//   state "State": Country code of the outlet's state (ISO 3166-1 alpha-2).
//   amplifiers "Amplifiers": Accounts that retweeted the outlet.
//   amplifiersWithAge "Age known (amplifiers)": Amplifiers with a known creation time that is not later than the retweet.
//   lowerQuartileAge "Lower quartile age (days)": A quarter of the amplifiers with a known age were at most this old at their first retweet of the outlet in the data.
//   medianAge "Median age (days)": Half of them were at most this old.
//   upperQuartileAge "Upper quartile age (days)": Three quarters of them were at most this old.
//   youngAmplifiers "Young amplifiers": Amplifiers that were at most youngDays days old.
//   youngShare "% young": youngAmplifiers divided by amplifiersWithAge. Empty if no age is known.
// parameters:
//   youngDays: Maximum age in days of a young account.
//   outlet: Id of an outlet, or part of its name (case-insensitive). '' means every outlet.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   top: Maximum number of outlets, most retweeted first.
// view: table
:param youngDays => 30;
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
  // If the retweet is earlier than the account's creation, one of the two times is wrong.
  WITH CASE WHEN told >= 0 THEN told END AS age
  RETURN count(*) AS amplifiers, count(age) AS known, count(CASE WHEN age <= $youngDays THEN 1 END) AS young,
         percentileCont(age, 0.25) AS quarter, percentileCont(age, 0.5) AS median,
         percentileCont(age, 0.75) AS threeQuarters
}
RETURN o.name AS outlet, o.outletId AS outletId, o.state AS state, amplifiers, known AS amplifiersWithAge,
       quarter AS lowerQuartileAge, median AS medianAge, threeQuarters AS upperQuartileAge, young AS youngAmplifiers,
       CASE WHEN known > 0 THEN toFloat(young) / known END AS youngShare
ORDER BY o.retweets DESC, outletId;
