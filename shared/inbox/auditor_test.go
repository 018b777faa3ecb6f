package inbox_test

import (
	"context"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"confab/shared/inbox"
)

// row is an item of the fixture's table.
type row = map[string]types.AttributeValue

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

// raw reads, writes or deletes an item behind the store's back: it leaves there
// what change makes of it, and nothing where that is nil.
func (f *fixture) raw(pk, sk string, change func(row) row) (was row) {
	f.Helper()
	client := dynamodb.NewFromConfig(f.table.Config)
	key := row{"pk": text(pk), "sk": text(sk)}
	out, err := client.GetItem(f.Context(), &dynamodb.GetItemInput{TableName: &f.table.Name, Key: key})
	f.must(err)
	now := row{}
	maps.Copy(now, out.Item)
	if after := change(now); after != nil {
		maps.Copy(after, key)
		_, err = client.PutItem(f.Context(), &dynamodb.PutItemInput{TableName: &f.table.Name, Item: after})
	} else {
		_, err = client.DeleteItem(f.Context(), &dynamodb.DeleteItemInput{TableName: &f.table.Name, Key: key})
	}
	f.must(err)
	return out.Item
}

// settle has the badge count conversations, as the stream does.
func (f *fixture) settle(ids ...string) {
	f.Helper()
	for _, id := range ids {
		f.must(f.Follow(f.Context(), inbox.Changed{Conversation: inbox.Edit[inbox.Conversation]{After: f.thread(id).Conversation}}))
	}
}

func (f *fixture) violations() (out []string) {
	f.Helper()
	found, err := f.Examine(f.Context(), "")
	f.must(err)
	for _, v := range found {
		out = append(out, v.Item+": "+v.What)
	}
	return out
}

// busy is an inbox in which much is kept twice: an unread conversation, one that
// is answered, labelled and assigned, one that is snoozed, and one that is a part
// of the first.
type busy struct {
	unread, answered, snoozed, part string
	reply                           *inbox.Message
}

func (f *fixture) busy() (b busy) {
	f.Helper()
	b.part = f.receive(f.mail("ada@example.org")).Conversation
	b.unread = f.receive(f.mail("ada@example.org")).Conversation
	b.answered = f.receive(f.mail("robin@example.org")).Conversation
	b.snoozed = f.receive(f.mail("sam@example.org")).Conversation
	f.must(f.labelled(b.answered, []string{f.label("Late")}, nil))
	b.reply = f.reply(b.answered, "An answer.")
	_, err := f.Snooze(f.Context(), anybody, "agent", b.snoozed, 0, inbox.SnoozeChoice{Preset: inbox.Tomorrow, Zone: "UTC"}, nil)
	f.must(err)
	_, err = f.MergeConversations(f.Context(), anybody, "agent", b.unread, b.part, inbox.Revs{}, nil)
	f.must(err)
	f.settle(b.unread, b.answered, b.snoozed)
	return b
}

// corruption is something that is changed behind the store's back, and what the
// audit is to say of which item.
type corruption struct {
	pk, sk string
	change func(row) row
	item   string
	says   string
}

