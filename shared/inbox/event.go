package inbox

import "time"

// Event is a published fact: its JSON is Confab's contract with whatever
// follows a change, and the one place where domain types carry wire tags. It
// carries ids, never bodies. Consumers act on one event alone or read again;
// events come at least once and in any order, and ID tells a repetition.
type Event struct {
	Version      int       `json:"version"` // 1
	ID           string    `json:"id,omitempty"`
	Type         EventType `json:"type"`
	Audience     string    `json:"audience"`
	Conversation string    `json:"conversation,omitempty"`
	Message      string    `json:"message,omitempty"`
	Contact      string    `json:"contact,omitempty"`
	// Actor is the id of the member who did it; empty for contacts and the system.
	Actor string `json:"actor,omitempty"`
	// From and To are what changed: states, or ids of members, teams and labels.
	From string    `json:"from,omitempty"`
	To   string    `json:"to,omitempty"`
	Rev  int64     `json:"rev"` // of what changed: the message, the contact or the conversation
	At   time.Time `json:"at"`  // when it changed, to the second
	// Correlation is of the trigger that caused the message, see [WithCorrelation].
	Correlation string `json:"correlation,omitempty"`
}

// EventType names what happened.
type EventType string

// What happens.
const (
	ConversationOpened  EventType = "conversation.opened"
	ConversationDeleted EventType = "conversation.deleted" // for good
	ConversationRead    EventType = "conversation.read"
	ConversationUnread  EventType = "conversation.unread" // by hand: a message's arrival is told as such

	// Changes that have an entry in the thread, which Message names.
	ConversationStatus   EventType = "conversation.status"
	ConversationAssigned EventType = "conversation.assigned"
	ConversationLabelled EventType = "conversation.labelled" // To: the label it got; From: the one it lost
	ConversationSnoozed  EventType = "conversation.snoozed"
	ConversationWoken    EventType = "conversation.woken" // its time had come
	ConversationMerged   EventType = "conversation.merged"
	ConversationSplit    EventType = "conversation.split"
	ConversationChanged  EventType = "conversation.changed" // in any other way

	MessageReceived EventType = "message.received"
	// MessageKept: a message came that is hidden, a machine's or a blocked contact's.
	MessageKept EventType = "message.kept"
	// MessageScheduled: an outbound message was written for later.
	MessageScheduled EventType = "message.scheduled"
	MessageQueued    EventType = "message.queued"   // an outbound message is to be sent
	DeliveryChanged  EventType = "delivery.changed" // To is what became of it
	NoteAdded        EventType = "note.added"
	NoteChanged      EventType = "note.changed"

	ContactAdded   EventType = "contact.added"
	ContactChanged EventType = "contact.changed"
	ContactDeleted EventType = "contact.deleted"

	// MessageDue tells the queue of sending that the message is the first of its
	// conversation waiting to be sent. Nobody else is told.
	MessageDue EventType = "message.due"
)

// EventTypes are all that the change feed and webhooks tell of.
var EventTypes = []EventType{
	ConversationOpened, ConversationDeleted, ConversationRead, ConversationUnread,
	ConversationStatus, ConversationAssigned, ConversationLabelled, ConversationSnoozed, ConversationWoken,
	ConversationMerged, ConversationSplit, ConversationChanged,
	MessageReceived, MessageKept, MessageScheduled, MessageQueued, DeliveryChanged, NoteAdded, NoteChanged,
	ContactAdded, ContactChanged, ContactDeleted,
}
