// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
CALL db.clearQueryCaches() YIELD value RETURN value AS a
