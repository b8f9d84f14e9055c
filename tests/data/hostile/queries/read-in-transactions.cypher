// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
UNWIND [1,2] AS x CALL (x) { RETURN x AS y } IN TRANSACTIONS RETURN y AS a
