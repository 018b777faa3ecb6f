package inbox_test

import (
	"fmt"
	"slices"
	"testing"

	"confab/shared/inbox"
)

// log is what the audit log says, the oldest first, without times.
func (f *fixture) log(q inbox.AuditQuery) (out []string) {
	f.Helper()
	for q.Limit = 3; ; {
		page, err := f.Store.Audit(f.Context(), q)
		f.must(err)
		for _, e := range page.Entries {
			out = append(out, fmt.Sprintf("%s %s %v", e.Actor, e.Action, e.Detail))
			q.Before = e.ID
		}
		if !page.More {
			slices.Reverse(out)
			return out
		}
	}
}

func TestEveryPrivilegedChangeIsInTheAuditLogOnceAndInOrder(t *testing.T) {
	f := newFixture(t)
	ctx := inbox.WithActor(t.Context(), "alex")
	step := func(err error) {
		t.Helper()
		f.must(err)
		f.advance(1e9)
	}
	step(nil) // behind the making of the audience
	owner, err := f.SignIn(ctx, inbox.SignIn{Issuer: "i", Subject: "o", VerifiedEmail: "o@example.com", OwnerEmail: "o@example.com"})
	step(err)
	request := &inbox.Request{Key: "k", Digest: "d"}
	for range 2 { // the second is a repetition
		_, err = f.Invite(ctx, anybody, inbox.Invitation{Email: "kim@example.com", Account: inbox.Admin}, request)
		step(err)
	}
	step(f.Uninvite(ctx, anybody, "kim@example.com"))
	_, err = f.EditMember(ctx, anybody, owner.ID, 0, func(m *inbox.Member) error { m.Name = "Kim"; return nil })
	step(err)
	_, err = f.EditAudience(ctx, anybody, f.audience.ID, 0, func(a *inbox.Audience) error {
		a.FromName, a.Texting.Brand = "Shop", "Shop"
		return nil
	})
	step(err)
	c, err := f.CreateContact(ctx, anybody, inbox.Contact{
		Audience: f.audience.ID, Identities: []inbox.Identity{{Kind: inbox.IdentityEmail, Value: "robin@example.com"}},
	}, nil)
	step(err)
	for _, blocked := range []bool{true, true, false} {
		_, err = f.EditContact(ctx, anybody, c.ID, 0, func(c *inbox.Contact) error { c.Blocked = blocked; return nil })
		step(err)
	}
	step(f.LiftSuppression(ctx, anybody, f.audience.ID, "robin@example.com"))

	ofAudience := []string{
		" audience.created map[]",
		"alex audience.edited map[fields:from_name texting.brand]",
		"alex contact.blocked map[]",
		"alex contact.unblocked map[]",
		"alex suppression.lifted map[]",
	}
	if got := f.log(inbox.AuditQuery{Audience: f.audience.ID}); !slices.Equal(got, ofAudience) {
		t.Errorf("of the audience: %q", got)
	}
	all := slices.Concat(ofAudience[:1], []string{
		owner.ID + " member.joined map[]",
		"alex member.invited map[to:admin]",
		"alex invitation.withdrawn map[]",
		"alex member.edited map[fields:name from:owner to:owner]",
	}, ofAudience[1:])
	if got := f.log(inbox.AuditQuery{}); !slices.Equal(got, all) {
		t.Errorf("of the account: %q", got)
	}
}

func TestTheAuditLogKeepsTheNamesOfWhatIsDefined(t *testing.T) {
	f := newFixture(t)
	ctx, audience := inbox.WithActor(t.Context(), "alex"), f.audience.ID
	step := func(err error) {
		t.Helper()
		f.must(err)
		f.advance(1e9)
	}
	step(nil) // behind the making of the audience
	l, err := f.CreateLabel(ctx, anybody, audience, inbox.Label{Name: "Refund", Colour: "red"}, nil)
	step(err)
	_, err = f.EditLabel(ctx, anybody, audience, l.ID, 0, func(l *inbox.Label) { l.Name = "Money" })
	step(err)
	step(f.DeleteLabel(ctx, anybody, audience, l.ID))
	team, err := f.CreateTeam(ctx, anybody, audience, inbox.Team{Name: "Desk"}, nil)
	step(err)
	step(f.DeleteTeam(ctx, anybody, audience, team.ID))
	r, err := f.CreateSavedReply(ctx, anybody, inbox.SavedReply{Audience: audience, Name: "Late", Text: "Sorry."}, nil)
	step(err)
	_, err = f.EditSavedReply(ctx, anybody, r.ID, 0, func(s *inbox.SavedReply) error { s.Text = "So sorry."; return nil })
	step(err)
	step(f.DeleteSavedReply(ctx, anybody, r.ID))

	want := []string{
		"alex label.created map[to:Refund]", "alex label.edited map[from:Refund to:Money]", "alex label.deleted map[from:Money]",
		"alex team.created map[to:Desk]", "alex team.deleted map[from:Desk]",
		"alex saved_reply.created map[to:Late]", "alex saved_reply.edited map[from:Late to:Late]", "alex saved_reply.deleted map[from:Late]",
	}
	if got := f.log(inbox.AuditQuery{Audience: audience})[1:]; !slices.Equal(got, want) {
		t.Errorf("the log says %q", got)
	}
}
