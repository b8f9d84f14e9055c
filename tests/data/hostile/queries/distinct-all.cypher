// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
UNWIND range(1,200000000) AS x RETURN count(DISTINCT x) AS a
