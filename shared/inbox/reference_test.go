package inbox_test

import (
	"testing"

	"confab/shared/inbox"
)

func TestAReferenceIsReadHoweverItWasTyped(t *testing.T) {
	c := inbox.Conversation{ID: "01JD4QX2M7ZC5T9K3V8R6N1B0A"}
	if got, ok := inbox.ReadReference(inbox.Reference(c.ID)); !ok || got != inbox.Reference(c.ID) {
		t.Errorf("%s is read as %s", inbox.Reference(c.ID), got)
	}
	for typed, want := range map[string]string{
		"C-7KQ2MX": "C-7KQ2MX", " c-7kq2mx ": "C-7KQ2MX", "7kq2mx": "C-7KQ2MX", "c-OIL2MX": "C-0112MX",
		"": "", "C-7KQ2M": "", "C-7KQ2MXX": "", "C-7KQ2MU": "", "C-7KQ 2M": "",
	} {
		if got, ok := inbox.ReadReference(typed); ok != (want != "") || ok && got != want {
			t.Errorf("%q is read as %q, %v", typed, got, ok)
		}
	}
}

func TestAReferenceLeadsToItsConversation(t *testing.T) {
	f := newFixture(t)
	f.receive(f.mail("robin@example.org"))
	c := f.thread(f.receive(f.mail("sam@example.org")).Conversation).Conversation
	found, err := f.Store.Referenced(f.Context(), f.audience.ID, inbox.Reference(c.ID))
	f.must(err)
	if len(found) != 1 || found[0].ID != c.ID {
		t.Errorf("%s leads to %+v", inbox.Reference(c.ID), found)
	}
	for _, elsewhere := range [][2]string{{f.audience.ID, "C-000000"}, {"another", inbox.Reference(c.ID)}} {
		if found, err := f.Store.Referenced(f.Context(), elsewhere[0], elsewhere[1]); err != nil || len(found) != 0 {
			t.Errorf("%v leads to %+v, %v", elsewhere, found, err)
		}
	}
}
