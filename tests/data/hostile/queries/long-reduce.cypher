// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN reduce(s=0, x IN range(1,100000) | (s+x) % 7) AS a
