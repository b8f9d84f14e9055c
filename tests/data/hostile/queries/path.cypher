// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
MATCH p=()-[]->() RETURN p AS a LIMIT 1
