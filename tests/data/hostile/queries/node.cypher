// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
MATCH (n) RETURN n AS a LIMIT 1
