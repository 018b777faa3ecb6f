package inbox_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"confab/shared/inbox"
)

// colleague adds a member who has a role in the fixture's audience, or none.
func (f *fixture) colleague(id string, role inbox.Role) string {
	f.Helper()
	m := &inbox.Member{ID: id, Roles: map[string]inbox.Role{}}
	if role != "" {
		m.Roles[f.audience.ID] = role
	}
	f.must(f.Store.Commit(f.Context(), inbox.Change{Members: []inbox.Edit[inbox.Member]{{After: m}}}))
	return id
}

func (f *fixture) label(name string) string {
	f.Helper()
	l, err := f.CreateLabel(f.Context(), anybody, f.audience.ID, inbox.Label{Name: name, Colour: "red"}, nil)
	f.must(err)
	return l.ID
}

func (f *fixture) labelled(conversation string, add, remove []string) error {
	_, err := f.SetLabels(f.Context(), anybody, "ada", conversation, add, remove, nil)
	return err
}

// told are the entries of a name in a thread, oldest first.
func (f *fixture) told(conversation, name string) (out []inbox.Activity) {
	f.Helper()
	for _, m := range slices.Backward(f.thread(conversation).Messages) {
		if m.Event != nil && m.Event.Name == name {
			out = append(out, *m.Event)
		}
	}
	return out
}

func refused(t *testing.T, err, kind error, words string) {
	t.Helper()
	var p *inbox.Problem
	if !errors.Is(err, kind) || !errors.As(err, &p) || !strings.Contains(p.Detail, words) {
		t.Errorf("got %v, want %v with %q", err, kind, words)
	}
}

func TestLabelsComeAndGoWithAnEntryEach(t *testing.T) {
	f := newFixture(t)
	c := f.receive(f.mail("robin@example.org")).Conversation
	late, refund := f.label("Late"), f.label("Refund")
	f.must(f.labelled(c, []string{refund, late, late}, nil))
	f.must(f.labelled(c, []string{refund}, nil)) // has it already
	if got := f.thread(c).Conversation.Labels; !slices.Equal(got, []string{late, refund}) {
		t.Errorf("labels %v", got)
	}
	if rows := f.list(inbox.ConversationQuery{Status: inbox.Open, Label: refund}); len(rows) != 1 || len(rows[0].Labels) != 2 {
		t.Errorf("rows %+v", rows)
	}
	f.must(f.labelled(c, nil, []string{late, refund}))
	if rows := f.list(inbox.ConversationQuery{Status: inbox.Open, Label: refund}); len(rows) != 0 {
		t.Errorf("rows %+v", rows)
	}
	if got := f.told(c, "label"); len(got) != 4 {
		t.Errorf("entries %+v", got)
	}
	refused(t, f.labelled(c, []string{"zzz"}, nil), inbox.ErrInvalid, "zzz")
}

func TestADeletedLabelGoesWithTheNextChangeAndItsIDIsNotUsedAgain(t *testing.T) {
	f := newFixture(t)
	c := f.receive(f.mail("robin@example.org")).Conversation
	late := f.label("Late")
	f.must(f.labelled(c, []string{late}, nil))
	f.must(f.DeleteLabel(f.Context(), anybody, f.audience.ID, late))
	again := f.label("Late")
	if again == late {
		t.Errorf("%s means two labels", late)
	}
	f.must(f.labelled(c, []string{again}, nil))
	if got := f.thread(c).Conversation.Labels; !slices.Equal(got, []string{again}) {
		t.Errorf("labels %v", got)
	}
	if got := f.told(c, "label"); len(got) != 2 {
		t.Errorf("entries %+v", got)
	}
}

func TestAJobTakesADeletedLabelFromItsConversations(t *testing.T) {
	f := newFixture(t)
	ids := f.open(4)
	late, urgent := f.label("Late"), f.label("Urgent")
	for i, status := range []inbox.Status{inbox.Open, inbox.Done, inbox.Trash} { // the fourth does not have it
		f.must(f.labelled(ids[i], []string{late, urgent}, nil))
		_, err := f.SetStatus(t.Context(), anybody, "ada", ids[i], 0, status, nil)
		f.must(err)
	}
	f.must(f.DeleteLabel(t.Context(), anybody, f.audience.ID, late))
	j := f.onlyJob(inbox.JobRelabel)
	f.must(f.RunJob(t.Context(), j.ID))
	if got := f.job(j.ID); got.State != inbox.JobDone || got.Done != 3 {
		t.Errorf("%+v", got)
	}
	for _, id := range ids[:3] {
		if got := f.thread(id).Conversation.Labels; !slices.Equal(got, []string{urgent}) {
			t.Errorf("labels %v", got)
		}
	}
}

