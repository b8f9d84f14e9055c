// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN CASE WHEN COUNT { LOAD CSV FROM 'http://127.0.0.1:9/' AS l RETURN l } > 0 THEN 1 ELSE 2 END AS a
