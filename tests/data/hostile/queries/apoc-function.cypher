// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN apoc.cypher.runFirstColumnSingle('RETURN 1', {}) AS a
