// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
CALL dbms.killConnections(['bolt-1']) YIELD connectionId RETURN connectionId AS a
