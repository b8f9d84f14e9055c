// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
CREATE USER eve SET PASSWORD 'longenough'
