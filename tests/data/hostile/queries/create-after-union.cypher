// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN 1 AS a UNION CREATE (n) RETURN 2 AS a
