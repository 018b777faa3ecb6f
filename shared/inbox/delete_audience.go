package inbox

import (
	"context"
	"fmt"
	"slices"
)

// DeleteAudience takes an audience away, with its labels, teams and badge, once
// nothing else is left in it: nothing is lost by it. confirm is its name. Its
// forwarding address stays its own, so that nobody else gets its mail; mail to it
// is nobody's. Roles in it grant nothing any more.
func (b *Inbox) DeleteAudience(ctx context.Context, gate Gate, id string, ifMatch int64, confirm string, r *Request) error {
	f, err := b.Store.Load(ctx, Keys{Audiences: []string{id}, Directories: []string{id}, Requests: requestKeys(r)})
	if err != nil {
		return err
	}
	a := f.Audiences[id]
	if a == nil && len(f.Requests) == 0 {
		return problem(ErrNotFound, "There is no such audience.")
	}
	if err := gate(ctx, id); err != nil {
		return err
	}
	if done, err := r.replayed(f); done != nil || err != nil {
		return err
	}
	switch {
	case ifMatch != 0 && ifMatch != a.Rev:
		return problem(ErrConflict, "The audience has changed since you loaded it; load it again.")
	case confirm != a.Name:
		return problem(ErrInvalid, "To delete the audience, confirm with its name.")
	}
	for _, kept := range leftovers {
		left, err := kept.left(b, ctx, a)
		if err != nil {
			return fmt.Errorf("look what is left in audience %s: %w", id, err)
		}
		if left {
			return problem(ErrConflict, "%s", kept.refusal)
		}
	}
	change := Change{
		Audiences: []Edit[Audience]{{Before: a}}, Request: r.made(b.Now(), "", "", id),
		Audit: b.audit(ctx, AuditAudienceDeleted, id, id, map[string]string{"name": a.Name}),
	}
	if d := f.Directories[id]; d != nil {
		change.Directories = []Edit[Directory]{{Before: d}}
	}
	return b.Store.Commit(ctx, change)
}

// leftovers are what an audience is not deleted with. A number never changes hands
// and has to heed STOP; what a campaign has sent can be answered: of these an
// audience is never rid.
var leftovers = []struct {
	refusal string
	left    func(*Inbox, context.Context, *Audience) (bool, error)
}{
	{"There are conversations in the audience: delete these for good first, also those in the trash and those kept out of the inbox.", (*Inbox).hasConversations},
	{"There are contacts in the audience: erase these first.", func(b *Inbox, ctx context.Context, a *Audience) (bool, error) {
		p, err := b.Store.Contacts(ctx, ContactQuery{Audience: a.ID, Limit: 1})
		return err == nil && len(p.Rows) > 0, err
	}},
	{"The audience has numbers, or had: they stay its own, and what is texted to them has to be heard, so that it cannot be deleted.", func(b *Inbox, ctx context.Context, a *Audience) (bool, error) {
		all, err := b.Store.TextNumbers(ctx)
		return len(a.Texting.Numbers) > 0 || slices.ContainsFunc(all, func(n TextNumber) bool { return n.Audience == a.ID }), err
	}},
	{"The audience has campaigns: what they sent can still be answered, so that it cannot be deleted.", func(b *Inbox, ctx context.Context, a *Audience) (bool, error) {
		all, err := b.Store.Campaigns(ctx, CampaignQuery{Audience: a.ID, Limit: 1})
		return len(all) > 0, err
	}},
	{"The audience has webhooks: delete these first.", func(b *Inbox, ctx context.Context, a *Audience) (bool, error) {
		all, err := b.Store.Webhooks(ctx, a.ID)
		return len(all) > 0, err
	}},
	{"The audience has saved replies: delete these first.", func(b *Inbox, ctx context.Context, a *Audience) (bool, error) {
		all, err := b.Store.SavedReplies(ctx, a.ID)
		return len(all) > 0, err
	}},
	{"The audience has pools of coupon codes: delete these first.", func(b *Inbox, ctx context.Context, a *Audience) (bool, error) {
		all, err := b.Store.CouponPools(ctx, a.ID)
		return len(all) > 0, err
	}},
	{"A job is at work in the audience: wait until it has ended.", func(b *Inbox, ctx context.Context, a *Audience) (bool, error) {
		all, err := b.Store.Jobs(ctx, JobQuery{Audience: a.ID, Limit: jobsLooked})
		return slices.ContainsFunc(all, func(j Job) bool { return !j.State.Ended() }), err
	}},
}

// jobsLooked is among how many of an audience's newest jobs one is looked for that
// has not ended; jobs end within hours.
const jobsLooked = 100

// hasConversations tells whether one is on any list, whatever its status.
func (b *Inbox) hasConversations(ctx context.Context, a *Audience) (bool, error) {
	for _, q := range []ConversationQuery{{Status: Open}, {Status: Snoozed}, {Status: Done}, {Status: Trash}, {Hidden: true}} {
		q.Audience, q.Shards, q.Limit = a.ID, a.Shards, 1
		page, err := b.Store.Conversations(ctx, q)
		if err != nil || len(page.Rows) > 0 {
			return err == nil, err
		}
	}
	return false, nil
}
