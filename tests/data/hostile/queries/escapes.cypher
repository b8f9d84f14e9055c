// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN '\u001b]52;c;YQ==\u0007\u009b31m=1+1' AS a
