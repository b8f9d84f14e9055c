// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN size([x IN range(1,400000000) WHERE x % 2 = 0 | toString(x)]) AS a
