// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN range(1,50000) AS a
