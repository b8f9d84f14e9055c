// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
MERGE (n:Account {accountId:'x:1'}) RETURN 1 AS a
