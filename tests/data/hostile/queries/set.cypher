// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
MATCH (n) SET n.x = 1 RETURN count(n) AS a
