package inbox_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"confab/shared/inbox"
	"confab/shared/setup"
)

var update = flag.Bool("update", false, "rewrite the samples of events")

const (
	threadID  = "01JD3X5W8Q4C9V2N7K1M6P0RST"
	messageID = "01JD3X5W8Q4C9V2N7K1M6P0RSW"
	memberID  = "01JD3X5W8Q4C9V2N7K1M6P0RSY"
)

func of[T any](before, after *T) inbox.Edit[T] { return inbox.Edit[T]{Before: before, After: after} }

func with[T any](base T, edit ...func(*T)) *T {
	for _, e := range edit {
		e(&base)
	}
	return &base
}

// changes are a change for each type of event.
func changes() map[inbox.EventType]inbox.Changed {
	thread := inbox.Conversation{ID: threadID, Audience: "01JD3X5W8Q4C9V2N7K1M6P0AAA", Contact: "01JD3X5W8Q4C9V2N7K1M6P0RSV", Status: inbox.Open, LastInbound: messageID, Rev: 7}
	unread := func(c *inbox.Conversation) { c.Unread, c.Rev = true, c.Rev+1 }
	m := inbox.Message{ID: messageID, Conversation: threadID, Audience: thread.Audience, Kind: inbox.KindMessage, Direction: inbox.Inbound, Rev: 1}
	contact := inbox.Contact{ID: thread.Contact, Audience: thread.Audience, Rev: 3}
	entry := func(name, from, to string) inbox.Changed {
		return inbox.Changed{Message: of(nil, with(m, func(m *inbox.Message) {
			m.Kind, m.Direction, m.Author, m.Event = inbox.KindEvent, "", memberID, &inbox.Activity{Name: name, From: from, To: to}
		}))}
	}
	outbound := func(state inbox.DeliveryState, rev int64) *inbox.Message {
		return with(m, func(m *inbox.Message) {
			m.Direction, m.Author, m.Correlation, m.Rev = inbox.Outbound, memberID, "JKJaXmPLvHcESHA=", rev
			m.Delivery = &inbox.Delivery{State: state}
		})
	}
	note := func(rev int64) *inbox.Message {
		return with(m, func(m *inbox.Message) { m.Kind, m.Direction, m.Author, m.Rev = inbox.KindNote, "", memberID, rev })
	}
	return map[inbox.EventType]inbox.Changed{
		inbox.ConversationOpened:   {Conversation: of(nil, with(thread, func(c *inbox.Conversation) { c.Rev = 1 }))},
		inbox.ConversationDeleted:  {Conversation: of(&thread, nil)},
		inbox.ConversationRead:     {Conversation: of(with(thread, unread), with(thread, func(c *inbox.Conversation) { c.Rev = 9 }))},
		inbox.ConversationUnread:   {Conversation: of(&thread, with(thread, unread))},
		inbox.ConversationStatus:   entry("status", "open", "done"),
		inbox.ConversationAssigned: entry("assignee", "", memberID),
		inbox.ConversationLabelled: entry("label", "", "01JD3X5W8Q4C9V2N7K1M6P0LAB"),
		inbox.ConversationSnoozed:  entry("snooze", "", "2026-03-09T09:00:00Z"),
		inbox.ConversationWoken:    entry("woken", "snoozed", "open"),
		inbox.ConversationMerged:   entry("merged", "01JD3X5W8Q4C9V2N7K1M6P0RSU", ""),
		inbox.ConversationSplit:    entry("split", "", "01JD3X5W8Q4C9V2N7K1M6P0RSU"),
		inbox.ConversationChanged:  entry("keyword", "STOP", "stop"),
		inbox.MessageReceived:      {Message: of(nil, &m)},
		inbox.MessageKept:          {Message: of(nil, with(m, func(m *inbox.Message) { m.Hidden = true }))},
		inbox.MessageScheduled:     {Message: of(nil, outbound(inbox.Scheduled, 1))},
		inbox.MessageQueued:        {Message: of(outbound(inbox.Scheduled, 1), outbound(inbox.Queued, 2))},
		inbox.DeliveryChanged:      {Message: of(outbound(inbox.Sending, 3), outbound(inbox.Sent, 4))},
		inbox.NoteAdded:            {Message: of(nil, note(1))},
		inbox.NoteChanged:          {Message: of(note(1), note(2))},
		inbox.ContactAdded:         {Contact: of(nil, &contact)},
		inbox.ContactChanged:       {Contact: of(&contact, with(contact, func(c *inbox.Contact) { c.Rev++ }))},
		inbox.ContactDeleted:       {Contact: of(&contact, nil)},
	}
}

