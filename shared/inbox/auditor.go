package inbox

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Inspection is all that is kept of one conversation.
type Inspection struct {
	Conversation *Conversation // nil where there is no header, whatever else there is
	Messages     []Message     // oldest first
	Counted      Counted
	// Misplaced are list rows and places among what is due that do not follow from
	// header and messages, in a few words each.
	Misplaced []string
}

// Violation is something kept twice that contradicts itself.
type Violation struct {
	Item string // a conversation's id, or badgePrefix and an audience's
	What string // for whoever runs the system; nothing that people wrote
}

// contradictions tell what of a conversation does not follow from its header and
// its messages.
var contradictions = []func(i *Inspection) []string{
	func(i *Inspection) []string { return i.Misplaced }, miscounted, misqueued, misordered,
}

// Examine walks all conversations, or those of an audience, and the badges, and
// returns what contradicts itself. What is being written meanwhile, and what the
// stream has not reported yet, looks like a violation: see [Inbox.StartAudit], which
// looks again.
func (b *Inbox) Examine(ctx context.Context, audience string) (out []Violation, err error) {
	j := &Job{Of: audience}
	for more := true; more; {
		found, err := b.listSuspects(ctx, j)
		if err != nil {
			return nil, err
		}
		for _, item := range found.ids {
			what, err := b.examineItem(ctx, audience, item)
			if err != nil {
				return nil, err
			}
			for _, w := range what {
				out = append(out, Violation{Item: item, What: w})
			}
		}
		j.Checkpoint, more = found.at, found.more
	}
	return out, nil
}

// StartAudit starts a job that examines all conversations of an audience, of all where
// it names none, and looks again a while later at what seemed wrong. What still
// is it refuses, which says why.
func (b *Inbox) StartAudit(ctx context.Context, gate Gate, author, audience string, r *Request) (*Job, error) {
	if err := gate(ctx, ""); err != nil {
		return nil, err
	}
	if audience != "" {
		if _, err := b.audience(ctx, audience); err != nil {
			return nil, err
		}
	}
	j := b.newJob("", author, JobAudit)
	j.Of = audience
	return b.startJob(ctx, j, r)
}

// AuditOnce starts the audit of a time, unless it has been started.
func (b *Inbox) AuditOnce(ctx context.Context, at time.Time) error {
	return b.later(ctx, b.newJob("", "", JobAudit), at.UTC().Format(time.RFC3339))
}

// auditRest is after what time an audit looks again: longer than the stream lags
// behind on any but a bad day.
const auditRest = 5 * time.Minute

// listSuspects looks at the next conversations, at last at the badges, and lists
// what seems wrong.
func (b *Inbox) listSuspects(ctx context.Context, j *Job) (listing, error) {
	ids, next, err := b.Store.Walk(ctx, j.Checkpoint, listBatch)
	if err != nil {
		return listing{}, err
	}
	if next == "" {
		badges, err := b.badges(ctx, j.Of)
		if err != nil {
			return listing{}, err
		}
		ids = append(ids, badges...)
	}
	wrong := make([]bool, len(ids))
	var steps []func() error
	for i, id := range ids {
		steps = append(steps, func() error {
			what, err := b.examineItem(ctx, j.Of, id)
			wrong[i] = len(what) > 0
			return err
		})
	}
	if err := together(steps); err != nil {
		return listing{}, err
	}
	found := listing{at: next, more: next != "", looked: len(ids)}
	for i, id := range ids {
		if wrong[i] {
			found.ids = append(found.ids, id)
		}
	}
	return found, nil
}

// auditItem looks again at what seemed wrong.
func (b *Inbox) auditItem(ctx context.Context, j *Job, item string) error {
	what, err := b.examineItem(ctx, j.Of, item)
	if err != nil || len(what) == 0 {
		return err
	}
	b.Log.ErrorContext(ctx, "violation", "job", j.ID, "item", item, "what", strings.Join(what, "; "))
	return problem(ErrInvalid, "%s.", strings.Join(what, "; "))
}

// badgePrefix begins what stands for an audience's badge among conversations.
const badgePrefix = "badge:"

// badges are the badges of an audience, of all where none is named.
func (b *Inbox) badges(ctx context.Context, audience string) (out []string, err error) {
	if audience != "" {
		return []string{badgePrefix + audience}, nil
	}
	all, err := b.Store.Audiences(ctx)
	for _, a := range all {
		out = append(out, badgePrefix+a.ID)
	}
	return out, err
}

func (b *Inbox) examineItem(ctx context.Context, audience, item string) ([]string, error) {
	if of, badge := strings.CutPrefix(item, badgePrefix); badge {
		return b.examineBadge(ctx, of)
	}
	i, err := b.Store.Inspect(ctx, item)
	if err != nil {
		return nil, err
	}
	c := i.Conversation
	switch {
	case c == nil && audience == "":
		return orphaned(i), nil
	case c == nil, c.Deleting, audience != "" && c.Audience != audience:
		return nil, nil
	}
	what, err := b.misparted(ctx, c)
	for _, of := range contradictions {
		what = append(what, of(i)...)
	}
	return what, err
}

