// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN EXISTS { LOAD CSV FROM 'http://127.0.0.1:9/' AS l RETURN l } AS a
