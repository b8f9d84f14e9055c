// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN 1 AS a UNION LOAD CSV FROM 'http://127.0.0.1:9/' AS l RETURN 2 AS a
