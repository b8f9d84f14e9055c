// What accounts retweeted before they were suspended
// question: How many suspended accounts retweeted outlets, how often, and what share of all retweets was that?
// finding: 10
// columns:
//   state: the state behind the outlets; 'all' is every outlet, '' those without a state
//   accounts: accounts that retweeted them and are known to be suspended by now
//   retweets: their retweets of them
//   share: these over all retweets of these outlets, 0 to 1
//   received: all retweets of these outlets
//   after: of retweets, those dated after the day on which the account was found suspended: a wrong time, or it came back
//   amplifiers: accounts that retweeted these outlets, whatever became of them
//   unknown: of these, accounts whose status nobody looked up
//   known: share of amplifiers whose status is known, 0 to 1
// parameters:
//   state: only outlets of this state, two letters; '' is every state, and all together
//   top: most rows; below all, the states whose outlets they retweeted most come first
// view: table
:param state => '';
:param top => 25;
CALL () {
  // accounts that retweet the same states are counted together: there are few sets of states
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
RETURN state, of.accounts AS accounts, retweets, toFloat(retweets) / received AS share, received, after,
       of.amplifiers AS amplifiers, of.unknown AS unknown, 1 - toFloat(of.unknown) / of.amplifiers AS known
ORDER BY state <> 'all', retweets DESC, received DESC, state
LIMIT $top;
