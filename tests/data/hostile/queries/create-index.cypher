// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
CREATE INDEX x FOR (n:X) ON (n.y)
