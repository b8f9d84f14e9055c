// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN date('0001-01-01') AS a
