// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
UNWIND range(1,5000) AS x RETURN 100/(x-150) AS a
