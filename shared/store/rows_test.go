package store

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"confab/shared/inbox"
)

var ulid = strings.Repeat("0", 26)

// busiest is a conversation on as many lists as one can be on.
func busiest(status inbox.Status, firstCampaign int) *inbox.Conversation {
	c := &inbox.Conversation{
		ID: ulid, Audience: ulid, Channel: "messenger", Contact: ulid, ContactName: strings.Repeat("Å", 100),
		Subject: strings.Repeat("日本語 ", 100), Preview: strings.Repeat("x", inbox.PreviewBytes), Status: status,
		Unread: true, Spam: true, Assignee: strings.Repeat("m", 32), Shard: 99, Arrived: time.Now(),
	}
	for n := range 12 {
		c.Campaigns = append(c.Campaigns, fmt.Sprintf("%026d", firstCampaign+n))
	}
	c.Campaign = c.Campaigns[0]
	for n := range inbox.MaxLabels {
		c.Labels = append(c.Labels, fmt.Sprintf("%03d", n))
	}
	return c
}

func TestARowStaysSmallWhateverItShows(t *testing.T) {
	names := []string{"", "Ada", strings.Repeat("Å", 100), "\xff\xfe", strings.Repeat("x", 10_000)}
	for _, name := range names {
		for _, subject := range names {
			c := busiest(inbox.Snoozed, 0)
			c.ContactName, c.Subject = name, subject
			hidden := *c
			hidden.Hidden = true
			for _, r := range append(rows(c), rows(&hidden)...) {
				if n := r.size(); n > maxRow {
					t.Errorf("%s: %d bytes", r.list, n)
				}
				for part, value := range r.contents {
					if !utf8.ValidString(text(value)) {
						t.Errorf("%s: %s is no UTF-8", r.list, part)
					}
				}
			}
		}
	}
}

func TestThereIsRoomToReadInTheFullestRow(t *testing.T) {
	c := busiest(inbox.Snoozed, 0)
	c.ContactName, c.Subject, c.Preview = strings.Repeat("n", 100), strings.Repeat("s", 100), strings.Repeat("p", 100)
	for _, r := range rows(c) {
		name, subject, preview := text(r.contents["n"]), text(r.contents["t"]), text(r.contents["p"])
		if len(name) < 15 || len(subject) < 20 || len(preview) < 20 {
			t.Errorf("%s: %d bytes of name, %d of subject, %d of preview", r.list, len(name), len(subject), len(preview))
		}
	}
}

func TestEveryRowHasAKeyAndAListOfItsOwn(t *testing.T) {
	keys, lists := map[key]bool{}, map[string]bool{}
	all := rows(busiest(inbox.Open, 0))
	for _, r := range all {
		if keys[r.key] || lists[r.list] {
			t.Errorf("twice: %v on %s", r.key, r.list)
		}
		if r.key.sk >= countedSort {
			t.Errorf("%s sorts among the messages", r.key.sk)
		}
		keys[r.key], lists[r.list] = true, true
	}
	if len(all) != 5+inbox.MaxLabels+3*inbox.MaxCampaigns {
		t.Errorf("%d rows", len(all))
	}
}

