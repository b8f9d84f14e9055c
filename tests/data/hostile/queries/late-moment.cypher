// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN localdatetime('+999999999-01-01T00:00') AS a
