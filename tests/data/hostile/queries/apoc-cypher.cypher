// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
CALL apoc.cypher.runWrite('CREATE (n)', {}) YIELD value RETURN value AS a
