// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN [point({x:1,y:2}), point({latitude:1,longitude:2,height:3})] AS a
