package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"confab/shared/api"
	"confab/shared/setup"
)

// newTexts is the true domain with ids that hold their time.
func newTexts(t *testing.T) *real {
	h := newReal(t)
	h.box.IDs = setup.ULIDs{}
	return h
}

// record is a call that records one consent.
func record(entry string) call {
	return call{as: "agent", method: "POST", path: "/v1/audiences/own/consents", body: `{"entries":[` + entry + `]}`}
}

func TestOutsideTheHoursATextWaitsOrIsOverridden(t *testing.T) {
	h := newTexts(t)
	call{as: "agent", method: "PATCH", path: "/v1/contacts/p-own", body: `{"time_zone":"America/New_York"}`}.to(t, h).into(t, http.StatusOK, new(api.Contact))
	eight := time.Date(2026, 3, 1, 13, 0, 0, 0, time.UTC) // in New York
	h.world.now = noon.Add(2 * time.Minute)
	text(`{"text":"An answer"}`).to(t, h).into(t, http.StatusCreated, new(api.Sent))

	h.world.now = noon.Add(20 * time.Minute)
	late := call{as: "agent", method: "POST", path: "/v1/audiences/own/conversations", body: `{"channel":"sms","contact":"p-own","text":"Hi","send_at":"2026-03-01T12:30:00Z"}`, header: map[string]string{"Idempotency-Key": "k2"}}
	p := late.to(t, h).problem(t, http.StatusConflict)
	if p.Reason != "texting_hours" || !p.NextAllowedAt.Equal(eight) {
		t.Fatalf("refused with %+v", p)
	}
	late.body = strings.Replace(late.body, "2026-03-01T12:30:00Z", p.NextAllowedAt.Format(time.RFC3339), 1)
	var sent api.Sent
	late.to(t, h).into(t, http.StatusCreated, &sent)
	if d := sent.Message.Delivery; d.State != "scheduled" || !d.Due.Equal(eight) {
		t.Errorf("sent %+v", sent.Message)
	}
	path := "/v1/conversations/" + sent.Conversation.ID + "/messages/" + sent.Message.ID
	var cancelled api.Message
	for range 2 {
		call{as: "agent", method: "POST", path: path + "/cancel"}.to(t, h).into(t, http.StatusOK, &cancelled)
		if cancelled.Delivery.State != "cancelled" {
			t.Errorf("cancelled: %+v", cancelled.Delivery)
		}
	}
	h.world.now = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC) // three in the morning
	asleep := text(`{"text":"Hi"}`)
	asleep.header = map[string]string{"Idempotency-Key": "k3"}
	if p := asleep.to(t, h).problem(t, http.StatusConflict); !p.NextAllowedAt.Equal(eight.AddDate(0, 0, 1)) {
		t.Errorf("refused with %+v", p)
	}
	asleep.body = `{"text":"Hi","override":"They are waiting at the door."}`
	asleep.to(t, h).into(t, http.StatusCreated, new(api.Sent))
	var past api.History
	call{as: "viewer", method: "GET", path: "/v1/audiences/own/phones/" + theirs + "/history"}.to(t, h).into(t, http.StatusOK, &past)
	if len(past.Records) != 1 || past.Records[0].Kind != "override" || past.Records[0].Reason != "They are waiting at the door." || past.Records[0].Zone != "America/New_York" {
		t.Errorf("records %+v", past.Records)
	}
}

