// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
CALL dbms.listConnections() YIELD connectionId RETURN connectionId AS a
