// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
UNWIND range(1,200000000) AS x WITH x, count(*) AS n RETURN sum(n) AS a