func TestAConversationHasTwentyLabelsAndAllOfThemCanBeReplaced(t *testing.T) {
	f := newFixture(t)
	c := f.receive(f.mail("robin@example.org")).Conversation
	var ids []string
	for n := range 2 * inbox.MaxLabels {
		ids = append(ids, f.label(fmt.Sprint("Label ", n)))
	}
	first, second := ids[:inbox.MaxLabels], ids[inbox.MaxLabels:]
	f.must(f.labelled(c, first, nil))
	refused(t, f.labelled(c, second[:1], nil), inbox.ErrInvalid, "20")
	f.must(f.labelled(c, second, first))
	if rows := f.list(inbox.ConversationQuery{Status: inbox.Open, Label: second[7]}); len(rows) != 1 || !slices.Equal(rows[0].Labels, second) {
		t.Errorf("rows %+v", rows)
	}
}

func TestWhatALabelCannotBe(t *testing.T) {
	f := newFixture(t)
	late := f.label("Late")
	for words, l := range map[string]inbox.Label{
		"name":    {Name: " ", Colour: "red"},
		"already": {Name: "LATE", Colour: "red"},
		"colour":  {Name: "Soon", Colour: "mauve"},
	} {
		_, err := f.CreateLabel(f.Context(), anybody, f.audience.ID, l, nil)
		refused(t, err, inbox.ErrInvalid, words)
	}
	_, err := f.EditLabel(f.Context(), anybody, f.audience.ID, late, 7, func(*inbox.Label) {})
	refused(t, err, inbox.ErrConflict, "changed")
	got, err := f.EditLabel(f.Context(), anybody, f.audience.ID, late, 1, func(l *inbox.Label) { l.Name = "Overdue" })
	f.must(err)
	if got.Name != "Overdue" || got.Rev != 2 {
		t.Errorf("%+v", got)
	}
	refused(t, f.DeleteLabel(f.Context(), anybody, f.audience.ID, "zzz"), inbox.ErrNotFound, "no such label")
}

func TestALabelIsMadeOnceForOneKey(t *testing.T) {
	f := newFixture(t)
	r := &inbox.Request{Key: "ada POST labels k", Digest: "d"}
	var ids []string
	for range 2 {
		l, err := f.CreateLabel(f.Context(), anybody, f.audience.ID, inbox.Label{Name: "Late", Colour: "red"}, r)
		f.must(err)
		ids = append(ids, l.ID)
	}
	if ids[0] != ids[1] {
		t.Errorf("made %v", ids)
	}
}

func TestAConversationIsAssignedToWhoBelongs(t *testing.T) {
	f := newFixture(t)
	c := f.receive(f.mail("robin@example.org")).Conversation
	ada, bob, stranger := f.colleague("ada", inbox.Agent), f.colleague("bob", inbox.Viewer), f.colleague("eve", "")
	assign := func(to string) error {
		_, err := f.Assign(f.Context(), anybody, ada, c, 0, to, nil)
		return err
	}
	team, err := f.CreateTeam(f.Context(), anybody, f.audience.ID, inbox.Team{Name: "Returns", Members: []string{ada, bob}}, nil)
	f.must(err)
	_, err = f.EditTeam(f.Context(), anybody, f.audience.ID, team.ID, 1, func(t *inbox.Team) { t.Members = []string{stranger} })
	refused(t, err, inbox.ErrInvalid, "eve has no role")
	for _, to := range []string{bob, bob, team.ID, ada, ""} {
		f.advance(time.Second) // entries of one millisecond have no order
		f.must(assign(to))
		who := to
		if to == "" {
			who = inbox.Nobody
		}
		if rows := f.list(inbox.ConversationQuery{Status: inbox.Open, Assignee: who}); len(rows) != 1 || rows[0].Assignee != to {
			t.Errorf("assigned to %q: %+v", to, rows)
		}
	}
	refused(t, assign(stranger), inbox.ErrInvalid, "role")
	refused(t, assign("nobody-known"), inbox.ErrInvalid, "role")
	if got := f.told(c, "assignee"); len(got) != 4 || (got[0] != inbox.Activity{Name: "assignee", To: bob}) {
		t.Errorf("entries %+v", got)
	}
	if n := f.unseen(bob); n != 1 {
		t.Errorf("bob was told %d times", n)
	}
	if n := f.unseen(ada); n != 0 {
		t.Errorf("ada was told of her own doing")
	}
}

func (f *fixture) unseen(member string) int {
	f.Helper()
	found, err := f.Store.Load(f.Context(), inbox.Keys{Unseen: []string{member}})
	f.must(err)
	return found.Unseen[member]
}

