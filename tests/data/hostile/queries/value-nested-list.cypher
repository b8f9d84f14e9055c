// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN reduce(m=[], x IN range(1,5000) | [m]) AS a
