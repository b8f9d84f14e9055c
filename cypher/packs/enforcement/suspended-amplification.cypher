// Retweets by accounts that were later suspended
// question: How many suspended accounts retweeted outlets, how often, and what share of all retweets was that?
// finding: 10
// columns:
//   state "State": Country code of the outlets' state. 'all' means every outlet, '' outlets without a state.
//   suspendedAccounts "Suspended accounts": Accounts known to be suspended that retweeted these outlets.
//   suspendedRetweets "Retweets by suspended accounts": Retweets of these outlets by accounts known to be suspended.
//   suspendedShare "% by suspended accounts": suspendedRetweets divided by retweets.
//   retweets "Retweets": All retweets of these outlets.
//   retweetsAfterSuspension "Dated after suspension": Retweets dated after the day on which their account was found suspended. See the README.
//   amplifiers "Amplifiers": All accounts that retweeted these outlets.
//   amplifiersWithoutStatus "Amplifiers with unknown status": Amplifiers whose status is unknown.
//   shareWithStatus "% with known status": Amplifiers whose status is known, divided by amplifiers.
// parameters:
//   state: Only outlets of this state (two-letter country code). '' means every state, and all together.
//   top: Maximum number of rows. 'all' comes first, then the states with the most retweets by suspended accounts.
// view: table
:param state => '';
:param top => 25;
CALL () {
  // Count accounts that retweet the same states together. There are few sets of states.
  MATCH (a:Account)
  WHERE a.boostedStates IS NOT NULL
  WITH a.status AS status, a.boostedStates AS states, count(*) AS accounts
  UNWIND ['all'] + states AS state
  WITH state, sum(accounts) AS amplifiers, sum(CASE WHEN status IS NULL THEN accounts ELSE 0 END) AS unknown,
       sum(CASE status WHEN 'suspended' THEN accounts ELSE 0 END) AS accounts
  RETURN collect({state: state, amplifiers: amplifiers, unknown: unknown, accounts: accounts}) AS counts
}
MATCH (t:Account)-[:OPERATED_BY]->(o:Outlet)
WITH counts, t, collect(DISTINCT coalesce(o.state, '')) AS states
MATCH (t)-[r:ON_DAY]->(d:Day)
WITH counts, states, sum(r.retweets) AS received, sum(reduce(n = 0, x IN r.bySuspended | n + x)) AS retweets,
     sum(reduce(n = 0, i IN range(0, size(r.suspendedOn) - 1) |
       n + CASE WHEN date('0001-01-01') < r.suspendedOn[i] < d.date THEN r.bySuspended[i] ELSE 0 END)) AS after
UNWIND ['all'] + states AS state
WITH counts, state, sum(received) AS received, sum(retweets) AS retweets, sum(after) AS after
WHERE toUpper(coalesce($state, '')) IN ['', state] AND received > 0
WITH *, [x IN counts WHERE x.state = state][0] AS of
RETURN state, of.accounts AS suspendedAccounts, retweets AS suspendedRetweets,
       toFloat(retweets) / received AS suspendedShare, received AS retweets, after AS retweetsAfterSuspension,
       of.amplifiers AS amplifiers, of.unknown AS amplifiersWithoutStatus,
       1 - toFloat(of.unknown) / of.amplifiers AS shareWithStatus
ORDER BY state <> 'all', suspendedRetweets DESC, retweets DESC, state
LIMIT $top;
