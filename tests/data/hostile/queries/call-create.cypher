// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
CALL { CREATE (n) RETURN n } RETURN count(n) AS a
