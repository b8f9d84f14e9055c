// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
SHOW INDEXES YIELD name AS a RETURN a
