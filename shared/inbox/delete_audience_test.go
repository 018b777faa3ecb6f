package inbox_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"confab/shared/inbox"
)

func TestAnAudienceIsDeletedOnceNothingIsLeftInIt(t *testing.T) {
	f := newFixture(t)
	f.keepVersions()
	ctx, a := inbox.WithActor(t.Context(), "alex"), f.audience
	label := f.label("Refund")
	m := f.newMember(inbox.Agent)
	conversation := f.receive(f.mail("ada@example.org")).Conversation
	contact := f.thread(conversation).Conversation.Contact
	f.must(f.Follow(ctx, headers(nil, f.thread(conversation).Conversation)))
	saved, err := f.CreateSavedReply(ctx, anybody, inbox.SavedReply{Audience: a.ID, Name: "Late", Text: "Sorry."}, nil)
	f.must(err)
	_, err = f.CreateCouponPool(ctx, anybody, a.ID, "welcome", nil)
	f.must(err)

	request := &inbox.Request{Key: "k", Digest: "d"}
	remove := func() error { return f.DeleteAudience(ctx, anybody, a.ID, a.Rev, a.Name, request) }
	refused(t, f.DeleteAudience(ctx, anybody, a.ID, 0, "another", nil), inbox.ErrInvalid, "confirm with its name")
	refused(t, f.DeleteAudience(ctx, anybody, a.ID, a.Rev+1, a.Name, nil), inbox.ErrConflict, "has changed")
	refused(t, remove(), inbox.ErrConflict, "conversations")
	f.trash(conversation)
	refused(t, remove(), inbox.ErrConflict, "trash")
	f.must(f.RunJob(ctx, f.deletion(conversation).ID))
	refused(t, remove(), inbox.ErrConflict, "contacts")
	j, err := f.EraseContact(ctx, anybody, "", contact, inbox.ConfirmErase, nil)
	f.must(err)
	refused(t, remove(), inbox.ErrConflict, "") // what is being erased is on no list
	f.finish(j, nil)
	refused(t, remove(), inbox.ErrConflict, "saved replies")
	f.must(f.DeleteSavedReply(ctx, anybody, saved.ID))
	refused(t, remove(), inbox.ErrConflict, "coupon codes")
	f.must(f.DeleteCouponPool(ctx, anybody, inbox.CouponKey{Audience: a.ID, Name: "welcome"}))
	no := errors.New("no")
	if err := f.DeleteAudience(ctx, func(context.Context, string) error { return no }, a.ID, 0, a.Name, nil); !errors.Is(err, no) {
		t.Errorf("past the gate: %v", err)
	}
	for range 2 { // the second is a repetition
		f.must(remove())
	}

	found, err := f.Store.Load(ctx, inbox.Keys{Audiences: []string{a.ID}, Directories: []string{a.ID}, Unread: []string{a.ID}})
	f.must(err)
	if _, badge := found.Unread[a.ID]; badge || found.Audiences[a.ID] != nil || found.Directories[a.ID] != nil {
		t.Errorf("left of it, and of label %s: %+v", label, found)
	}
	if all, err := f.Store.Audiences(ctx); err != nil || len(all) > 0 {
		t.Errorf("listed: %v, %v", all, err)
	}
	refused(t, f.DeleteAudience(ctx, anybody, a.ID, 0, a.Name, nil), inbox.ErrNotFound, "")
	if got := f.log(inbox.AuditQuery{Audience: a.ID}); !slices.Contains(got, "alex audience.deleted map[name:Customers]") {
		t.Errorf("the log: %q", got)
	}
	if _, err := f.EditMember(ctx, anybody, m.ID, 0, func(m *inbox.Member) error { m.Name = "Kim"; return nil }); err != nil {
		t.Errorf("who had a role in it cannot be edited: %v", err)
	}
}

func TestMailToAnAudienceThatIsGoneIsNobodysAndItsAddressStaysReserved(t *testing.T) {
	f := newFixture(t)
	f.keepVersions()
	conversation := f.receive(f.mail("ada@example.org")).Conversation
	answer := f.thread(conversation).Conversation
	token := f.Tokens.Address(inbox.Token{Conversation: answer.ID})
	f.trash(conversation)
	f.must(f.RunJob(t.Context(), f.deletion(conversation).ID))
	f.finish(f.EraseContact(t.Context(), anybody, "", answer.Contact, inbox.ConfirmErase, nil))
	f.must(f.DeleteAudience(t.Context(), anybody, f.audience.ID, 0, f.audience.Name, nil))

	for name, to := range map[string]string{"its forwarding address": f.audience.ForwardingAddress, "the reply address of what it had": token} {
		receipts, err := f.Receive(t.Context(), f.mail("ada@example.org", func(in *inbox.Incoming) { in.Recipients = []string{to} }))
		if err != nil || len(receipts) > 0 {
			t.Errorf("mail to %s: %+v, %v", name, receipts, err)
		}
	}
	_, err := f.CreateAudience(t.Context(), anybody, inbox.Audience{Name: "Next", FromAddress: "team@example.com", ForwardingAddress: f.audience.ForwardingAddress}, nil)
	refused(t, err, inbox.ErrConflict, "forwarding address")
}

func TestAnAudienceWithNumbersOrCampaignsStays(t *testing.T) {
	f := texting(t)
	remove := func() error { return f.DeleteAudience(t.Context(), anybody, f.audience.ID, 0, f.audience.Name, nil) }
	f.set(func(a *inbox.Audience) { a.Texting.Brand, a.Texting.Numbers = "Shop", []string{ourNumber} })
	refused(t, remove(), inbox.ErrConflict, "numbers")
	f.set(func(a *inbox.Audience) { a.Texting.Numbers = nil })
	refused(t, remove(), inbox.ErrConflict, "numbers") // it stays its own

	f.audience = f.addAudience("")
	f.campaign("autumn")
	refused(t, remove(), inbox.ErrConflict, "campaigns")
}
