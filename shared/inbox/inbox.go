package inbox

import (
	"context"
	"log/slog"
)

// Inbox is the domain with all it needs from outside. A function that does not
// send needs no Senders, one that does not offer needs no Queue, and so on; a
// field's zero value is a mistake only where an operation uses it.
type Inbox struct {
	Store   Store
	Objects Objects
	IDs     IDs
	Now     Clock
	Metrics Metrics
	Log     *slog.Logger // of ids alone, no words that a person wrote
	Tokens  *Tokens
	// FreshTokens reads the keys again, for an address that a newer key has signed;
	// nil where there are no others than those of Tokens.
	FreshTokens func(ctx context.Context) (*Tokens, error)
	// Senders maps a channel to its provider.
	Senders map[Channel]Sender
	Queue   Queue
	// Signing, Poster and Notifier are for webhooks: one makes secrets, one calls, and
	// one offers what is to be called. Without a Notifier no webhook is told of events.
	Signing  *Signing
	Poster   Poster
	Notifier Notifier
	// Hooks remembers webhooks; nil where they are read for each event.
	Hooks *HookCache
	// JobQueue is for whoever follows changes.
	JobQueue JobQueue
	// Texts and Numbers are for the channel of texts; Numbers may be nil where
	// nobody knows more of our numbers than that they are ours.
	Texts   Texts
	Numbers Numbers
	// Finder is for search alone.
	Finder Finder
	// Purger is for jobs that delete.
	Purger Purger
}
