// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l AS a
