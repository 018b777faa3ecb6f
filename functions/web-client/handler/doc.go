// Package handler serves the built web client to API Gateway.
//
// It promises that what carries a hash in its name is cached for a year, the
// page and its configuration never without asking, and the rest for an hour;
// that a path of the client's own (a conversation's address, say) answers with
// the client; that no answer lets a browser run a script, or call a host, that
// is not the client's own; and that a browser which takes gzip gets it.
//
// It refuses every method but GET and HEAD, and it never touches data: the
// client asks the public API for that, with its member's token.
package handler
