// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
CALL tx.setMetaData({a:1}) RETURN 1 AS a