// orphaned is what is left of a conversation that is not there.
func orphaned(i *Inspection) (what []string) {
	if len(i.Messages) > 0 {
		what = append(what, "messages without a header")
	}
	if i.Counted.Unread {
		what = append(what, "the badge counts what is not there")
	}
	return append(what, i.Misplaced...)
}

func miscounted(i *Inspection) []string {
	if i.Counted.Unread == counts(i.Conversation) {
		return nil
	}
	return []string{fmt.Sprintf("the badge counts it: %t, it is to be counted: %t", i.Counted.Unread, counts(i.Conversation))}
}

// misqueued compares what the header knows to be sent with the messages' states.
func misqueued(i *Inspection) (what []string) {
	var queued, scheduled, planned []string
	for _, m := range i.Messages {
		switch {
		case m.Direction != Outbound || m.Delivery == nil:
		case m.Delivery.State == Scheduled:
			scheduled = append(scheduled, m.ID)
		case !m.Delivery.State.Settled():
			queued = append(queued, m.ID)
		}
	}
	for _, s := range i.Conversation.Scheduled {
		planned = append(planned, s.Message)
	}
	for name, pair := range map[string][2][]string{"outbox": {i.Conversation.Outbox, queued}, "schedule": {planned, scheduled}} {
		if has, want := slices.Sorted(slices.Values(pair[0])), slices.Sorted(slices.Values(pair[1])); !slices.Equal(has, want) {
			what = append(what, fmt.Sprintf("the %s holds %v, the messages say %v", name, has, want))
		}
	}
	slices.Sort(what)
	return what
}

// misordered compares the thread's order, and what the header tells of it, with
// the messages. Of a conversation that gave or took messages the header alone
// says less.
func misordered(i *Inspection) (what []string) {
	c := i.Conversation
	whole := c.MergedInto == "" && len(c.Parts)+len(c.Moved) == 0
	heard := c.LastInbound == ""
	for _, m := range i.Messages {
		if m.Audience != c.Audience || m.Conversation != c.ID {
			what = append(what, "message "+m.ID+" belongs elsewhere")
		}
		if m.Direction != Inbound {
			continue
		}
		heard = heard || m.ID == c.LastInbound
		if m.At.After(m.Arrived) {
			what = append(what, "message "+m.ID+" stands after its own arrival")
		}
		if whole && !m.Hidden && (m.Arrived.After(c.LastInboundAt) || m.Arrived.After(c.Arrived)) {
			what = append(what, "message "+m.ID+" came later than what the header knows")
		}
	}
	if whole && !heard {
		what = append(what, "the contact's last message "+c.LastInbound+" is not there")
	}
	return what
}

// misparted compares a conversation with those that it was merged with.
func (b *Inbox) misparted(ctx context.Context, c *Conversation) (what []string, err error) {
	ids := slices.Clone(c.Parts)
	if c.MergedInto != "" {
		ids = append(ids, c.MergedInto)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	f, err := b.Store.Load(ctx, Keys{Conversations: ids, AsTheyAre: true})
	if err != nil {
		return nil, err
	}
	for _, id := range c.Parts {
		if part := f.Conversations[id]; part == nil || part.MergedInto != c.ID {
			what = append(what, "its part "+id+" knows nothing of it")
		}
	}
	if whole := f.Conversations[c.MergedInto]; c.MergedInto != "" && (whole == nil || !slices.Contains(whole.Parts, c.ID)) {
		what = append(what, "it was merged into "+c.MergedInto+", which knows nothing of it")
	}
	return what, nil
}

// badgeTries is how often a badge and its list are compared. Both move, and not
// together: what is amiss differs by the same in every try, and traffic does not.
const badgeTries = 5

// examineBadge compares an audience's badge with the list of what it counts. A
// try during which the badge moved says nothing, and one try alone too little.
func (b *Inbox) examineBadge(ctx context.Context, audience string) ([]string, error) {
	told, drift, badge, listed := 0, 0, 0, 0
	for range badgeTries {
		f, err := b.Store.Load(ctx, Keys{Audiences: []string{audience}, Unread: []string{audience}})
		if err != nil || f.Audiences[audience] == nil {
			return nil, err
		}
		badge = f.Unread[audience]
		if listed, err = b.countUnread(ctx, f.Audiences[audience]); err != nil {
			return nil, err
		}
		after, err := b.Store.Load(ctx, Keys{Unread: []string{audience}})
		switch {
		case err != nil:
			return nil, err
		case after.Unread[audience] != badge:
			continue
		case badge == listed, told > 0 && badge-listed != drift:
			return nil, nil
		}
		told, drift = told+1, badge-listed
	}
	if told < 2 {
		return nil, nil
	}
	return []string{fmt.Sprintf("the badge differs by %+d from the list of unread ones, which has about %d", drift, listed)}, nil
}

// countUnread walks the list of what the badge of an audience counts.
func (b *Inbox) countUnread(ctx context.Context, a *Audience) (n int, err error) {
	q := ConversationQuery{Audience: a.ID, Shards: a.Shards, Status: Open, Unread: true, Limit: 500}
	for {
		page, err := b.Store.Conversations(ctx, q)
		if err != nil {
			return 0, err
		}
		n += len(page.Rows)
		if q.After = page.Next; !page.More {
			return n, nil
		}
	}
}
