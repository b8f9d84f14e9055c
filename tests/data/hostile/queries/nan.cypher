// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN [0.0/0.0, 1.0/0.0, -1.0/0.0] AS a
