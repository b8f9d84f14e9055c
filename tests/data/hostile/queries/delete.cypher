// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
MATCH (n) DETACH DELETE n RETURN count(*) AS a
