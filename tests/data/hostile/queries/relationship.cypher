// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
MATCH ()-[r]->() RETURN r AS a LIMIT 1
