// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
UNWIND range(1,100000000) AS x CALL (x) { RETURN x % 7 AS y } RETURN sum(y) AS a
