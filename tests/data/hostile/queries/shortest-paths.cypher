// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
MATCH p = shortestPath((x:Account)-[*]-(y:Account)) WHERE x <> y RETURN length(p) AS a LIMIT 200
