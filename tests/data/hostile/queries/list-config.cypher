// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
CALL dbms.listConfig() YIELD name RETURN name AS a
