// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
EXPLAIN RETURN 1 AS a
