// Package api is the HTTP surface that agents and machine clients work with:
// JSON under /v1, and one page of HTML to keep, as plain [net/http] handlers,
// with an OpenAPI 3.1 document generated from the Go types that are served.
//
// It promises that every route is let through by one table (access.go) that
// says which permission it needs and of which audience; that nobody learns of
// an object of an audience they are no member of, not even that it exists; that
// a failure is an RFC 9457 problem with a sentence that is safe to show; that a
// repeated request with the same Idempotency-Key yields the same resource; and
// that the cursor of a list stays good whatever is deleted meanwhile.
//
// It refuses to decide anything about conversations: each route is one read of
// the store or one operation of the domain. It knows nothing of Lambda or of
// how tokens are verified; whoever serves it puts verified [Claims] into the
// request's context.
package api
