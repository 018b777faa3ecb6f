// Package inbox is Confab's domain: conversations with contacts, the messages
// in them, and the rules by which a message finds its thread, is answered and
// is delivered.
//
// It promises what users count on: one message in the right thread however
// often its trigger fires, one send however often a queue delivers, and state
// that changes together with the record of the change. Everything an operation
// decides goes to the [Store] as one [Change], which is committed whole or not
// at all; what follows from a change (sending, counting, notifying) hangs off
// the store's stream, never off the request.
//
// It refuses to know how mail is parsed, how rows are keyed, or who called:
// those belong to the channels, the store and the API. It imports the standard
// library only; ports.go names what it needs from outside.
package inbox
