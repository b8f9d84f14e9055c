// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN 1/0 AS a
