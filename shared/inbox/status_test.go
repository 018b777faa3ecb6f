package inbox_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"testing"
	"time"

	"confab/shared/inbox"
	"confab/shared/setup"
)

// life is a history of one conversation: what the domain makes of it, over a store
// in memory, beside what a plain model says.
type life struct {
	*inbox.Inbox
	store  *memory
	random *rand.Rand
	now    time.Time
	mails  int
	here   []int // those that have arrived
	id     string

	// The model.
	status  inbox.Status
	until   time.Time // of a snooze with a time
	anyway  bool      // it lasts even if the contact replies
	unread  bool
	entries []string
	said    []string // what has happened, for who reads a failure
}

const lifeAudience, lifeContact = "01JPA0000000000000000000AA", "01JPA0000000000000000000PP"

func newLife(seed uint64) *life {
	ada := inbox.Identity{Kind: inbox.IdentityEmail, Value: "ada@example.org"}
	l := &life{random: rand.New(rand.NewPCG(seed, 7)), now: start, id: "01JPA0000000000000000000CC", status: inbox.Open}
	l.store = newMemory(inbox.Audience{ID: lifeAudience, FromAddress: "team@example.com", Shards: 1},
		inbox.Known{Audience: lifeAudience, Identity: ada, Contact: lifeContact})
	l.Inbox = &inbox.Inbox{
		Store: l.store, Objects: &fakeObjects{data: map[string][]byte{}}, IDs: setup.ULIDs{}, Now: func() time.Time { return l.now },
		Metrics: counts{}, Log: slog.New(slog.DiscardHandler),
		Tokens: &inbox.Tokens{Domain: inboundDomain, Current: 'a', Keys: map[byte][]byte{'a': []byte("a secret of the test")}},
	}
	l.store.conversations[l.id] = &inbox.Conversation{
		ID: l.id, Audience: lifeAudience, Channel: inbox.Email, Contact: lifeContact, Status: inbox.Open, Arrived: start, Created: start,
		Answer: inbox.Answer{To: []inbox.Address{{Address: ada.Value}}}, Rev: 1,
	}
	return l
}

// becomes lets the model move, with one entry where the status, or what a snooze
// is until, truly changes.
func (l *life) becomes(s inbox.Status, name, to string) {
	if s != l.status || name == "snooze" {
		l.entries = append(l.entries, fmt.Sprintf("%s %s>%s", name, l.status, to))
	}
	if l.status = s; s != inbox.Snoozed {
		l.until, l.anyway = time.Time{}, false
	}
}

// step does one thing at random, in the domain and in the model. What it does may
// find that something else has happened between its reading and its writing.
func (l *life) step(t *testing.T) error {
	l.now = l.now.Add(time.Duration(1+l.random.IntN(40)) * 61 * time.Second) // nothing ends on the dot
	if l.store.between == nil && l.random.IntN(600) == 0 {
		l.store.between = func() {
			if err := l.act(t); err != nil {
				l.said = append(l.said, err.Error())
			}
		}
		defer func() { l.store.between = nil }()
	}
	return l.act(t)
}

func (l *life) act(t *testing.T) error {
	return []func(context.Context) error{
		l.contactWrites, l.contactWrites, l.machineWrites, l.mailComesAgain, l.reply, l.reply, l.setStatus, l.setStatus, l.snoozes, l.snoozes, l.wakes, l.wakes,
	}[l.random.IntN(12)](t.Context())
}

func (l *life) mail(ctx context.Context, n int, nature inbox.Nature) error {
	defer func() { l.here = append(l.here, n) }()
	_, err := l.Receive(ctx, inbox.Incoming{
		Channel: inbox.Email, ProviderID: fmt.Sprint("ses-", n), Received: l.now, Nature: nature, Text: "Words", Full: "Words",
		From: inbox.Address{Address: "ada@example.org"}, Recipients: []string{l.Tokens.Address(inbox.Token{Conversation: l.id})},
	})
	return err
}

func (l *life) contactWrites(ctx context.Context) error {
	l.mails++
	l.said = append(l.said, "contact writes")
	err := l.mail(ctx, l.mails, inbox.Personal)
	if l.unread = true; !l.anyway {
		l.becomes(inbox.Open, "status", "open")
	}
	return err
}

func (l *life) machineWrites(ctx context.Context) error {
	l.mails++
	l.said = append(l.said, "machine writes")
	return l.mail(ctx, l.mails, inbox.AutoReply)
}

func (l *life) mailComesAgain(ctx context.Context) error {
	if len(l.here) == 0 {
		return nil
	}
	l.said = append(l.said, "mail comes again")
	return l.mail(ctx, l.here[l.random.IntN(len(l.here))], inbox.Personal)
}

