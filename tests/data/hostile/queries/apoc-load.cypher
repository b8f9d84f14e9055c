// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
CALL apoc.load.json('http://127.0.0.1:9/') YIELD value RETURN value AS a
