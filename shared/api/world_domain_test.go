package api_test

import (
	"context"
	"fmt"
	"time"

	"confab/shared/inbox"
)

func (w *world) move(ctx context.Context, gate inbox.Gate, id, op string) (*inbox.Conversation, error) {
	c := w.conversation(id)
	if c == nil {
		return nil, notThere("conversation")
	}
	return c, w.pass(ctx, gate, c.Audience, op)
}

func (w *world) Changes(ctx context.Context, gate inbox.Gate, audience string, mark inbox.FeedMark, _ int) ([]inbox.Event, inbox.FeedMark, error) {
	if err := w.pass(ctx, gate, audience, "changes"); err != nil {
		return nil, mark, err
	}
	w.mark = mark
	return w.events, inbox.FeedMark{At: noon, After: w.feedMore}, nil
}

func (w *world) Attend(ctx context.Context, gate inbox.Gate, member, id string, typing bool) ([]inbox.Presence, error) {
	_, err := w.move(ctx, gate, id, "attend")
	return []inbox.Presence{{Conversation: id, Member: "not " + member, Typing: typing}}, err
}

func (w *world) Leave(ctx context.Context, gate inbox.Gate, _, id string) error {
	_, err := w.move(ctx, gate, id, "leave")
	return err
}

func (w *world) Present(ctx context.Context, gate inbox.Gate, member, id string) ([]inbox.Presence, error) {
	return w.Attend(ctx, gate, member, id, false)
}

func (w *world) Reply(ctx context.Context, gate inbox.Gate, id string, ifMatch int64, to inbox.ReplyTo, d inbox.Draft) (*inbox.Conversation, *inbox.Message, error) {
	c, err := w.move(ctx, gate, id, "reply")
	if err != nil {
		return nil, nil, err
	}
	w.draft, w.lastReply, w.ifMatch = d, to, ifMatch
	return c, &inbox.Message{ID: "sent", Conversation: c.ID, Delivery: &inbox.Delivery{State: inbox.Queued}}, nil
}

func (w *world) Start(ctx context.Context, gate inbox.Gate, audience string, to inbox.StartTo, d inbox.Draft) (*inbox.Conversation, *inbox.Message, error) {
	if w.audience(audience) == nil {
		return nil, nil, notThere("audience")
	}
	w.draft, w.lastStart = d, to
	if err := w.pass(ctx, gate, audience, "start"); err != nil {
		return nil, nil, err
	}
	return w.conversation("c-" + audience), &inbox.Message{ID: "sent"}, nil
}

func (w *world) StartText(ctx context.Context, gate inbox.Gate, audience string, to inbox.StartTo, from string, d inbox.Draft) (*inbox.Conversation, *inbox.Message, error) {
	w.lastStart, w.lastFrom = to, from
	return w.Start(ctx, gate, audience, to, d)
}

func (w *world) MarkRead(ctx context.Context, gate inbox.Gate, id, lastSeen string, r *inbox.Request) (*inbox.Conversation, error) {
	w.made = r
	return w.move(ctx, gate, id, "read "+lastSeen)
}

func (w *world) MarkUnread(ctx context.Context, gate inbox.Gate, id string, r *inbox.Request) (*inbox.Conversation, error) {
	w.made = r
	return w.move(ctx, gate, id, "unread")
}

func (w *world) SetStatus(ctx context.Context, gate inbox.Gate, author, id string, ifMatch int64, s inbox.Status, r *inbox.Request) (*inbox.Conversation, error) {
	w.made = r
	w.ifMatch = ifMatch
	return w.move(ctx, gate, id, "status "+string(s)+" by "+author)
}

func (w *world) Snooze(ctx context.Context, gate inbox.Gate, author, id string, ifMatch int64, choice inbox.SnoozeChoice, r *inbox.Request) (*inbox.Conversation, error) {
	w.made, w.ifMatch = r, ifMatch
	c, err := w.move(ctx, gate, id, fmt.Sprintf("snooze %+v by %s", choice, author))
	if err == nil {
		c.Status, c.Snooze = inbox.Snoozed, &inbox.Snooze{Until: noon.Add(time.Hour), Wall: choice.Wall, Zone: choice.Zone, EvenIfReply: choice.EvenIfReply, By: author}
	}
	return c, err
}

func (w *world) CreateContact(ctx context.Context, gate inbox.Gate, c inbox.Contact, r *inbox.Request) (*inbox.Contact, error) {
	if w.audience(c.Audience) == nil {
		return nil, notThere("audience")
	}
	w.made = r
	c.ID, c.Rev = "new", 1
	return &c, w.pass(ctx, gate, c.Audience, "create contact")
}

func (w *world) ProfileOf(ctx context.Context, gate inbox.Gate, id string) (*inbox.Profile, error) {
	c := w.contact(id)
	if c == nil {
		return nil, notThere("contact")
	}
	lisbon, _ := time.LoadLocation("Europe/Lisbon")
	paris, _ := time.LoadLocation("Europe/Paris")
	return &inbox.Profile{
		Contact: c, KeptOut: 3, Zones: []*time.Location{paris, lisbon, time.UTC},
		Suppressed: []inbox.Suppression{{Audience: c.Audience, Address: "robin@example.com", Reason: inbox.SuppressedBounce, At: noon}},
		Consents:   []inbox.Consent{{Audience: c.Audience, Number: theirs, State: inbox.Consented}},
	}, gate(ctx, c.Audience)
}

