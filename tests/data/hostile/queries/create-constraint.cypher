// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
CREATE CONSTRAINT x FOR (n:X) REQUIRE n.y IS UNIQUE
