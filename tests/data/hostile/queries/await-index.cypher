// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
CALL db.awaitIndexes(300) RETURN 1 AS a
