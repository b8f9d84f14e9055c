// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN 'a' =~ '(' AS a
