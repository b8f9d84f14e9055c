// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN {b: range(1,100000)} AS a
