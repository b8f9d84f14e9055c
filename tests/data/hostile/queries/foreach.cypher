// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
FOREACH (x IN [1] | CREATE (:X)) RETURN 1 AS a
