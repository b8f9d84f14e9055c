// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10 ROWS RETURN count(*) AS a
