// T
// question: Q.
// finding: 1
// columns:
//   a "A": x
// view: table
RETURN size(reduce(s='ab', x IN range(1,29) | s + s)) AS a;
