// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
CYPHER runtime=slotted RETURN 1 AS a
