// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
MATCH (n) REMOVE n.handle RETURN count(n) AS a
