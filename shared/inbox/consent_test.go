package inbox_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"confab/shared/inbox"
)

func (f *fixture) record(entries ...inbox.ConsentEntry) []inbox.ConsentResult {
	f.Helper()
	results, err := f.RecordConsents(f.Context(), anybody, f.audience.ID, "agent", entries)
	f.must(err)
	return results
}

func TestARecordedConsentNeverOverridesALaterOptOut(t *testing.T) {
	f := texting(t)
	f.advance(time.Hour)
	now := f.clock()
	consent := func(at time.Time) inbox.ConsentEntry {
		return inbox.ConsentEntry{Number: theirNumber, Name: "Robin", Kind: inbox.RecordConsent, At: at, Words: "Ticked “text me” on the order form."}
	}
	steps := []struct {
		name      string
		entry     inbox.ConsentEntry
		effective bool
		want      inbox.ConsentState
	}{
		{"a consent", consent(now.Add(-30 * time.Minute)), true, inbox.Consented},
		{"the same again, which says the same", consent(now.Add(-30 * time.Minute)), true, inbox.Consented},
		{"an opt-out", inbox.ConsentEntry{Number: theirNumber, Kind: inbox.RecordOptOut, At: now.Add(-10 * time.Minute)}, true, inbox.OptedOut},
		{"a consent of before", consent(now.Add(-20 * time.Minute)), false, inbox.OptedOut},
		{"a consent of the same moment", consent(now.Add(-10 * time.Minute)), false, inbox.OptedOut},
		{"a consent of after", consent(now.Add(-5 * time.Minute)), true, inbox.Consented},
	}
	for _, step := range steps {
		r := f.record(step.entry)[0]
		if r.Problem != nil || r.Effective != step.effective || f.consent(theirNumber).State != step.want {
			t.Errorf("%s: effective %v, state %s, problem %v; want %v, %s", step.name, r.Effective, f.consent(theirNumber).State, r.Problem, step.effective, step.want)
		}
	}
	if records := f.records(theirNumber); len(records) != 5 || !slices.IsSortedFunc(records, func(a, b inbox.TextRecord) int { return a.At.Compare(b.At) }) {
		t.Errorf("records = %+v", kinds(records))
	}
}

func TestEachEntryIsRecordedForItself(t *testing.T) {
	f := texting(t)
	results := f.record(
		inbox.ConsentEntry{Number: "+1 (212) 555-0143", Kind: inbox.RecordConsent, Words: "by phone"},
		inbox.ConsentEntry{Number: "hello", Kind: inbox.RecordConsent, Words: "by phone"},
		inbox.ConsentEntry{Number: theirNumber, Kind: inbox.RecordConsent},
		inbox.ConsentEntry{Number: theirNumber, Kind: "maybe", Words: "by phone"},
		inbox.ConsentEntry{Number: theirNumber, Kind: inbox.RecordConsent, Words: "by phone", At: f.clock().Add(time.Hour)},
	)
	for i, r := range results {
		if wrong := r.Problem != nil; wrong != (i > 0) {
			t.Errorf("entry %d: problem %v", i, r.Problem)
		}
	}
	if c := f.consent("+12125550143"); c.State != inbox.Consented {
		t.Errorf("consent = %+v", c)
	}
	if _, err := f.RecordConsents(f.Context(), anybody, f.audience.ID, "agent", make([]inbox.ConsentEntry, 101)); !errors.Is(err, inbox.ErrInvalid) {
		t.Errorf("101 entries: %v", err)
	}
}

func TestOnlyWhoConsentedIsTextedFirst(t *testing.T) {
	f := texting(t)
	f.advance(8 * time.Hour) // noon in New York
	draft := inbox.Draft{Author: "agent", Text: "Your order is ready."}
	start := func() error {
		to := inbox.StartTo{Address: inbox.Address{Address: "+1 212 555 0142"}}
		_, _, err := f.StartText(f.Context(), anybody, f.audience.ID, to, "", draft)
		return err
	}
	mustClose(t, start(), inbox.ClosedNoConsent)
	r := f.record(inbox.ConsentEntry{Number: theirNumber, Name: "Robin", Kind: inbox.RecordConsent, Words: "by phone"})[0]
	c, m, err := f.StartText(f.Context(), anybody, f.audience.ID, inbox.StartTo{Contact: r.Contact}, "", draft)
	f.must(err)
	if c.Text == nil || c.Text.Ours != ourNumber || c.Text.Theirs != theirNumber || c.ContactName != "Robin" || m.From.Address != ourNumber {
		t.Errorf("conversation = %+v", c)
	}
	f.must(start())
	f.drain(c.ID)
	if n := f.sender.calls(); n != 2 {
		t.Errorf("%d texts left, want 2: both in one thread", n)
	}
	f.record(inbox.ConsentEntry{Number: theirNumber, Kind: inbox.RecordOptOut})
	mustClose(t, start(), inbox.ClosedOptedOut)

	got := f.receiveText(f.text(theirNumber, "thank you"))
	if got.Conversation != c.ID {
		t.Error("the answer opened another thread")
	}
}