// TestEachTypeOfEventIsAsItsSampleSays makes each event of a change and holds it
// against events/<type>.json. go test ./shared/inbox -run Sample -args -update
// rewrites them: what is published under these names has to be readable for ever.
func TestEachTypeOfEventIsAsItsSampleSays(t *testing.T) {
	all := changes()
	for _, eventType := range inbox.EventTypes {
		c, there := all[eventType]
		if !there {
			t.Errorf("no change makes a %s", eventType)
			continue
		}
		c.At = start
		got := c.Events(setup.ULIDs{})
		if len(got) != 1 || got[0].Type != eventType {
			t.Errorf("%s: got %+v", eventType, got)
			continue
		}
		if again := c.Events(setup.ULIDs{}); !slices.Equal(again, got) {
			t.Errorf("%s is told of another time as %+v", eventType, again)
		}
		text, err := json.MarshalIndent(got[0], "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("../../events", string(eventType)+".json")
		if *update {
			if err := os.WriteFile(path, append(text, '\n'), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if have, err := os.ReadFile(path); err != nil || string(have) != string(text)+"\n" {
			t.Errorf("%s is not %s (%v)", path, text, err)
		}
	}
	if len(all) != len(inbox.EventTypes) {
		t.Errorf("%d changes for %d types", len(all), len(inbox.EventTypes))
	}
}

func TestWhatChangesNothingForAReaderIsNoEvent(t *testing.T) {
	thread := inbox.Conversation{ID: threadID, LastInbound: messageID, Rev: 7}
	bare := with(thread, func(c *inbox.Conversation) { c.Bare = true })
	arrived := with(thread, func(c *inbox.Conversation) { c.Unread, c.LastInbound = true, "01JD3X5W8Q4C9V2N7K1M6P0RSX" })
	m := inbox.Message{ID: messageID, Conversation: threadID, Direction: inbox.Inbound, Kind: inbox.KindMessage}
	outbound := func(state inbox.DeliveryState) *inbox.Message {
		return with(m, func(m *inbox.Message) { m.Direction, m.Delivery = inbox.Outbound, &inbox.Delivery{State: state} })
	}
	for name, c := range map[string]inbox.Changed{
		"a conversation of keywords alone":        {Conversation: of(nil, bare)},
		"such a one that goes":                    {Conversation: of(bare, nil)},
		"a header that a message's arrival moves": {Conversation: of(&thread, arrived)},
		"facts of an inbound message":             {Message: of(&m, with(m, func(m *inbox.Message) { m.Rev++ }))},
		"a message that goes with its thread":     {Message: of(&m, nil)},
		"a message that is being sent":            {Message: of(outbound(inbox.Queued), outbound(inbox.Sending))},
		"another fact of a delivery":              {Message: of(outbound(inbox.Sent), outbound(inbox.Sent))},
		"nothing":                                 {},
	} {
		if got := c.Events(setup.ULIDs{}); len(got) != 0 {
			t.Errorf("%s is told of as %+v", name, got)
		}
	}
	opened := inbox.Changed{Conversation: of(bare, &thread)}.Events(setup.ULIDs{})
	if len(opened) != 1 || opened[0].Type != inbox.ConversationOpened {
		t.Errorf("a conversation of keywords in which somebody writes: %+v", opened)
	}
}

func TestNoTwoEventsShareAnID(t *testing.T) {
	seen := map[string]inbox.EventType{}
	for eventType, c := range changes() {
		for _, at := range []time.Time{start, start.Add(time.Second)} {
			c.At = at
			for _, e := range c.Events(setup.ULIDs{}) {
				if other, taken := seen[e.ID]; taken {
					t.Errorf("%s and %s are both %s", eventType, other, e.ID)
				}
				seen[e.ID] = eventType
			}
		}
	}
}