// corruptions are of each kind one, done to a busy inbox.
func (f *fixture) corruptions(b busy) map[string]corruption {
	f.Helper()
	set := func(name string, value types.AttributeValue) func(row) row {
		return func(r row) row { r[name] = value; return r }
	}
	without := func(names ...string) func(row) row {
		return func(r row) row {
			for _, n := range names {
				delete(r, n)
			}
			return r
		}
	}
	gone := func(row) row { return nil }
	message := "M#" + b.reply.ID
	inbound := "M#" + f.thread(b.snoozed).Conversation.LastInbound
	return map[string]corruption{
		"a list row is gone":              {"C#" + b.unread, "A#u", gone, b.unread, "A#u is missing"},
		"a list row is of nothing":        {"C#" + b.snoozed, "A#l:7", set("lpk", text("x")), b.snoozed, "A#l:7 is of nothing"},
		"a list row is on another list":   {"C#" + b.answered, "A#all", set("lpk", text("x")), b.answered, "A#all has lpk"},
		"a list row stands elsewhere":     {"C#" + b.answered, "A#h", set("lsk", text("x")), b.answered, "A#h has lsk"},
		"a list row tells something else": {"C#" + b.answered, "A#all", set("row", &types.AttributeValueMemberM{Value: row{"f": text("d")}}), b.answered, "A#all tells something else"},
		"a snooze is not due":             {"C#" + b.snoozed, "Z", without("dpk", "dsk"), b.snoozed, "Z has dpk"},
		"a message to send is not due":    {"C#" + b.answered, message, without("dpk", "dsk"), b.answered, "has dpk"},
		"the outbox has lost a message":   {"C#" + b.answered, "Z", without("outbox"), b.answered, "the outbox holds []"},
		"the schedule makes one up": {"C#" + b.answered, "Z", set("scheduled", &types.AttributeValueMemberL{Value: []types.AttributeValue{
			&types.AttributeValueMemberM{Value: row{"Message": text("m"), "At": text(start.Format(time.RFC3339))}},
		}}), b.answered, "the schedule holds"},
		"a message to send is gone":          {"C#" + b.answered, message, gone, b.answered, "the outbox holds"},
		"the badge has forgotten one":        {"C#" + b.unread, "B#counted", gone, b.unread, "the badge counts it: false"},
		"the badge says something else":      {"AUD#" + f.audience.ID, "unread", set("n", &types.AttributeValueMemberN{Value: "9"}), "badge:" + f.audience.ID, "the badge differs by +7"},
		"a header is gone":                   {"C#" + b.answered, "Z", gone, b.answered, "messages without a header"},
		"the contact's last message is gone": {"C#" + b.snoozed, inbound, gone, b.snoozed, "is not there"},
		"the header knows an older one":      {"C#" + b.snoozed, "Z", set("last_inbound_at", text(start.Add(-time.Hour).Format(time.RFC3339))), b.snoozed, "came later"},
		"a message stands too late":          {"C#" + b.snoozed, inbound, set("at", text(start.Add(time.Hour).Format(time.RFC3339))), b.snoozed, "after its own arrival"},
		"a message is another thread's":      {"C#" + b.snoozed, inbound, set("conversation", text("x")), b.snoozed, "belongs elsewhere"},
		"a part is a part of nothing":        {"C#" + b.part, "Z", set("merged_into", text("x")), b.unread, "knows nothing of it"},
		"a whole has lost its part":          {"C#" + b.unread, "Z", without("parts"), b.part, "it was merged into"},
	}
}

func TestEachKindOfCorruptionIsFound(t *testing.T) {
	f := newFixture(t)
	b := f.busy()
	if got := f.violations(); got != nil {
		t.Fatalf("what is right is called wrong: %q", got)
	}
	for name, test := range f.corruptions(b) {
		was := f.raw(test.pk, test.sk, test.change)
		found := false
		got := f.violations()
		for _, v := range got {
			found = found || strings.HasPrefix(v, test.item+": ") && strings.Contains(v, test.says)
		}
		if !found {
			t.Errorf("%s: found %q, want %s: %s", name, got, test.item, test.says)
		}
		f.raw(test.pk, test.sk, func(row) row {
			if len(was) == 0 {
				return nil
			}
			return was
		})
	}
	if got := f.violations(); got != nil {
		t.Errorf("the test did not put back what it changed: %q", got)
	}
}

