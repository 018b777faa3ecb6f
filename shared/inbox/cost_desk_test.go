package inbox_test

import (
	"testing"
	"time"

	"confab/shared/inbox"
)

// Each of these is done in an inbox of its own and makes exactly the calls that are
// named; the units are a bound. That three items cost two reads and two
// transactions more than one is what an item costs.
func TestWhatWorkAtTheDeskCosts(t *testing.T) {
	for _, op := range []struct {
		name    string
		want    cost
		prepare func(f *fixture) (operation func())
	}{
		{"wake a conversation, found in a sweep", cost{1, 4, 1, 50}, waking},
		{"block a contact of one conversation", cost{2, 1, 2, 50}, func(f *fixture) func() {
			ada, _, _, _ := f.people()
			return func() { f.block(ada, true) }
		}},
		{"merge contacts of one conversation each", cost{3, 4, 2, 60}, func(f *fixture) func() {
			ada, work, _, _ := f.people()
			return func() { f.mergeContacts(ada, work) }
		}},
		{"unmerge them", cost{3, 2, 2, 60}, func(f *fixture) func() {
			ada, work, _, _ := f.people()
			f.mergeContacts(ada, work)
			return func() {
				_, _, err := f.UnmergeContacts(f.Context(), anybody, ada, work, nil)
				f.must(err)
			}
		}},
		{"merge conversations", cost{1, 1, 1, 50}, func(f *fixture) func() {
			into, from := f.receive(f.mail("ada@example.org")).Conversation, f.receive(f.mail("ada@example.org")).Conversation
			return func() { f.must(f.merge(into, from)) }
		}},
		{"split a message off", cost{3, 1, 1, 60}, func(f *fixture) func() {
			c := f.receive(f.mail("ada@example.org")).Conversation
			second := f.receive(f.mail("ada@example.org", to(f.token(c))))
			key := inbox.MessageKey{Conversation: c, Message: second.Message}
			return func() {
				_, err := f.SplitMessage(f.Context(), anybody, "agent", key, 0, nil)
				f.must(err)
			}
		}},
		{"define a label", cost{1, 0, 1, 10}, func(f *fixture) func() { return func() { f.label("Late") } }},
		{"attempt a webhook", cost{2, 0, 1, 10}, attempting},
		{"run a job of one item", cost{6, 2, 5, 50}, func(f *fixture) func() { return f.running(1) }},
		{"run a job of three items", cost{8, 2, 7, 120}, func(f *fixture) func() { return f.running(3) }},
	} {
		t.Run(op.name, func(t *testing.T) {
			f := newFixture(t)
			got := f.cost(op.prepare(f))
			if got.units > op.want.units {
				t.Errorf("it consumed %.1f units, at most %.0f are allowed", got.units, op.want.units)
			}
			if got.units = op.want.units; got != op.want {
				t.Errorf("it cost %+v, want %+v", got, op.want)
			}
		})
	}
}

func waking(f *fixture) func() {
	c := f.receive(f.mail("ada@example.org")).Conversation
	f.snooze(c, inbox.SnoozeChoice{Preset: inbox.InAnHour, Zone: "UTC"})
	f.advance(2 * time.Hour)
	return func() { f.must(f.Wake(f.Context())) }
}

// attempting has a webhook told of an event for the first time.
func attempting(f *fixture) func() {
	f.Signing = &inbox.Signing{Current: "a", Keys: map[string][]byte{"a": []byte("a key of the test")}}
	f.Poster = &receiver{status: 200}
	w, _, err := f.CreateWebhook(f.Context(), anybody, inbox.Webhook{Audience: f.audience.ID, URL: "https://example.com/", Events: []inbox.EventType{inbox.MessageReceived}}, nil)
	f.must(err)
	n := inbox.Notification{
		Webhook: inbox.WebhookKey{Audience: w.Audience, ID: w.ID}, Delivery: f.IDs.New(f.clock()),
		Event: &inbox.Event{ID: "e", Type: inbox.MessageReceived, Audience: w.Audience, At: f.clock()},
	}
	return func() { f.must(f.Notify(f.Context(), n)) }
}

// running runs a job that closes so many conversations.
func (f *fixture) running(items int) func() {
	agent := f.newMember(inbox.Agent)
	j := f.bulk(agent.ID, inbox.Selected{Conversations: f.open(items)}, inbox.BulkAction{Status: inbox.Done})
	return func() { f.must(f.RunJob(f.Context(), j.ID)) }
}
