// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
WITH 'http://127.0.0.1:9/'+'x' AS u LOAD CSV FROM u AS l RETURN l AS a
