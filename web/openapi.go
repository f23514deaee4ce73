package web

// operation is what the API's document says of a route.
type operation struct {
	Summary  string
	Response string // the name of its schema
}