func TestAnOptOutClosesAndAnOlderConsentDoesNotOpenAgain(t *testing.T) {
	h := newTexts(t)
	h.world.now = noon.Add(10 * time.Minute)
	var got api.ConsentResults
	record(`{"number":"+15550142","kind":"opt_out","words":"On the phone: no more texts."}`).to(t, h).into(t, http.StatusOK, &got)
	if r := got.Results[0]; r.State != "opted_out" || !r.Effective || r.Contact != "p-own" || r.Source != "member" {
		t.Errorf("opted out: %+v", r)
	}
	var state api.TextingState
	call{as: "viewer", method: "GET", path: "/v1/conversations/t-own/texting"}.to(t, h).into(t, http.StatusOK, &state)
	refused := text(`{"text":"Hi"}`).to(t, h).problem(t, http.StatusConflict)
	if state.Allowed || state.Reason != "opted_out" || refused.Reason != "opted_out" || refused.Detail != state.Detail {
		t.Errorf("state %+v, and a text is refused with %+v", state, refused)
	}
	record(`{"number":"+15550142","kind":"consent","words":"A form.","at":"2026-03-01T12:05:00Z"}`).to(t, h).into(t, http.StatusOK, &got)
	if r := got.Results[0]; r.State != "opted_out" || r.Effective {
		t.Errorf("an older consent: %+v", r)
	}
	h.world.now = noon.Add(20 * time.Minute)
	record(`{"number":"+15550142","kind":"consent","words":"A form."}`).to(t, h).into(t, http.StatusOK, &got)
	if r := got.Results[0]; r.State != "consented" || !r.Effective {
		t.Errorf("a newer one: %+v", r)
	}
	text(`{"text":"Hi"}`).to(t, h).into(t, http.StatusCreated, new(api.Sent))
	record(`{"number":"nonsense","kind":"opt_out"},{"number":"+15550142","kind":"consent"},{"number":"+15550143","name":"Sam","kind":"consent","words":"On paper."}`).
		to(t, h).into(t, http.StatusOK, &got)
	if got.Results[0].Problem == nil || got.Results[1].Problem == nil || got.Results[2].Problem != nil || got.Results[2].Contact == "" {
		t.Errorf("each for itself: %+v", got.Results)
	}
}

func TestTheSameConsentsTenTimesAtOnceAreRecordedOnce(t *testing.T) {
	h := newTexts(t)
	c := record(`{"number":"+15550143","name":"Sam","kind":"consent","words":"On paper."},{"number":"+15550144","kind":"opt_out"}`)
	c.header = map[string]string{"Idempotency-Key": "k"}
	answers := make([]answer, 10)
	var wg sync.WaitGroup
	for i := range answers {
		wg.Go(func() { answers[i] = c.to(t, h) })
	}
	wg.Wait()
	h.world.now = noon.Add(time.Hour)
	answers = append(answers, c.to(t, h))
	for _, a := range answers {
		if a.status != http.StatusOK || a.body != answers[0].body {
			t.Errorf("status %d: %s, want %s", a.status, a.body, answers[0].body)
		}
	}
	var past api.History
	call{as: "viewer", method: "GET", path: "/v1/audiences/own/phones/+15550143/history"}.to(t, h).into(t, http.StatusOK, &past)
	if len(past.Records) != 1 || past.Consents[0].State != "consented" {
		t.Errorf("history %+v", past)
	}
	c.body = strings.Replace(c.body, "paper", "the phone", 1)
	if p := c.to(t, h).problem(t, 422); p.kind() != "key_reused" {
		t.Errorf("another body: %+v", p)
	}
}

func TestAConsentWithItsTimeIsRecordedOnce(t *testing.T) {
	h := newTexts(t)
	c := record(`{"number":"+15550143","kind":"consent","words":"On paper.","at":"2026-02-01T12:00:00Z"}`)
	first := c.to(t, h)
	h.world.now = noon.Add(time.Hour)
	if again := c.to(t, h); first.status != http.StatusOK || again.body != first.body {
		t.Errorf("%s after %s", again.body, first.body)
	}
	var past api.History
	call{as: "viewer", method: "GET", path: "/v1/audiences/own/phones/+15550143/history"}.to(t, h).into(t, http.StatusOK, &past)
	if len(past.Records) != 1 || !past.Records[0].Recorded.Equal(noon) {
		t.Errorf("records %+v", past.Records)
	}
}

