// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN duration('P999999999Y') AS a
