// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
CALL db.checkpoint() YIELD success RETURN success AS a
