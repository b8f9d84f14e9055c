// T
// question: What?
// finding: 1
// columns:
//   a "A": the value
// view: table
RETURN [time('12:00:00.123456789+18:00'), datetime('2020-01-01T00:00[Europe/Berlin]')] AS a