func TestAnAuditLooksAgainAtWhatSeemedWrong(t *testing.T) {
	f := newFixture(t)
	b := f.busy()
	counted := tally{}
	f.Metrics = counted
	late := f.receive(f.mail("late@example.org")).Conversation // the stream has not reported it
	f.raw("C#"+b.answered, "A#all", func(row) row { return nil })
	j, err := f.StartAudit(t.Context(), anybody, "", "", nil)
	f.must(err)
	f.must(f.RunJob(t.Context(), j.ID))
	f.must(f.RunJob(t.Context(), j.ID)) // offered too early
	if got := f.job(j.ID); got.State != inbox.JobQueued || !got.Listed || got.Total != 3 || got.Looked != 6 {
		t.Fatalf("it does not wait for the stream: %+v", got)
	}
	f.settle(late)
	f.advance(6 * time.Minute)
	f.must(f.Wake(t.Context()))
	f.must(f.RunJob(t.Context(), j.ID))
	if got := f.job(j.ID); got.State != inbox.JobDone || got.Refused != 1 || got.Done != 2 || counted["AuditViolations"] != 1 {
		t.Errorf("%+v, and counts %v", got, counted)
	}
	items, err := f.Store.JobItems(t.Context(), inbox.JobItemQuery{Job: j.ID, Limit: 10})
	f.must(err)
	for _, i := range items {
		if i.Outcome == inbox.ItemRefused && (i.ID != b.answered || !strings.Contains(i.Reason, "A#all is missing")) {
			t.Errorf("%+v", i)
		}
	}
}

func TestAnAuditOfNothingWrongSaysSo(t *testing.T) {
	f := newFixture(t)
	f.busy()
	counted := tally{}
	f.Metrics = counted
	for range 2 { // the schedule may send twice
		f.must(f.AuditOnce(t.Context(), start))
	}
	jobs, err := f.Store.Jobs(t.Context(), inbox.JobQuery{Limit: 10})
	f.must(err)
	if len(jobs) != 1 {
		t.Fatalf("%d audits, want one", len(jobs))
	}
	f.must(f.RunJob(t.Context(), jobs[0].ID))
	n, told := counted["AuditViolations"]
	if got := f.job(jobs[0].ID); got.State != inbox.JobDone || got.Total != 0 || n != 0 || !told {
		t.Errorf("%+v, and counts %v", got, counted)
	}
}

// traffic is a store in which the nth of some walks of the unread ones finds so many fewer
// than there are, and after which the badge has moved by so much.
type traffic struct {
	inbox.Store
	fewer, moves []int
	walks, moved int
}

func (s *traffic) Load(ctx context.Context, keys inbox.Keys) (*inbox.Found, error) {
	f, err := s.Store.Load(ctx, keys)
	if err == nil {
		for audience := range f.Unread {
			f.Unread[audience] += s.moved
		}
	}
	return f, err
}

func (s *traffic) Conversations(ctx context.Context, q inbox.ConversationQuery) (*inbox.ConversationPage, error) {
	page, err := s.Store.Conversations(ctx, q)
	if n := s.walks % len(s.fewer); err == nil && q.Unread {
		page.Rows = page.Rows[s.fewer[n]:]
		s.moved += s.moves[n]
		s.walks++
	}
	return page, err
}

func TestTrafficIsNoViolationOfABadgeAndDriftIs(t *testing.T) {
	f := newFixture(t)
	for range 4 {
		f.settle(f.receive(f.mail("ada@example.org")).Conversation)
	}
	still := f.Store
	for name, test := range map[string]struct {
		fewer, moves []int
		says         string
	}{
		"what arrives is listed now and then":   {[]int{1, 2, 1, 2, 1}, []int{0, 0, 0, 0, 0}, ""},
		"they agree once":                       {[]int{1, 1, 1, 1, 0}, []int{0, 0, 0, 0, 0}, ""},
		"the badge moves at every walk":         {[]int{1, 1, 1, 1, 1}, []int{1, 1, -1, 1, 1}, ""},
		"it stands still once":                  {[]int{1, 1, 1, 1, 1}, []int{1, -1, 0, 1, -1}, ""},
		"it differs by the same":                {[]int{1, 1, 1, 1, 1}, []int{0, 0, 0, 0, 0}, "differs by +1"},
		"it moved between, and differs by more": {[]int{2, 0, 2, 2, 2}, []int{0, 1, 0, -1, 0}, ""},
		"it differs by the same, and moves too": {[]int{2, 2, 2, 2, 2}, []int{0, 1, -1, 0, 0}, "differs by +2"},
	} {
		f.Store = &traffic{Store: still, fewer: test.fewer, moves: test.moves}
		if got := strings.Join(f.violations(), ""); test.says == "" && got != "" || !strings.Contains(got, test.says) {
			t.Errorf("%s: %q, want %q", name, got, test.says)
		}
	}
}
