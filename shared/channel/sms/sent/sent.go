// Package sent knows the texts again that we sent, by what AWS End User Messaging
// tells of them. How texts are sent is for package outgoing, which names them by
// what is here.
package sent

// Names under which a text tells whose it is in its context, which AWS gives back
// with each of its events, also where nobody heard AWS accept it.
const (
	ContextConversation = "conversation"
	ContextMessage      = "message"
)
