// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN reduce(m={}, x IN range(1,300) | {k:m}) AS a
