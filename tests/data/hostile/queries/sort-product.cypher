// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
UNWIND range(1,1000000) AS x UNWIND range(1,1000) AS y RETURN x*y AS a ORDER BY a % 7 LIMIT 5
