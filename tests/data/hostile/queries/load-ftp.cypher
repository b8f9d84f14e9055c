// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
LOAD CSV FROM 'ftp://example.org/' AS l RETURN l AS a
