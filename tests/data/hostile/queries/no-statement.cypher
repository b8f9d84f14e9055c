// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
// only a comment
