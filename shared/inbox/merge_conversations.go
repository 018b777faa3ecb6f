package inbox

import (
	"context"
	"maps"
	"slices"
	"time"
)

// Limits of merging and splitting.
const (
	// MaxParts is how many other conversations one holds.
	MaxParts = 10
	// MaxMoved is how many messages can be split off one.
	MaxMoved = 20
	// maxMergedLists is on how many lists two conversations may stand to be merged:
	// one transaction takes both from all of them.
	maxMergedLists = 80
)

// Places are where a message may be that was once in the conversation: in itself,
// in one that was merged into it, or in one it was split off into.
func (c *Conversation) Places(message string) []MessageKey {
	out := []MessageKey{{c.ID, message}}
	if to := c.Moved[message]; to != "" {
		out = append(out, MessageKey{to, message})
	}
	for _, part := range c.Parts {
		out = append(out, MessageKey{part, message})
	}
	return out
}

// find reads a message that is not where it was asked for.
func (b *Inbox) find(ctx context.Context, c *Conversation, message string) (*Message, error) {
	places := c.Places(message)
	f, err := b.Store.Load(ctx, Keys{Messages: places})
	if err != nil {
		return nil, err
	}
	for _, key := range places {
		if m := f.Messages[key]; m != nil {
			return m, nil
		}
	}
	return nil, nil
}

// Revs are the revisions the caller saw of two things that become one; 0 for any.
type Revs struct{ Into, From int64 }

// MergeConversations makes one thread of two with the same contact by mail. The
// messages of the one merged stay where they are and are shown in the other; its
// id, its reply address and the ids of its messages lead there. Merging once more
// changes nothing.
func (b *Inbox) MergeConversations(ctx context.Context, gate Gate, author, into, from string, seen Revs, r *Request) (out *Conversation, err error) {
	err = b.retry(ctx, func() error {
		out, err = b.mergeConversations(ctx, gate, author, into, from, seen, r)
		return err
	})
	return out, err
}

func (b *Inbox) mergeConversations(ctx context.Context, gate Gate, author, into, from string, seen Revs, r *Request) (*Conversation, error) {
	f, err := b.Store.Load(ctx, Keys{Conversations: []string{into, from}, Requests: requestKeys(r)})
	if err != nil {
		return nil, err
	}
	winner, loser := f.Conversations[into], f.Conversations[from]
	for _, c := range []*Conversation{winner, loser} {
		if c == nil {
			return nil, problem(ErrNotFound, "There is no such conversation.")
		}
		if err := gate(ctx, c.Audience); err != nil {
			return nil, err
		}
	}
	done, err := r.replayed(f)
	if err != nil || done != nil || winner.ID == loser.ID {
		return winner, err
	}
	if seen.Into != 0 && seen.Into != winner.Rev {
		return nil, b.changedMeanwhile(ctx, winner, seen.Into)
	}
	if seen.From != 0 && seen.From != loser.Rev {
		return nil, b.changedMeanwhile(ctx, loser, seen.From)
	}
	if err := b.checkMerge(ctx, winner, loser); err != nil {
		return nil, err
	}
	now := b.Now()
	after, gone := winner.clone(), loser.clone()
	moved := after.absorb(loser)
	gone.MergedInto, gone.Status, gone.Snooze, gone.Unread, gone.Waiting = winner.ID, Done, nil, false, time.Time{}
	change := Change{
		Conversations: []Edit[Conversation]{{Before: winner, After: after}, {Before: loser, After: gone}},
		Messages:      b.entry(winner, author, &Activity{Name: "merged", From: loser.ID}, loser.ID),
		Request:       r.made(now, winner.ID, "", ""),
	}
	change.Messages = append(change.Messages, b.entry(winner, author, moved, loser.ID)...)
	return after, b.Store.Commit(ctx, change)
}

// checkMerge refuses what is not one thread, or not at rest.
func (b *Inbox) checkMerge(ctx context.Context, winner, loser *Conversation) error {
	switch {
	case winner.Audience != loser.Audience || winner.Contact == "" || winner.Contact != loser.Contact:
		return problem(ErrInvalid, "Only conversations with the same contact can be merged.")
	case winner.Channel != Email || loser.Channel != Email:
		return problem(ErrInvalid, "Only conversations by mail can be merged: the texts between two numbers are one thread.")
	case len(winner.Parts)+len(loser.Parts)+1 > MaxParts:
		return problem(ErrInvalid, "A conversation holds at most %d others.", MaxParts)
	case len(winner.Moved)+len(loser.Moved) > MaxMoved:
		return problem(ErrInvalid, "Too many messages were split off these conversations to merge them.")
	case len(winner.Labels)+2*len(loser.Labels)+3*(len(winner.Campaigns)+2*len(loser.Campaigns)) > maxMergedLists:
		return problem(ErrInvalid, "These conversations have too many labels and campaigns to be merged: take labels off first.")
	}
	t, err := b.Store.Thread(ctx, ThreadQuery{Conversation: loser.ID, Limit: threadTail})
	if err != nil {
		return err
	}
	for i := range t.Messages {
		if d := t.Messages[i].Delivery; d != nil && !d.State.Settled() {
			return problem(ErrConflict, "A message of the conversation waits to be sent: merge when it has left, or cancel it.")
		}
	}
	return nil
}

// threadTail is how many of a thread's newest messages tell what it is like. What
// is scheduled stands among them.
const threadTail = 50

// absorb takes on what another conversation tells about its messages, and opens
// the conversation where the other was open.
func (c *Conversation) absorb(o *Conversation) (moved *Activity) {
	c.Parts = append(append(c.Parts, o.ID), o.Parts...)
	if c.Moved == nil && len(o.Moved) > 0 {
		c.Moved = map[string]string{}
	}
	maps.Copy(c.Moved, o.Moved)
	if o.Status == Open {
		moved = c.move(choseOpen)
	}
	c.Unread, c.Hidden, c.Spam = c.Unread || o.Unread, c.Hidden && o.Hidden, c.Spam && o.Spam
	c.Machines = c.Hidden && c.Machines && o.Machines
	c.Assignee, c.Subject = firstOf(c.Assignee, o.Assignee), firstOf(c.Subject, o.Subject)
	c.Labels = union(c.Labels, o.Labels, MaxLabels)
	slices.Sort(c.Labels)
	c.Campaigns = union(c.Campaigns, o.Campaigns, MaxCampaigns)
	c.Participants = union(c.Participants, o.Participants, MaxParticipants)
	if o.Arrived.After(c.Arrived) {
		c.Arrived, c.Preview = o.Arrived, o.Preview
	}
	if o.LastInboundAt.After(c.LastInboundAt) {
		c.LastInbound, c.LastInboundAt = o.LastInbound, o.LastInboundAt
	}
	if o.Answer.Message > c.Answer.Message {
		c.Answer = o.Answer
	}
	c.LastOutbound, c.Created = later(c.LastOutbound, o.LastOutbound), earlier(c.Created, o.Created)
	if c.Waiting.IsZero() || !o.Waiting.IsZero() && o.Waiting.Before(c.Waiting) {
		c.Waiting = o.Waiting
	}
	return moved
}

// union adds to a list what another has, each once, as far as there is room.
func union(list, more []string, most int) []string {
	for _, s := range more {
		if len(list) < most && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}