func TestWhoIsTextedFirstIsTextedInTheirDay(t *testing.T) {
	f := texting(t)
	f.record(inbox.ConsentEntry{Number: theirNumber, Kind: inbox.RecordConsent, Words: "by phone"})
	f.advance(12 * time.Hour) // 21:00 UTC: 4 p.m. in New York, past ten in Paris
	tests := map[string]struct {
		zone string
		want inbox.ClosedReason
	}{
		"by the number":           {"", ""},
		"by the contact's own":    {"Europe/Paris", inbox.ClosedHours},
		"by one half a day apart": {"Asia/Tokyo", inbox.ClosedHours},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			found, err := f.Store.Load(f.Context(), inbox.Keys{Senders: []inbox.Identity{{Kind: inbox.IdentityPhone, Value: theirNumber}}})
			f.must(err)
			contact := found.Senders[inbox.Identity{Kind: inbox.IdentityPhone, Value: theirNumber}][f.audience.ID].Contact
			f.edit(contact, func(c *inbox.Contact) { c.TimeZone = test.zone })
			_, _, err = f.StartText(f.Context(), anybody, f.audience.ID, inbox.StartTo{Contact: contact}, "", inbox.Draft{Author: "agent", Text: "Hello"})
			if test.want == "" {
				f.must(err)
				return
			}
			mustClose(t, err, test.want)
		})
	}
}

func TestTheStateOfTextingSaysWhatARefusalWouldSay(t *testing.T) {
	f := texting(t)
	r := f.receiveText(f.text(theirNumber, "hello"))
	check := func(name string) {
		t.Helper()
		s, err := f.TextingOf(f.Context(), anybody, r.Conversation)
		f.must(err)
		_, err = f.replyText(r.Conversation, "Hello!")
		var p *inbox.Problem
		if errors.As(err, &p); (p == nil) != (s.Closed == nil) || p != nil && *p != *s.Closed {
			t.Errorf("%s: the state says %+v, the refusal %+v", name, s.Closed, p)
		}
	}
	check("a stranger")
	f.receiveText(f.text(theirNumber, "START"))
	check("who consented")
	f.advance(20 * time.Hour) // about 5 a.m. in New York
	check("at night")
	contact := f.thread(r.Conversation).Conversation.Contact
	f.edit(contact, func(c *inbox.Contact) { c.Blocked = true })
	f.receiveText(f.text(theirNumber, "START")) // an hour in which hours do not count
	check("blocked")
	f.receiveText(f.text(theirNumber, "STOP"))
	check("opted out")
}

func TestAPictureIsSentWhereTheNumberCarriesIt(t *testing.T) {
	f := texting(t)
	r := f.receiveText(f.text(theirNumber, "hello"))
	f.receiveText(f.text(theirNumber, "START"))
	f.drain(r.Conversation)
	upload := func(name, kind string, size int) inbox.Upload {
		key := inbox.UploadKey("agent", name)
		f.must(f.objects.Put(f.Context(), key, kind, make([]byte, size)))
		return inbox.Upload{Key: key, Name: name, Type: kind}
	}
	picture := upload("shop.png", "image/png", 1000)
	tests := map[string]struct {
		files []inbox.Upload
		fits  bool
	}{
		"a picture":         {[]inbox.Upload{picture}, true},
		"two pictures":      {[]inbox.Upload{picture, picture}, false},
		"one too large":     {[]inbox.Upload{upload("large.png", "image/png", 2_000_001)}, false},
		"what no phone has": {[]inbox.Upload{upload("table.xlsx", "application/vnd.ms-excel", 10)}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := f.replyText(r.Conversation, "", func(d *inbox.Draft) { d.Files = test.files })
			if (err == nil) != test.fits || err != nil && !errors.Is(err, inbox.ErrInvalid) {
				t.Errorf("error %v", err)
			}
		})
	}
	f.drain(r.Conversation)
	f.sender.mu.Lock()
	defer f.sender.mu.Unlock()
	if last := f.sender.sent[len(f.sender.sent)-1]; len(last.Media) != 1 || last.Media[0].Name != "shop.png" || last.Media[0].Key == picture.Key {
		t.Errorf("sent %+v", last)
	}
}
