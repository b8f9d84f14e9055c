// Effect of a label on retweets
// question: Was an account retweeted less per day after its label, compared with unlabelled accounts of outlets of the
//   same kind and state?
// finding: 9
// columns:
//   outlet "Outlet": Name of the labelled account's outlet.
//   outletId "Outlet id": Id of the outlet.
//   kind "Kind": Kind of the outlet.
//   state "State": Country code of the outlet's state (ISO 3166-1 alpha-2).
//   account "Account key": Key of the labelled account (platform:id).
//   handle "Handle": Handle of the account. Empty if unknown.
//   labelledDay "Labelled": Day on which the platform labelled the account (UTC).
//   countedAccount "Account counted": Key of the account counted in this row: the labelled account, or an unlabelled one it is compared with.
//   daysBefore "Days before": Days before the label that count.
//   daysAfter "Days after": Days after the label that count.
//   retweetsBefore "Retweets before": Retweets of countedAccount in the days before.
//   retweetsAfter "Retweets after": Retweets of countedAccount in the days after.
//   daysEarlier "Days earlier": Days of the earlier level: up to three times `days` right before the days before.
//   retweetsEarlier "Retweets earlier": Retweets of countedAccount in these days. Empty if it was created within them.
//   noEffectReason "Reason for no estimate": What there is too little of. Empty if there is enough.
// step: label-effect
// result:
//   outlet "Outlet": Name of the labelled account's outlet.
//   outletId "Outlet id": Id of the outlet.
//   account "Account key": Key of the labelled account (platform:id).
//   handle "Handle": Handle of the account. Empty if unknown.
//   labelledDay "Labelled": Day on which the platform labelled the account (UTC).
//   daysBefore "Days before": Days before the label that count.
//   daysAfter "Days after": Days after the label that count.
//   retweetsPerDayBefore "Retweets per day, before": Retweets per day before the label.
//   retweetsPerDayAfter "Retweets per day, after": Retweets per day after the label.
//   change "Change (after/before)": retweetsPerDayAfter divided by retweetsPerDayBefore. Empty if there were no retweets before.
//   comparedAccounts "Accounts compared": Unlabelled accounts with enough retweets that were not created within the days.
//   comparisonChange "Change, unlabelled accounts": Geometric mean of the changes of these accounts.
//   effect "Effect": change divided by comparisonChange. 1 means no effect. Empty if there is too little data (see noEffectReason).
//   effectLow "Effect, 95% CI low": Lower end of the 95% confidence interval of the effect.
//   effectHigh "Effect, 95% CI high": Upper end of the 95% confidence interval of the effect.
//   smallestDetectableFall "Smallest detectable fall": A fall to this value of the effect would be found with a probability of about 80%. 0.3 means that only a fall by 70% or more would be found.
//   peak "Before vs. earlier": Change from the earlier level to the days before, compared with the same accounts. 2 means that the days before were twice as busy as usual. Empty if there is too little data.
//   warnings "Warnings": low power, labelled at a peak, or earlier level unknown, separated by semicolons. See the README.
//   noEffectReason "Reason for no estimate": What there is too little of. Empty if there is enough.
// parameters:
//   outlet: Id of an outlet, or part of its name (case-insensitive). '' means every outlet.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   days: Maximum number of days before the label, and after it.
//   partialDays: Whether to count the first and last days of the data, and the day of the label (as a day after it).
//   minDays: Minimum number of days on each side, at least 1.
//   minRetweets: Minimum number of retweets of an account, before and after together.
//   minAccounts: Minimum number of unlabelled accounts to compare with.
//   top: Maximum number of labelled accounts, most retweeted within the days first.
// view: table
:param outlet => '';
:param state => '';
:param days => 28;
:param partialDays => false;
:param minDays => 14;
:param minRetweets => 20;
:param minAccounts => 5;
:param top => 25;
// Days that the data certainly cover in full lie between the first and the last day with a retweet.
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
     CASE WHEN daysAfter > 0 THEN daysAfter ELSE 0 END AS daysAfter,
     CASE WHEN from < since - duration({days: 3 * $days}) THEN since - duration({days: 3 * $days}) ELSE from END
       AS earlier
CALL (a, day, dayAfter, since, until) {
  MATCH (a)-[r:ON_DAY]->(d:Day)
  WHERE since <= d.date <= until AND (d.date < day OR d.date >= dayAfter)
  RETURN sum(r.retweets) AS retweets
}
WITH * ORDER BY retweets DESC, a.accountId LIMIT $top
// Accounts labelled on one day are compared with the same accounts, which are counted once.
WITH platform, o.kind AS kind, o.state AS state, day, dayAfter, since, until, earlier, daysBefore, daysAfter,
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
CALL (member, day, dayAfter, since, until, earlier) {
  MATCH (member)-[r:ON_DAY]->(d:Day)
  WHERE earlier <= d.date <= until
  RETURN sum(CASE WHEN since <= d.date < day THEN r.retweets END) AS before,
         sum(CASE WHEN d.date >= dayAfter THEN r.retweets END) AS after,
         sum(CASE WHEN d.date < since THEN r.retweets END) AS early
}
WITH kind, state, day, daysBefore, daysAfter, labelled, duration.inDays(earlier, since).days AS daysEarlier,
     collect({account: member, before: before, after: after,
              early: CASE WHEN date(member.createdAt) > earlier THEN null ELSE early END}) AS members
UNWIND labelled AS x
WITH *, [m IN members WHERE m.account.labelledAt IS NULL AND m.before + m.after >= $minRetweets] AS others
WITH *, [few IN [CASE WHEN any(days IN [daysBefore, daysAfter] WHERE days < $minDays OR days = 0) THEN 'days' END,
                 CASE WHEN x.retweets < $minRetweets THEN 'retweets' END,
                 CASE WHEN size(others) < $minAccounts OR size(others) < 2 THEN 'accounts to compare with' END]
         WHERE few IS NOT NULL] AS few
UNWIND [m IN members WHERE m.account = x.account] + others AS m
RETURN x.outlet.name AS outlet, x.outlet.outletId AS outletId, kind, state,
       x.account.accountId AS account, x.account.handle AS handle, day AS labelledDay,
       m.account.accountId AS countedAccount, daysBefore, daysAfter, m.before AS retweetsBefore,
       m.after AS retweetsAfter, daysEarlier, m.early AS retweetsEarlier,
       CASE WHEN size(few) = 0 THEN ''
            ELSE 'too few ' + reduce(list = few[0], y IN few[1..] | list + ', ' + y) END AS noEffectReason
ORDER BY x.retweets DESC, account, countedAccount <> account, countedAccount;
