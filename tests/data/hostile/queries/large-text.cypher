// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN reduce(s='ab', x IN range(1,19) | s + s) AS a
