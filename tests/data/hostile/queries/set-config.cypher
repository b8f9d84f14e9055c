// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
CALL dbms.setConfigValue('db.transaction.timeout','1s') YIELD x RETURN x AS a
