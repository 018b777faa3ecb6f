package inbox

import "time"

// Event is a published fact: its JSON is Confab's contract with whatever
// follows a change, and the one place where domain types carry wire tags. It
// carries ids, never bodies. Consumers act on one event alone or read again;
// events come at least once and in any order.
type Event struct {
	Version      int       `json:"version"` // 1
	Type         EventType `json:"type"`
	Audience     string    `json:"audience"`
	Conversation string    `json:"conversation"`
	Message      string    `json:"message,omitempty"`
	Rev          int64     `json:"rev"` // of the conversation
	At           time.Time `json:"at"`  // when the change was published
	// Correlation is of the trigger that caused the message, see [WithCorrelation].
	Correlation string `json:"correlation,omitempty"`
}

// EventType names what happened.
type EventType string

// MessageQueued says that the message is the first of its conversation waiting to be sent.
const MessageQueued EventType = "message.queued"
