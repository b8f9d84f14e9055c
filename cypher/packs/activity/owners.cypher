// Who owns which outlets
// question: Which outlets belong to the same owner and parent entity, and how much do they post together?
// finding: 14
// columns:
//   parent: the entity above the owner; empty: the registry does not say
//   owner: the entity that owns or employs the outlets; empty: the registry does not say
//   outlets: outlets in the registry; one of which neither is known has a row of its own
//   kinds: their kinds
//   states: their states
//   accounts: their accounts, as registered
//   posts: posts in the data
//   retweets: retweets in the data, one by one
//   promoted: posts that were paid advertising
//   names: names of outlets, those with the most retweets in the data first
// parameters:
//   outlet: an outlet's id, or part of its name: its owner, with all that this owner has; '' is every owner
//   state: only outlets of this state, two letters; '' is every state
//   most: most names told per owner
//   top: most rows, those with the most posts first
// view: table
:param outlet => '';
:param state => '';
:param most => 5;
:param top => 25;
MATCH (o:Outlet)
WHERE toUpper(coalesce($state, '')) IN ['', o.state]
WITH o ORDER BY o.retweets IS NULL, o.retweets DESC, o.name, o.outletId
WITH o.parent AS parent, o.owner AS owner, collect(o) AS owned,
     CASE WHEN o.parent IS NULL AND o.owner IS NULL THEN o.outletId END AS alone
WHERE any(o IN owned WHERE (coalesce($outlet, '') IN ['', o.outletId]
                            OR NOT EXISTS { (:Outlet {outletId: $outlet}) }
                               AND toLower(o.name) CONTAINS toLower($outlet)))
CALL (owned) {
  UNWIND owned AS o
  MATCH (o)<-[:OPERATED_BY]-(a:Account)
  WITH DISTINCT a
  OPTIONAL MATCH (a)-[r:ON_DAY]->(:Day)
  RETURN count(DISTINCT a) AS accounts, sum(r.posts) AS posts, sum(r.retweets) AS retweets,
         sum(r.promoted) AS promoted
}
RETURN parent, owner, size(owned) AS outlets,
       COLLECT { UNWIND owned AS o WITH DISTINCT o.kind AS k WHERE k IS NOT NULL RETURN k ORDER BY k } AS kinds,
       COLLECT { UNWIND owned AS o WITH DISTINCT o.state AS s WHERE s IS NOT NULL RETURN s ORDER BY s } AS states,
       accounts, posts, retweets, promoted, [o IN owned[..$most] | coalesce(o.name, o.outletId)] AS names
ORDER BY posts DESC, outlets DESC, parent, owner, alone
LIMIT $top;
