// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN any(x IN range(1,1000000) WHERE x % 3 = 7) AS a
