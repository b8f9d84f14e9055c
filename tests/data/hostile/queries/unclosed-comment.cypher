// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN 1 AS a /* x
