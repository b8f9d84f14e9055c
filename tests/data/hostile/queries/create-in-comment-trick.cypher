// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
/* */ /**/CREATE/**/(n) RETURN 1 AS a
