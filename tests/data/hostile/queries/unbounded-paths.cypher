// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
UNWIND range(1,1000) AS i MATCH p = (a)-[*]-(b) RETURN count(p) AS a
