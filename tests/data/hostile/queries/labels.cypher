// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
CALL db.labels() YIELD label RETURN label AS a