func (l *life) reply(ctx context.Context) error {
	then := l.random.IntN(3)
	draft := inbox.Draft{Author: "agent", Text: "An answer"}
	choice := l.choice()
	switch then {
	case 1:
		draft.Then.Done = true
	case 2:
		draft.Then.Snooze = &choice
	}
	l.said = append(l.said, fmt.Sprintf("reply then %+v", draft.Then))
	_, _, err := l.Reply(ctx, anybody, l.id, 0, inbox.ReplyTo{}, draft)
	switch {
	case err != nil:
	case then == 1:
		l.becomes(inbox.Done, "status", "done")
	case then == 2:
		l.put(choice)
	case l.status == inbox.Done || l.status == inbox.Trash:
		l.becomes(inbox.Open, "status", "open")
	}
	return err
}

func (l *life) setStatus(ctx context.Context) error {
	s := []inbox.Status{inbox.Open, inbox.Done, inbox.Trash}[l.random.IntN(3)]
	l.said = append(l.said, "set "+string(s))
	_, err := l.SetStatus(ctx, anybody, "agent", l.id, 0, s, nil)
	l.becomes(s, "status", string(s))
	return err
}

// choice is a snooze of an hour, sometimes one that a reply does not end, or one
// until a reply.
func (l *life) choice() inbox.SnoozeChoice {
	c := inbox.SnoozeChoice{Preset: inbox.InAnHour, Zone: "UTC", EvenIfReply: l.random.IntN(2) == 0}
	if l.random.IntN(3) == 0 {
		c = inbox.SnoozeChoice{Preset: inbox.UntilReply}
	}
	return c
}

func (l *life) snoozes(ctx context.Context) error {
	choice := l.choice()
	l.said = append(l.said, fmt.Sprintf("snooze %+v", choice))
	_, err := l.Snooze(ctx, anybody, "agent", l.id, 0, choice, nil)
	l.put(choice)
	return err
}

// put has the model snoozed as the choice says.
func (l *life) put(c inbox.SnoozeChoice) {
	until, ends := time.Time{}, "reply"
	if c.Preset == inbox.InAnHour {
		until = l.now.Add(time.Hour)
		ends = until.Format(time.RFC3339)
	}
	if l.status == inbox.Snoozed && l.until.Equal(until) && l.anyway == c.EvenIfReply {
		return
	}
	l.becomes(inbox.Snoozed, "snooze", ends)
	l.until, l.anyway = until, c.EvenIfReply
}

func (l *life) wakes(ctx context.Context) error {
	l.said = append(l.said, "wake")
	err := l.Wake(ctx)
	if l.status == inbox.Snoozed && !l.until.IsZero() && l.until.Before(l.now) {
		l.unread = true
		l.becomes(inbox.Open, "woken", "open")
	}
	return err
}

// judge holds the domain against the model.
func (l *life) judge() error {
	c := l.store.conversations[l.id]
	var entries []string
	for _, m := range l.store.entries {
		entries = append(entries, fmt.Sprintf("%s %s>%s", m.Event.Name, m.Event.From, m.Event.To))
	}
	until, anyway := time.Time{}, false
	if c.Snooze != nil {
		until, anyway = c.Snooze.Until, c.Snooze.EvenIfReply
	}
	switch {
	case c.Status != l.status || c.Unread != l.unread:
		return fmt.Errorf("it is %s, unread %v; want %s, %v", c.Status, c.Unread, l.status, l.unread)
	case (c.Snooze != nil) != (c.Status == inbox.Snoozed) || !until.Equal(l.until) || anyway != l.anyway:
		return fmt.Errorf("%s with the snooze %+v; want one until %v, even if they reply %v", c.Status, c.Snooze, l.until, l.anyway)
	case len(entries) != len(l.entries) || len(entries) > 0 && fmt.Sprint(entries) != fmt.Sprint(l.entries):
		return fmt.Errorf("the thread says %v, want %v", entries, l.entries)
	}
	return nil
}

// lived runs a history, and returns what went wrong in it.
func lived(t *testing.T, seed uint64) error {
	l := newLife(seed)
	for range 10 {
		if err := errors.Join(l.step(t), l.judge()); err != nil {
			return fmt.Errorf("seed %d, after %q: %w", seed, l.said, err)
		}
	}
	return nil
}

func TestAnyHistoryLeavesALegalStatusAndOneEntryPerChange(t *testing.T) {
	for seed := range uint64(10_000) {
		if err := lived(t, seed); err != nil {
			t.Fatal(err)
		}
	}
}

func TestHistoriesFindEveryMutantOfTheStateMachine(t *testing.T) {
	statuses := []inbox.Status{"", inbox.Open, inbox.Snoozed, inbox.Done, inbox.Trash}
	mutants := []inbox.Cell{{Occasion: "a member answered", From: inbox.Snoozed, To: inbox.Open}}
	for _, c := range inbox.Cells() {
		for _, s := range statuses {
			if s != c.To && s != c.From {
				mutants = append(mutants, inbox.Cell{Occasion: c.Occasion, From: c.From, To: s})
			}
		}
	}
	if len(mutants) < 10 {
		t.Fatalf("only %d mutants", len(mutants))
	}
	for _, m := range mutants {
		restore := inbox.Mutate(m)
		found := false
		for seed := uint64(0); seed < 1000 && !found; seed++ {
			found = lived(t, seed) != nil
		}
		if restore(); !found {
			t.Errorf("%+v is not found", m)
		}
	}
}