func (w *world) EditContact(ctx context.Context, gate inbox.Gate, id string, ifMatch int64, edit func(*inbox.Contact) error) (*inbox.Contact, error) {
	c := w.contact(id)
	if c == nil {
		return nil, notThere("contact")
	}
	w.ifMatch = ifMatch
	if err := w.pass(ctx, gate, c.Audience, "edit contact"); err != nil {
		return nil, err
	}
	return c, edit(c)
}

func (w *world) LiftSuppression(ctx context.Context, gate inbox.Gate, audience, address string) error {
	return w.pass(ctx, gate, audience, "lift "+address)
}

func (w *world) CreateAudience(ctx context.Context, gate inbox.Gate, a inbox.Audience, r *inbox.Request) (*inbox.Audience, error) {
	w.made = r
	a.ID, a.Rev = "new", 1
	return &a, w.pass(ctx, gate, "", "create audience")
}

func (w *world) EditAudience(ctx context.Context, gate inbox.Gate, id string, ifMatch int64, edit func(*inbox.Audience) error) (*inbox.Audience, error) {
	a := w.audience(id)
	if a == nil {
		return nil, notThere("audience")
	}
	w.ifMatch = ifMatch
	if err := w.pass(ctx, gate, id, "edit audience"); err != nil {
		return nil, err
	}
	return a, edit(a)
}

func (w *world) DeleteAudience(ctx context.Context, gate inbox.Gate, id string, ifMatch int64, _ string, r *inbox.Request) error {
	if w.audience(id) == nil {
		return notThere("audience")
	}
	w.ifMatch, w.made = ifMatch, r
	return w.pass(ctx, gate, id, "delete audience")
}

func (w *world) Invite(ctx context.Context, gate inbox.Gate, i inbox.Invitation, r *inbox.Request) (*inbox.Invitation, error) {
	w.made = r
	return &i, w.pass(ctx, gate, "", "invite "+i.Email)
}

func (w *world) Uninvite(ctx context.Context, gate inbox.Gate, email string) error {
	return w.pass(ctx, gate, "", "uninvite "+email)
}

func (w *world) EditMember(ctx context.Context, gate inbox.Gate, id string, ifMatch int64, edit func(*inbox.Member) error) (*inbox.Member, error) {
	w.ifMatch = ifMatch
	if err := w.pass(ctx, gate, "", "edit member"); err != nil {
		return nil, err
	}
	m := w.members[id]
	if m == nil {
		return nil, notThere("member")
	}
	after := *m
	return &after, edit(&after)
}

func (w *world) RemoveMember(ctx context.Context, gate inbox.Gate, id string) error {
	if err := w.pass(ctx, gate, "", "remove member"); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.members, id)
	return nil
}

func (w *world) SignIn(_ context.Context, who inbox.SignIn) (*inbox.Member, error) {
	w.signIn = who
	if who.VerifiedEmail != "invited@example.com" {
		return nil, &inbox.Problem{Kind: inbox.ErrForbidden, Detail: "Ask an owner to invite you."}
	}
	m := &inbox.Member{ID: inbox.MemberID(who.Issuer, who.Subject), Name: who.Name, Roles: map[string]inbox.Role{own: inbox.Agent}, Rev: 1}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.members[m.ID] = m
	return m, nil
}

func (w *world) CreateAPIKey(ctx context.Context, gate inbox.Gate, k inbox.APIKey, r *inbox.Request) (*inbox.APIKey, string, error) {
	w.made = r
	k.ID, k.Rev = "new", 1
	return &k, "ck_new_x", w.pass(ctx, gate, "", "create key")
}

func (w *world) RevokeAPIKey(ctx context.Context, gate inbox.Gate, id string) error {
	return w.pass(ctx, gate, "", "revoke "+id)
}

func (w *world) NoteKeyUse(_ context.Context, k *inbox.APIKey) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.keyUses++
	used := *k
	used.Used = w.now.UTC().Format("2006-01-02")
	w.keys[k.ID] = &used
	return nil
}

func (w *world) SearchMessages(ctx context.Context, gate inbox.Gate, q inbox.FindQuery) (*inbox.HitPage, error) {
	w.found = q
	if w.audience(q.Audience) == nil {
		return nil, notThere("audience")
	}
	if err := w.pass(ctx, gate, q.Audience, "search"); err != nil {
		return nil, err
	}
	c := w.conversation("c-" + q.Audience)
	return &inbox.HitPage{
		Hits: []inbox.Hit{{
			Conversation: c, Message: &inbox.Message{ID: "m-own", Conversation: c.ID, Kind: "note", Author: "alex", Subject: "Lamp"},
			Snippet: []inbox.SnippetPart{{Text: "Say "}, {Text: "hello", Match: true}},
		}},
		More: q.After == "", Next: "01/m",
	}, nil
}

func (w *world) SearchContacts(ctx context.Context, gate inbox.Gate, q inbox.FindQuery) (*inbox.ContactHitPage, error) {
	w.found = q
	if w.audience(q.Audience) == nil {
		return nil, notThere("audience")
	}
	if err := w.pass(ctx, gate, q.Audience, "search"); err != nil {
		return nil, err
	}
	return &inbox.ContactHitPage{Contacts: []*inbox.Contact{{ID: "p-own", Name: "Robin", Identities: []inbox.Identity{
		{Kind: inbox.IdentityPhone, Value: "+15550100"}, {Kind: inbox.IdentityEmail, Value: "robin@example.com"},
	}}}, More: q.After == "", Next: "p-own"}, nil
}
