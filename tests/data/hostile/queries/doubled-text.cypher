// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN size(reduce(s='ab', x IN range(1,22) | s + s)) AS a