func TestAContactsHistoryIsThatOfAllTheirNumbers(t *testing.T) {
	h := newTexts(t)
	numbers := []string{theirs, "+15550143"}
	call{as: "agent", method: "PATCH", path: "/v1/contacts/p-own", body: fmt.Sprintf(`{"phones":[%q,%q]}`, numbers[0], numbers[1])}.to(t, h).into(t, http.StatusOK, new(api.Contact))
	for i := range 7 {
		h.world.now = noon.Add(time.Duration(i+1) * time.Minute)
		kind := []string{"consent", "opt_out"}[i/2%2]
		record(fmt.Sprintf(`{"number":%q,"kind":%q,"words":"%d"}`, numbers[i%2], kind, i)).to(t, h).into(t, http.StatusOK, new(api.ConsentResults))
	}
	var words []string
	path := "/v1/contacts/p-own/phone-history?limit=3"
	for cursor := ""; ; {
		var page api.History
		call{as: "viewer", method: "GET", path: path + cursor}.to(t, h).into(t, http.StatusOK, &page)
		if len(page.Consents) != 2 || page.Consents[0].State != "opted_out" || page.Consents[1].State != "consented" {
			t.Errorf("consents %+v", page.Consents)
		}
		for _, r := range page.Records {
			words = append(words, r.Words)
		}
		if cursor = "&cursor=" + page.NextCursor; page.NextCursor == "" {
			break
		}
	}
	if strings.Join(words, "") != "6543210" {
		t.Errorf("records %q", words)
	}
	call{as: "viewer", method: "GET", path: "/v1/contacts/p-own/phone-history?cursor=nonsense"}.to(t, h).problem(t, 422)
}

func TestAContactWithoutANumberHasNoHistory(t *testing.T) {
	h := newReal(t)
	call{as: "agent", method: "PATCH", path: "/v1/contacts/p-own", body: `{"phones":[]}`}.to(t, h).into(t, http.StatusOK, new(api.Contact))
	var page api.History
	call{as: "viewer", method: "GET", path: "/v1/contacts/p-own/phone-history"}.to(t, h).into(t, http.StatusOK, &page)
	if page.Consents == nil || page.Records == nil || len(page.Consents)+len(page.Records) > 0 {
		t.Errorf("page %+v", page)
	}
}

func TestWhatNobodyKnowsIsSettledByAMember(t *testing.T) {
	h := newTexts(t)
	settle := call{as: "agent", method: "POST", path: "/v1/conversations/t-own/messages/u-own/settle", body: `{"state":"sent"}`}
	var m api.Message
	for range 2 {
		settle.to(t, h).into(t, http.StatusOK, &m)
		if m.Delivery.State != "sent" {
			t.Errorf("settled: %+v", m.Delivery)
		}
	}
	settle.body = `{"state":"failed"}`
	settle.to(t, h).problem(t, http.StatusConflict)
	settle.path = "/v1/conversations/t-own/messages/s-own/settle"
	settle.to(t, h).problem(t, http.StatusConflict)
}

func TestANumberIsOneAudiencesForEver(t *testing.T) {
	h := newReal(t)
	take := call{as: "owner", method: "PATCH", path: "/v1/audiences/own", body: fmt.Sprintf(`{"texting":{"numbers":[%q,"+1 (555) 0177"]}}`, ours(own))}
	var got api.Audience
	take.to(t, h).into(t, http.StatusOK, &got)
	if fmt.Sprint(got.Texting.Numbers) != "[+15550100 +15550177]" {
		t.Errorf("numbers %q", got.Texting.Numbers)
	}
	take.path = "/v1/audiences/other"
	take.to(t, h).problem(t, http.StatusConflict)
	take.body = `{"texting":{"numbers":["EXAMPLE"]}}`
	if p := take.to(t, h).problem(t, 422); !strings.Contains(p.Detail, "alphanumeric sender ID") {
		t.Errorf("a name: %+v", p)
	}
}
