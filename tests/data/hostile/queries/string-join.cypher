// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
UNWIND range(1,200000000) AS x WITH collect(toString(x)) AS t RETURN size(t) AS a
