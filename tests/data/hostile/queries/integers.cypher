// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN [9223372036854775807, -9223372036854775808] AS a
