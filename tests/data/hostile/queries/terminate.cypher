// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
TERMINATE TRANSACTIONS 'neo4j-transaction-1'
