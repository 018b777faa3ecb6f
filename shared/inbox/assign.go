package inbox

import (
	"context"
	"fmt"
	"slices"
)

// Assign gives a conversation to a member who has a role in its audience, to one
// of its teams, or with an empty assignee to nobody. The member is told, unless
// it is who assigns. ifMatch, unless 0, is the revision the caller saw.
func (b *Inbox) Assign(ctx context.Context, gate Gate, author, conversation string, ifMatch int64, assignee string, r *Request) (*Conversation, error) {
	return b.assign(ctx, gate, author, conversation, ifMatch, assignee, true, r)
}

// assign is Assign, which tells the member or leaves that to its caller.
func (b *Inbox) assign(ctx context.Context, gate Gate, author, conversation string, ifMatch int64, assignee string, tell bool, r *Request) (*Conversation, error) {
	var keys Keys
	if assignee != "" {
		keys.Members = []string{assignee}
	}
	return b.changeConversation(ctx, gate, conversation, ifMatch, keys, r, func(f *Found, c, after *Conversation, change *Change) error {
		if c.Assignee == assignee {
			return nil
		}
		member, err := b.assignable(ctx, f, assignee, c.Audience)
		if err != nil {
			return err
		}
		after.Assignee = assignee
		activity := b.event(c, b.Now(), author, Activity{Name: "assignee", From: c.Assignee, To: assignee}, fmt.Sprint(c.Rev))
		change.Messages = append(change.Messages, Edit[Message]{After: activity})
		if tell && member && assignee != author {
			change.Notices = append(change.Notices, b.notice(NoticeAssigned, assignee, activity))
		}
		return nil
	})
}

// assignable refuses an assignee who is neither nobody, nor a member who was loaded
// and has a role in the audience, nor one of its teams. It tells whether it is a member.
func (b *Inbox) assignable(ctx context.Context, f *Found, assignee, audience string) (member bool, err error) {
	if assignee == "" || belongs(f, assignee, audience) {
		return assignee != "", nil
	}
	d, err := b.directory(ctx, audience)
	if err == nil && d.team(assignee) == nil {
		err = problem(ErrInvalid, "Assign to a member with a role in this audience, or to one of its teams.")
	}
	return false, err
}

// SetLabels adds labels to a conversation and takes others away. Those of labels
// that are deleted meanwhile go along.
func (b *Inbox) SetLabels(ctx context.Context, gate Gate, author, conversation string, add, remove []string, r *Request) (*Conversation, error) {
	return b.changeConversation(ctx, gate, conversation, 0, Keys{}, r, func(_ *Found, c, after *Conversation, change *Change) error {
		d, err := b.directory(ctx, c.Audience)
		if err != nil {
			return err
		}
		if err := d.hasLabels(add); err != nil {
			return err
		}
		gone := func(id string) bool { return d.label(id) == nil || slices.Contains(remove, id) }
		after.Labels = slices.DeleteFunc(append(slices.Clone(c.Labels), add...), gone)
		slices.Sort(after.Labels)
		if after.Labels = slices.Compact(after.Labels); len(after.Labels) == 0 {
			after.Labels = nil
		}
		if len(after.Labels) > MaxLabels {
			return problem(ErrInvalid, "A conversation has at most %d labels.", MaxLabels)
		}
		b.tellLabels(change, c, after, author, d)
		return nil
	})
}

// tellLabels adds an entry in the thread for each label that came or went, but
// those that are deleted.
func (b *Inbox) tellLabels(change *Change, before, after *Conversation, author string, d *Directory) {
	tell := func(a Activity) {
		cause := fmt.Sprint(before.Rev, a.From)
		change.Messages = append(change.Messages, Edit[Message]{After: b.event(before, b.Now(), author, a, cause)})
	}
	for _, id := range before.Labels {
		if !slices.Contains(after.Labels, id) && d.label(id) != nil {
			tell(Activity{Name: "label", From: id})
		}
	}
	for _, id := range after.Labels {
		if !slices.Contains(before.Labels, id) {
			tell(Activity{Name: "label", To: id})
		}
	}
}
