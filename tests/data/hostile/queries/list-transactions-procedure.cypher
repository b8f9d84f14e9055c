// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
CALL tx.getMetaData() YIELD metadata RETURN metadata AS a
