// T
// question: Q.
// finding: 1
// columns:
//   a "A": x
// view: table
UNWIND range(1,2000000000) AS x UNWIND range(1,1000) AS y WITH x*y AS z RETURN count(z) AS a;
