// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
SHOW USERS YIELD user AS a RETURN a