func TestANoteIsTheTeamsOwn(t *testing.T) {
	f := newFixture(t)
	c := f.receive(f.mail("robin@example.org")).Conversation
	ada, bob := f.colleague("ada", inbox.Agent), f.colleague("bob", inbox.Agent)
	f.colleague("eve", "")
	before := f.thread(c).Conversation
	m, err := f.AddNote(f.Context(), anybody, ada, c, "@Bob, they paid twice.", []string{bob, ada, bob}, nil)
	f.must(err)
	thread := f.thread(c)
	if fmt.Sprint(thread.Conversation) != fmt.Sprint(before) {
		t.Errorf("the conversation became %+v", thread.Conversation)
	}
	if got := f.message(m); got.Kind != inbox.KindNote || got.Direction != "" || got.Delivery != nil || !slices.Equal(got.Mentions, []string{ada, bob}) {
		t.Errorf("note %+v", got)
	}
	if f.unseen(bob) != 1 || f.unseen(ada) != 0 {
		t.Errorf("bob has %d notices, ada %d", f.unseen(bob), f.unseen(ada))
	}
	_, err = f.AddNote(f.Context(), anybody, ada, c, "@Eve", []string{"eve"}, nil)
	refused(t, err, inbox.ErrInvalid, "eve has no role")
	for _, text := range []string{" \n", strings.Repeat("x", inbox.InlineText+1)} {
		_, err = f.AddNote(f.Context(), anybody, ada, c, text, nil, nil)
		refused(t, err, inbox.ErrInvalid, "note")
	}
	key := inbox.MessageKey{Conversation: c, Message: m.ID}
	refused(t, f.DeleteNote(f.Context(), anybody, bob, key), inbox.ErrForbidden, "author")
	f.must(f.DeleteNote(f.Context(), anybody, ada, key))
	if f.message(m) != nil || len(f.told(c, "note")) != 1 {
		t.Errorf("a note that was deleted: %+v, entries %v", f.message(m), f.told(c, "note"))
	}
}

func TestTheNumberOfUnseenNoticesIsExact(t *testing.T) {
	f := newFixture(t)
	c := f.receive(f.mail("robin@example.org")).Conversation
	ada, bob := f.colleague("ada", inbox.Agent), f.colleague("bob", inbox.Agent)
	for range 3 {
		f.advance(time.Second)
		_, err := f.AddNote(f.Context(), anybody, ada, c, "@Bob", []string{bob}, nil)
		f.must(err)
	}
	page, err := f.Store.Notices(f.Context(), inbox.NoticeQuery{Member: bob, Limit: 2})
	f.must(err)
	if len(page.Notices) != 2 || !page.More || f.unseen(bob) != 3 {
		t.Fatalf("%+v, %d unseen", page, f.unseen(bob))
	}
	for _, step := range []struct {
		upTo string
		left int
	}{{page.Notices[1].ID, 1}, {page.Notices[1].ID, 1}, {page.Notices[0].ID, 0}, {page.Notices[0].ID, 0}} {
		left, err := f.SeeNotices(f.Context(), bob, step.upTo)
		f.must(err)
		if left != step.left || f.unseen(bob) != step.left {
			t.Errorf("%d left, %d counted, want %d", left, f.unseen(bob), step.left)
		}
	}
	last, err := f.Store.Notices(f.Context(), inbox.NoticeQuery{Member: bob, After: page.Notices[1].ID, Limit: 2})
	f.must(err)
	if len(last.Notices) != 1 || last.More || last.Notices[0].Unseen {
		t.Errorf("the last page: %+v", last)
	}
}

func TestARefusalSaysWhatHasComeSince(t *testing.T) {
	f := newFixture(t)
	c := f.receive(f.mail("robin@example.org")).Conversation
	seen := f.thread(c).Conversation.Rev
	late := f.label("Late")
	refusal := func() *inbox.Message {
		t.Helper()
		var p *inbox.Problem
		_, err := f.SetStatus(f.Context(), anybody, "ada", c, seen, inbox.Done, nil)
		if !errors.Is(err, inbox.ErrConflict) || !errors.As(err, &p) {
			t.Fatalf("got %v", err)
		}
		return p.Changed
	}
	_, err := f.MarkRead(f.Context(), anybody, c, f.thread(c).Conversation.LastInbound, nil)
	f.must(err)
	if got := refusal(); got != nil {
		t.Errorf("that it was read left an entry: %+v", got)
	}
	f.must(f.labelled(c, []string{late}, nil))
	if got := refusal(); got == nil || got.Author != "ada" || (*got.Event != inbox.Activity{Name: "label", To: late}) {
		t.Errorf("after a label: %+v", got)
	}
	answer := f.reply(c, "I am on it.")
	if got := refusal(); got == nil || got.ID != answer.ID {
		t.Errorf("after an answer: %+v", got)
	}
}
