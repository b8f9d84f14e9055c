// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
\u0043REATE (n) RETURN 1 AS a
