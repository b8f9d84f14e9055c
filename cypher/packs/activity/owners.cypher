// Outlets by owner and parent entity
// question: Which outlets have the same owner and parent entity, and how much do they post together?
// finding: 14
// columns:
//   parent "Parent": Entity above the owner. Empty if the registry does not give one.
//   owner "Owner": Entity that owns or employs the outlets. Empty if the registry does not give one.
//   outlets "Outlets": Number of outlets in the registry. An outlet without owner and parent has its own row.
//   kinds "Kinds": Kinds of these outlets.
//   states "States": States of these outlets.
//   accounts "Accounts": Accounts of these outlets in the registry.
//   posts "Posts": Posts in the data.
//   retweets "Retweets": Retweets in the data.
//   promotedPosts "Promoted posts": Posts that were paid advertising.
//   outletNames "Names of outlets": Names of the outlets, most retweeted first.
// parameters:
//   outlet: Id of an outlet, or part of its name (case-insensitive). Shows the owner of the outlet with all its outlets. '' means every owner.
//   state: Only outlets of this state (two-letter country code). '' means every state.
//   maxNames: Maximum number of outlet names per owner.
//   top: Maximum number of rows, most posts first.
// view: table
:param outlet => '';
:param state => '';
:param maxNames => 5;
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
       accounts, posts, retweets, promoted AS promotedPosts,
       [o IN owned[..$maxNames] | coalesce(o.name, o.outletId)] AS outletNames
ORDER BY posts DESC, outlets DESC, parent, owner, alone
LIMIT $top;
