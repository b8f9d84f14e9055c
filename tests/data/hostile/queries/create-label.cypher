// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
CALL db.createLabel('X') RETURN 1 AS a
