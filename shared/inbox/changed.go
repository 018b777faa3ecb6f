package inbox

import (
	"fmt"
	"time"
)

// Changed is what one record of the table's stream reports: one thing, before
// and after. Exactly one of the edits has something in it.
type Changed struct {
	At           time.Time // to the second, and the same when it is reported again
	Conversation Edit[Conversation]
	Message      Edit[Message]
	Contact      Edit[Contact]
	Job          Edit[Job]
}

// entryEvents is which event tells of an entry in the thread, by the entry's name.
var entryEvents = map[string]EventType{
	"status": ConversationStatus, "assignee": ConversationAssigned, "label": ConversationLabelled,
	"snooze": ConversationSnoozed, "woken": ConversationWoken, "merged": ConversationMerged, "split": ConversationSplit,
}

// Events are the facts that a change makes known: of a conversation's header what
// has no entry in its thread, and of the thread its entries and what becomes of
// them. The same change yields the same events, ids included.
func (c Changed) Events(ids IDs) []Event {
	e := Event{Version: 1, At: c.At}
	var types []EventType
	object := ""
	switch {
	case c.Conversation != Edit[Conversation]{}:
		object = e.ofConversation(c.Conversation)
		types = conversationEvents(c.Conversation)
	case c.Message != Edit[Message]{}:
		object = e.ofMessage(c.Message)
		types = messageEvents(c.Message, &e)
	case c.Contact != Edit[Contact]{}:
		object = e.ofContact(c.Contact)
		types = []EventType{lifeOf(c.Contact, ContactAdded, ContactChanged, ContactDeleted)}
	}
	var out []Event
	for _, t := range types {
		e.Type, e.ID = t, ids.Derive(c.At, object, fmt.Sprint(e.Rev), string(t))
		out = append(out, e)
	}
	return out
}

func (e *Event) ofConversation(c Edit[Conversation]) string {
	about := either(c)
	e.Audience, e.Conversation, e.Contact, e.Rev = about.Audience, about.ID, about.Contact, about.Rev
	return about.ID
}

func (e *Event) ofMessage(m Edit[Message]) string {
	about := either(m)
	e.Audience, e.Conversation, e.Message = about.Audience, about.Conversation, about.ID
	e.Actor, e.Correlation, e.Rev = about.Author, about.Correlation, about.Rev
	return about.Conversation + about.ID
}

func (e *Event) ofContact(c Edit[Contact]) string {
	about := either(c)
	e.Audience, e.Contact, e.Rev = about.Audience, about.ID, about.Rev
	return about.ID
}

// either is what an edit leaves, or else what it takes away.
func either[T any](e Edit[T]) *T {
	if e.After != nil {
		return e.After
	}
	return e.Before
}

// lifeOf tells whether an edit made a thing, changed it or took it away.
func lifeOf[T any](e Edit[T], made, changed, gone EventType) EventType {
	switch {
	case e.Before == nil:
		return made
	case e.After == nil:
		return gone
	}
	return changed
}

// conversationEvents leaves out conversations that are none, since nothing but
// keywords has passed.
func conversationEvents(c Edit[Conversation]) []EventType {
	had, has := c.Before != nil && !c.Before.Bare, c.After != nil && !c.After.Bare
	switch {
	case !had && has:
		return []EventType{ConversationOpened}
	case had && !has:
		return []EventType{ConversationDeleted}
	case !has:
		return nil
	case c.Before.Unread && !c.After.Unread:
		return []EventType{ConversationRead}
	case !c.Before.Unread && c.After.Unread && c.Before.LastInbound == c.After.LastInbound:
		return []EventType{ConversationUnread}
	}
	return nil
}

// messageEvents fills in what changed of a message. A message that is deleted goes
// with its conversation, or stays as an entry.
func messageEvents(m Edit[Message], e *Event) []EventType {
	after := m.After
	switch {
	case after == nil:
		return nil
	case after.Kind == KindNote:
		return []EventType{lifeOf(m, NoteAdded, NoteChanged, "")}
	case after.Kind == KindEvent && m.Before == nil:
		e.From, e.To = after.Event.From, after.Event.To
		if t, known := entryEvents[after.Event.Name]; known {
			return []EventType{t}
		}
		return []EventType{ConversationChanged}
	case after.Direction == Inbound && m.Before == nil && after.Hidden:
		return []EventType{MessageKept}
	case after.Direction == Inbound && m.Before == nil:
		return []EventType{MessageReceived}
	case after.Delivery != nil:
		return deliveryEvents(m, e)
	}
	return nil
}

// deliveryEvents leaves out that a message is being sent, which is over in a moment.
func deliveryEvents(m Edit[Message], e *Event) []EventType {
	if m.Before != nil && m.Before.Delivery != nil {
		e.From = string(m.Before.Delivery.State)
	}
	e.To = string(m.After.Delivery.State)
	switch state := m.After.Delivery.State; {
	case e.From == e.To, state == Sending:
		return nil
	case state == Scheduled:
		return []EventType{MessageScheduled}
	case state == Queued:
		return []EventType{MessageQueued}
	}
	e.Actor = "" // who wrote it is not who decides what becomes of it
	return []EventType{DeliveryChanged}
}
