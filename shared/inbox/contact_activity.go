package inbox

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"
)

// ActivityKind is by what a contact's activity is filtered.
type ActivityKind string

// The kinds of entry in a contact's activity.
const (
	ActivityMessages  ActivityKind = "message"
	ActivityEvents    ActivityKind = "event"
	ActivityCampaigns ActivityKind = "campaign"
	ActivityFlows     ActivityKind = "flow"
	ActivityClicks    ActivityKind = "click" // in mail and texts
	ActivityOrders    ActivityKind = "order"
	ActivityFailures  ActivityKind = "failed"
	ActivityTexting   ActivityKind = "text"    // what the law asks about texts
	ActivityContact   ActivityKind = "contact" // blocked, merged
)

// eventKinds are the events of a kind of activity.
var eventKinds = map[ActivityKind][]ContactEventKind{
	ActivityEvents: {EventPosted}, ActivityCampaigns: {EventCampaign}, ActivityFlows: {EventFlow}, ActivityClicks: {EventClick},
	ActivityOrders: {EventOrder}, ActivityFailures: {EventFailed},
	ActivityContact: {EventBlocked, EventUnblocked, EventMerged, EventUnmerged},
}

// ActivityEntry is one line of a contact's activity; one of Event, Record and
// Message is set.
type ActivityEntry struct {
	ID      string
	Kind    ActivityKind
	Event   *ContactEvent
	Record  *TextRecord
	Message *Message
}

// ActivityQuery asks for one page of a contact's activity, newest first.
type ActivityQuery struct {
	Contact string
	Kinds   []ActivityKind // only these; all where it is empty
	Before  string         // only entries with a smaller id; empty for the newest
	Limit   int
}

// ActivityPage is one page of a contact's activity. It may be short, or empty,
// although there are more: Next tells where to go on.
type ActivityPage struct {
	Contact *Contact
	Entries []ActivityEntry
	More    bool
	Next    string
}

// stretch is a part of a contact's activity that comes from one place, newest
// first: all there is above the id floor, or all there is where it is empty.
type stretch struct {
	entries []ActivityEntry
	floor   string
}

// ActivityOf reads one page of a contact's activity, merged from where its parts
// are: events in the contact's partition, records in those of its numbers, and
// messages in the conversations that were alive at the time.
func (b *Inbox) ActivityOf(ctx context.Context, gate Gate, q ActivityQuery) (*ActivityPage, error) {
	c, err := b.contact(ctx, q.Contact)
	if err != nil {
		return nil, err
	}
	if err := gate(ctx, c.Audience); err != nil {
		return nil, err
	}
	var (
		mu    sync.Mutex
		parts []stretch
		reads []func() error
	)
	read := func(part func() (stretch, error)) {
		reads = append(reads, func() error {
			s, err := part()
			mu.Lock()
			defer mu.Unlock()
			parts = append(parts, s)
			return err
		})
	}
	if kinds, wanted := q.events(); wanted {
		for _, id := range c.everyID() {
			read(func() (stretch, error) { return b.eventsOf(ctx, id, kinds, q) })
		}
	}
	if q.wants(ActivityTexting) || q.wants(ActivityClicks) {
		for _, number := range c.Phones() {
			read(func() (stretch, error) { return b.recordsOf(ctx, c.Audience, number, q) })
		}
	}
	if q.wants(ActivityMessages) {
		read(func() (stretch, error) { return b.messagesOf(ctx, c, q) })
	}
	if err := together(reads); err != nil {
		return nil, err
	}
	page := joined(parts, q.Limit)
	page.Contact = c
	return page, b.nameMerged(ctx, page.Entries)
}

// nameMerged says of each merge, and of its undoing, what the other contact is
// called. It is read, not kept: the events of one who stays must not name one who
// is taken apart and then erased.
func (b *Inbox) nameMerged(ctx context.Context, entries []ActivityEntry) error {
	keys := Keys{AsTheyAre: true}
	for _, e := range entries {
		if e.Event != nil && e.Event.Other != "" && !slices.Contains(keys.Contacts, e.Event.Other) {
			keys.Contacts = append(keys.Contacts, e.Event.Other)
		}
	}
	if len(keys.Contacts) == 0 {
		return nil
	}
	f, err := b.Store.Load(ctx, keys)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Event != nil && f.Contacts[e.Event.Other] != nil {
			e.Event.Detail = f.Contacts[e.Event.Other].called()
		}
	}
	return nil
}

// joined makes one page of stretches: of what is newer than every floor, the
// newest.
func joined(parts []stretch, limit int) *ActivityPage {
	var floor string
	var all []ActivityEntry
	for _, s := range parts {
		floor = max(floor, s.floor)
		all = append(all, s.entries...)
	}
	all = slices.DeleteFunc(all, func(e ActivityEntry) bool { return e.ID < floor })
	slices.SortFunc(all, func(a, b ActivityEntry) int { return cmp.Compare(b.ID, a.ID) })
	page := &ActivityPage{Entries: all, More: floor != "", Next: floor}
	if len(all) > limit {
		page.Entries, page.More = all[:limit], true
	}
	if n := len(page.Entries); n == limit && n > 0 {
		page.Next = page.Entries[n-1].ID
	}
	return page
}

