// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
  profile RETURN 1 AS a
