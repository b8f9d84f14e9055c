// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
UNWIND range(1,100000) AS x UNWIND range(1,100000) AS y RETURN count(*) + sum(x*y) AS a
