// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'longenough'
