// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
SHOW TRANSACTIONS YIELD transactionId AS t TERMINATE TRANSACTIONS t YIELD message RETURN message AS a