func (q *ActivityQuery) wants(k ActivityKind) bool {
	return len(q.Kinds) == 0 || slices.Contains(q.Kinds, k)
}

// events are the kinds of event that are wanted, none for all of them.
func (q *ActivityQuery) events() (kinds []ContactEventKind, wanted bool) {
	for _, k := range q.Kinds {
		kinds = append(kinds, eventKinds[k]...)
	}
	return kinds, len(q.Kinds) == 0 || len(kinds) > 0
}

func (b *Inbox) eventsOf(ctx context.Context, contact string, kinds []ContactEventKind, q ActivityQuery) (stretch, error) {
	page, err := b.Store.ContactEvents(ctx, ContactEventQuery{Contact: contact, Kinds: kinds, Before: q.Before, Limit: q.Limit})
	if err != nil {
		return stretch{}, err
	}
	var s stretch
	if page.More {
		s.floor = page.Next
	}
	for i := range page.Events {
		e := &page.Events[i]
		for kind, of := range eventKinds {
			if slices.Contains(of, e.Kind) {
				s.entries = append(s.entries, ActivityEntry{ID: e.ID, Kind: kind, Event: e})
			}
		}
	}
	return s, nil
}

func (b *Inbox) recordsOf(ctx context.Context, audience, number string, q ActivityQuery) (stretch, error) {
	page, err := b.Store.TextHistory(ctx, HistoryQuery{Audience: audience, Number: number, Before: q.Before, Limit: q.Limit})
	if err != nil {
		return stretch{}, err
	}
	var s stretch
	for i := range page.Records {
		r := &page.Records[i]
		kind := ActivityTexting
		if r.Kind == RecordClick {
			kind = ActivityClicks
		}
		if q.wants(kind) {
			s.entries = append(s.entries, ActivityEntry{ID: r.ID, Kind: kind, Record: r})
		}
	}
	if n := len(page.Records); page.More && n > 0 {
		s.floor = page.Records[n-1].ID
	}
	return s, nil
}

const (
	// activityRows is how many of a contact's conversations one query returns.
	activityRows = 50
	// activityThreads is how many of them are opened before it is looked whether a
	// page has come together.
	activityThreads = 8
)

// messagesOf reads the contact's messages. Conversations are listed by when they
// were last written in, so that those not opened yet hold nothing newer.
func (b *Inbox) messagesOf(ctx context.Context, c *Contact, q ActivityQuery) (all stretch, err error) {
	rows := ConversationQuery{Contact: c.ID, Limit: activityRows}
	for {
		page, err := b.Store.Conversations(ctx, rows)
		if err != nil {
			return all, err
		}
		alive := slices.DeleteFunc(page.Rows, func(r Row) bool { return q.Before != "" && timeSigns(r.Conversation) > timeSigns(q.Before) })
		for len(alive) > 0 {
			n := min(activityThreads, len(alive))
			threads := make([]stretch, n)
			var reads []func() error
			for i, r := range alive[:n] {
				reads = append(reads, func() (err error) {
					threads[i], err = b.threadOf(ctx, r.Conversation, q)
					return err
				})
			}
			if err := together(reads); err != nil {
				return all, err
			}
			for _, s := range threads {
				all.floor, all.entries = max(all.floor, s.floor), append(all.entries, s.entries...)
			}
			if alive = alive[n:]; len(alive) == 0 {
				break
			}
			// What is left was last written in no later than the first of it.
			if left := max(all.floor, endOf(alive[0].Arrived)); reaches(all.entries, left) {
				all.floor = left
				return all, nil
			}
		}
		if rows.After = page.Next; !page.More {
			return all, nil
		}
	}
}

func reaches(entries []ActivityEntry, floor string) bool {
	return slices.ContainsFunc(entries, func(e ActivityEntry) bool { return e.ID >= floor })
}

func (b *Inbox) threadOf(ctx context.Context, conversation string, q ActivityQuery) (s stretch, err error) {
	t, err := b.Store.Thread(ctx, ThreadQuery{Conversation: conversation, Before: q.Before, Limit: q.Limit})
	if err != nil {
		return s, err
	}
	for i := range t.Messages {
		if m := &t.Messages[i]; m.Kind == KindMessage {
			s.entries = append(s.entries, ActivityEntry{ID: m.ID, Kind: ActivityMessages, Message: m})
		}
	}
	if n := len(t.Messages); t.More && n > 0 {
		s.floor = t.Messages[n-1].ID
	}
	return s, nil
}

// timeSigns are the signs of a ULID that tell its time in milliseconds.
func timeSigns(id string) string { return clip(id, 10) }

// endOf sorts behind all ids of a time or earlier, and before those of any later.
func endOf(at time.Time) string {
	const signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	ms := uint64(at.UnixMilli())
	var out [10]byte
	for i := range out {
		out[i] = signs[ms>>(5*(9-i))&31] // five bits each
	}
	return string(out[:]) + "~"
}
