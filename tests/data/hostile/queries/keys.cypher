// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN {`a\u0007`: 1, ``: 2} AS a
