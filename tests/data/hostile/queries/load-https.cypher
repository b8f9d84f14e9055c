// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
LOAD CSV FROM 'https://example.org/' AS l RETURN l AS a
