package store_test

import (
	"errors"
	"testing"

	"confab/shared/inbox"
)

var hers = inbox.ConsentKey{Audience: audience, Number: theirs}

func TestOfManyWhoDecideOnAConsentAtOnceOneDoes(t *testing.T) {
	s := newStand(t)
	known := consent(inbox.Consented)
	s.commit(inbox.Change{Consents: one(nil, known)})
	for name, before := range map[string]*inbox.Consent{"of a number that is new": nil, "of a number that is known": known} {
		t.Run(name, func(t *testing.T) {
			errs := make(chan error, 10)
			for n := range cap(errs) {
				after := consent(inbox.OptedOut)
				if before == nil {
					after.Number = "+15550199"
				}
				r := record(n)
				r.Number = after.Number
				go func() {
					errs <- s.store.Commit(t.Context(), inbox.Change{Consents: one(before, after), TextRecords: []inbox.TextRecord{r}})
				}()
			}
			decided := 0
			for range cap(errs) {
				switch err := <-errs; {
				case err == nil:
					decided++
				case !errors.Is(err, inbox.ErrConflict):
					t.Error(err)
				}
			}
			if decided != 1 {
				t.Errorf("%d decided", decided)
			}
		})
	}
	h, err := s.store.TextHistory(t.Context(), inbox.HistoryQuery{Audience: audience, Number: theirs, Limit: 25})
	if err != nil || len(h.Records) != 1 {
		t.Errorf("the history has what was refused too: %v, %v", h, err)
	}
}

// readyToText is a stand on which everything holds that a text may need.
func readyToText(t *testing.T) *stand {
	s := newStand(t)
	s.commit(inbox.Change{Consents: one(nil, consent(inbox.Consented)), Contacts: one(nil, contact(1))})
	return s
}

func needs(change func(*inbox.TextingRequirement)) *inbox.TextingRequirement {
	return changed(&inbox.TextingRequirement{
		Audience: audience, Theirs: theirs, Contact: contactID(1), State: inbox.Consented, Decided: true,
	}, change)
}

func TestATextThatMayNotLeaveIsRefusedWithItsReason(t *testing.T) {
	consented := changed(consent(inbox.Consented), func(c *inbox.Consent) { c.Rev = 1 })
	known := func(change func(*inbox.Consent)) inbox.Change {
		return inbox.Change{Consents: one(consented, changed(consented, change))}
	}
	optedOut := known(func(c *inbox.Consent) { c.State = inbox.OptedOut })
	undecided := known(func(c *inbox.Consent) {
		c.Refusal = inbox.MessageKey{Conversation: conversationID(1), Message: messageID(1)}
	})
	unknown := inbox.Change{Consents: one(consented, nil)}
	stored := changed(contact(1), func(c *inbox.Contact) { c.Rev = 1 })
	blocked := inbox.Change{Contacts: one(stored, changed(stored, func(c *inbox.Contact) { c.Blocked = true }))}
	all := func(*inbox.TextingRequirement) {}
	anyConsent := func(r *inbox.TextingRequirement) { r.State = "" }
	says := func(state inbox.ConsentState) func(*inbox.TextingRequirement) {
		return func(r *inbox.TextingRequirement) { r.State, r.Contact, r.Decided = state, "", false }
	}
	tests := map[string]struct {
		given inbox.Change
		needs func(*inbox.TextingRequirement)
		want  inbox.ClosedReason // "" where the text may leave
	}{
		"to one who consented":                 {inbox.Change{}, all, ""},
		"to one of whom nothing is known":      {unknown, all, inbox.ClosedNoConsent},
		"an answer, nothing is known":          {unknown, anyConsent, ""},
		"to one we only asked":                 {known(func(c *inbox.Consent) { c.State, c.Asked = "", epoch }), all, inbox.ClosedNoConsent},
		"an answer to one we only asked":       {known(func(c *inbox.Consent) { c.State, c.Asked = "", epoch }), anyConsent, ""},
		"to one who opted out":                 {optedOut, all, inbox.ClosedOptedOut},
		"an answer to one who opted out":       {optedOut, anyConsent, inbox.ClosedOptedOut},
		"word of an opt-out":                   {optedOut, says(inbox.OptedOut), ""},
		"word of an opt-out that is no more":   {inbox.Change{}, says(inbox.OptedOut), inbox.ClosedConsented},
		"word of a consent that is no more":    {optedOut, says(inbox.Consented), inbox.ClosedOptedOut},
		"to one who seems to refuse":           {undecided, all, inbox.ClosedRefusal},
		"an answer to one who seems to refuse": {undecided, func(r *inbox.TextingRequirement) { r.Decided = false }, ""},
		"to a blocked contact":                 {blocked, all, inbox.ClosedBlocked},
		"to a number that is nobody's":         {blocked, func(r *inbox.TextingRequirement) { r.Contact = "" }, ""},
		"to a contact that is gone":            {inbox.Change{Contacts: one(stored, nil)}, all, ""},
		"to one who consented elsewhere":       {inbox.Change{}, func(r *inbox.TextingRequirement) { r.Audience = other }, inbox.ClosedNoConsent},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := readyToText(t)
			s.commit(test.given)
			err := s.store.Commit(t.Context(), inbox.Change{Messages: one(nil, message(1, 1)), RequireTexting: needs(test.needs)})
			if test.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			var p *inbox.Problem
			if !errors.Is(err, inbox.ErrTextingClosed) || !errors.As(err, &p) || p.Reason != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestWhatAChangeWritesItselfIsNotRequiredOfIt(t *testing.T) {
	s := newStand(t)
	number := changed(textNumber(false), func(n *inbox.TextNumber) { n.Number = ours })
	s.commit(inbox.Change{
		Consents: one(nil, consent(inbox.OptedOut)), TextNumbers: one(nil, number),
		Contacts:       one(nil, changed(contact(1), func(c *inbox.Contact) { c.Blocked = true })),
		RequireTexting: needs(func(*inbox.TextingRequirement) {}),
	})
}

// A text that another run has claimed meanwhile is none to be given up because
// its receiver has opted out meanwhile, too.
func TestAConflictIsToldBeforeARefusalThatMayBeMoot(t *testing.T) {
	s := readyToText(t)
	m := message(1, 1)
	s.commit(inbox.Change{Messages: one(nil, m)})
	stale := changed(m, func(m *inbox.Message) { m.Rev = 7 })
	s.refused(inbox.Change{
		Messages:       one(stale, changed(stale, func(m *inbox.Message) { m.Text = "new" })),
		RequireTexting: needs(func(r *inbox.TextingRequirement) { r.Audience = other }),
	}, inbox.ErrConflict)
}