// TestTheFullestChangesFitATransaction takes conversations on as many lists as one
// can be on, and texts with as many short links as one can have.
func TestTheFullestChangesFitATransaction(t *testing.T) {
	person := &inbox.Contact{ID: ulid, Audience: ulid, Identities: []inbox.Identity{{Kind: inbox.IdentityEmail, Value: "ada@example.com"}}}
	before, after, moved := busiest(inbox.Done, 0), busiest(inbox.Open, 0), busiest(inbox.Open, 100)
	before.Rev = 3
	added := func(n int) (m []inbox.Edit[inbox.Message]) {
		for i := range n {
			m = append(m, inbox.Edit[inbox.Message]{After: &inbox.Message{ID: fmt.Sprint(i)}})
		}
		return m
	}
	var links []inbox.Edit[inbox.Link]
	for n := range 12 {
		links = append(links, inbox.Edit[inbox.Link]{After: &inbox.Link{Code: fmt.Sprint(n)}})
	}
	for name, change := range map[string]inbox.Change{
		"mail of somebody new, all campaigns replaced": {
			Once: []string{"provider", "digest"}, Request: &inbox.Request{},
			Contacts:      []inbox.Edit[inbox.Contact]{{After: person}},
			Conversations: []inbox.Edit[inbox.Conversation]{{Before: before, After: moved}},
			Messages:      added(2),
			Wire:          []inbox.WireEntry{{ID: "id", Audience: ulid}, {ID: "awaited", Audience: ulid}},
			Recent:        []inbox.Recent{{Known: inbox.Known{Audience: ulid, Identity: person.Identities[0], Contact: ulid, Recent: []string{ulid}}}},
		},
		"a keyword of somebody new, all campaigns replaced": {
			Once:          []string{"provider", "digest"},
			Contacts:      []inbox.Edit[inbox.Contact]{{After: person}},
			Conversations: []inbox.Edit[inbox.Conversation]{{Before: before, After: moved}},
			Messages:      added(2),
			Consents:      []inbox.Edit[inbox.Consent]{{After: &inbox.Consent{}}},
			TextRecords:   []inbox.TextRecord{{ID: "1"}, {ID: "2"}},
		},
		"a text that brings back its conversation and is answered by itself": {
			Once:          []string{"provider", "digest"},
			Conversations: []inbox.Edit[inbox.Conversation]{{Before: before, After: after}},
			Messages:      added(3), Links: links,
			Consents:    []inbox.Edit[inbox.Consent]{{After: &inbox.Consent{}}},
			TextRecords: []inbox.TextRecord{{ID: "1"}, {ID: "2"}},
		},
		"an answer by text that brings back its conversation": {
			Request: &inbox.Request{}, Limit: &inbox.Limit{},
			Conversations: []inbox.Edit[inbox.Conversation]{{Before: before, After: after}},
			Messages:      added(2), Links: links,
			TextRecords:    []inbox.TextRecord{{ID: "1"}, {ID: "2"}},
			RequireTexting: &inbox.TextingRequirement{Contact: ulid, State: inbox.Consented, Decided: true},
		},
	} {
		p := New(nil, "table").plan(change)
		if err := p.check(); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d actions", name, len(p.actions))
		if n := len(p.actions); n >= 80 {
			t.Errorf("%s: %d actions", name, n)
		}
	}
}

func TestRowsThatAnEditLeavesAsTheyAreAreNotWritten(t *testing.T) {
	before := busiest(inbox.Open, 0)
	before.Rev = 1
	after := *before
	after.Outbox = []string{ulid}
	p := New(nil, "table").plan(inbox.Change{Conversations: []inbox.Edit[inbox.Conversation]{{Before: before, After: &after}}})
	if err := p.check(); err != nil || len(p.actions) != 1 {
		t.Errorf("%d actions, %v", len(p.actions), err)
	}
}

func FuzzClip(f *testing.F) {
	f.Add("日本語", 4)
	f.Add("\xff\xff\xff", 2)
	f.Fuzz(func(t *testing.T, s string, n int) {
		got := clip(s, n)
		if len(got) > max(n, 0) && len(got) != len(s) || !strings.HasPrefix(s, got) || utf8.ValidString(s) && !utf8.ValidString(got) {
			t.Errorf("clip(%q, %d) = %q", s, n, got)
		}
	})
}

func FuzzBounded(f *testing.F) {
	f.Add("id@example.com")
	f.Add("\xff")
	f.Fuzz(func(t *testing.T, s string) {
		if got := bounded(s); len(got) > maxKeyPart || !utf8.ValidString(got) {
			t.Errorf("bounded(%q) = %q", s, got)
		}
	})
}
