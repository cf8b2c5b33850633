package requests

// ListQuery is for the test of its plans.
var ListQuery = listQuery
