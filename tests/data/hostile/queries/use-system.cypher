// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
USE system MATCH (n) RETURN count(n) AS a
