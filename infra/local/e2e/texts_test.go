package e2e_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"confab/infra/local/seed"
	"confab/infra/local/texts"
	"confab/shared/inbox"
	"confab/shared/setup"
)

func TestAStrangerIsAnsweredOnceTheyConsentedAndNeverAfterTheyStopped(t *testing.T) {
	h := newHouse(t)
	h.textsFrom("")
	h.writes(phone, "hello")
	thread := h.conversationWith(phone)
	h.closed(h.says(thread, "Hello!"), inbox.ClosedNoConsent)

	h.writes(phone, "join")
	if got := h.arrived(phone, 1)[0]; !strings.HasPrefix(got.Body, "Example Shop: ") || got.Ours != seed.Number {
		t.Errorf("the answer to JOIN is %+v", got)
	}
	const answer = "Votre commande est partie hier 🚚"
	h.must(h.says(thread, answer))
	if got := h.arrived(phone, 2)[1]; got.Body != answer || got.Ours != seed.Number {
		t.Errorf("on the phone is %+v", got)
	}
	h.sentAs(thread, answer, inbox.Delivered)

	// An answer is queued, and waits in a queue, when they stop.
	h.Queues.Delay.Store(int64(time.Hour))
	h.must(h.says(thread, "too late"))
	h.eventually("the answer is offered", func() bool { return h.queued("send") == 1 })
	h.Queues.Delay.Store(0)
	h.writes(phone, " Stop. ")
	if got := h.arrived(phone, 3)[2]; !strings.Contains(got.Body, "unsubscribed") {
		t.Errorf("the answer to STOP is %+v", got)
	}
	if m := h.sentAs(thread, "too late", inbox.Failed); m.Delivery.Reason != inbox.Closed(inbox.ClosedOptedOut).Detail {
		t.Errorf("the queued answer failed for %q", m.Delivery.Reason)
	}
	h.closed(h.says(thread, "And now?"), inbox.ClosedOptedOut)
	h.writes(phone, "STOP")
	h.drained("texts")
	h.arrived(phone, 3)
	if got, want := h.history(phone), []string{"confirmed", "confirmed", "consent", "opt_out", "opt_out"}; !slices.Equal(slices.Sorted(slices.Values(got)), want) {
		t.Errorf("recorded is %q, want %q", got, want)
	}
}

func TestTheSameEventTenTimesAtOnceChangesNothing(t *testing.T) {
	h := newHouse(t)
	h.textsFrom("")
	hello := h.writes(phone, "hello")
	thread := h.conversationWith(phone)
	join := h.writes(phone, "JOIN")
	h.arrived(phone, 1)
	h.drained("texts")
	before := len(h.messages(thread))

	var together sync.WaitGroup
	for range 10 {
		for _, event := range []*texts.Text{hello, join} {
			together.Go(func() { h.must(h.Texts.Again(h.Context(), event.ID)) })
		}
	}
	together.Wait()
	h.drained("texts")
	h.drained("send")
	if after := len(h.messages(thread)); after != before {
		t.Errorf("%d entries in the thread, want %d", after, before)
	}
	h.arrived(phone, 1)
	if got, want := h.history(phone), []string{"confirmed", "consent"}; !slices.Equal(slices.Sorted(slices.Values(got)), want) {
		t.Errorf("recorded is %q, want %q", got, want)
	}
}

func TestWhatCannotBeReceivedEndsInTheDeadLetterQueueAndBlocksNobody(t *testing.T) {
	h := newHouse(t)
	h.textsFrom("")
	for _, body := range []string{"no JSON", `{"Type":"Notification","Message":"{}"}`} {
		_, err := h.Queues.Send(t.Context(), "texts", body, 0)
		h.must(err)
	}
	// The account has this number, and no audience has.
	_, err := h.Texts.Write(t.Context(), texts.Written{From: phone, To: seed.PendingNumber, Body: "hello"})
	h.must(err)
	h.writes(phone, "Where is my parcel?")
	h.conversationWith(phone)
	h.eventually("the bad ones are dead letters", func() bool { return h.queued("texts-dead-letters") == 3 })
	h.drained("texts")
	measured := map[string]bool{}
	for _, l := range linesOf(h, h.log) {
		for _, name := range []string{"TextMalformed", "TextUnroutable", "TextReceived"} {
			measured[name] = measured[name] || l.AWS != nil && l.fields[name] != nil
		}
	}
	if len(measured) != 3 || slices.Contains([]bool{measured["TextMalformed"], measured["TextUnroutable"], measured["TextReceived"]}, false) {
		t.Errorf("measured was %v", measured)
	}
}

func TestAPictureArrivesWithItsText(t *testing.T) {
	h := newHouse(t)
	h.textsFrom("")
	h.writes(phone, "JOIN")
	h.arrived(phone, 1)
	h.writes(phone, "Show me")
	thread := h.conversationWith(phone)
	file := h.uploadAs("parcel.png", "image/png", "\x89PNG\r\n\x1a\n")
	h.must(h.call("POST", "/v1/conversations/"+thread+"/replies", "picture", `{"text":"Here it is","attachments":[`+file+`]}`, nil))
	if got := h.arrived(phone, 2)[1]; got.Media != "image/png" || got.Body != "Here it is" {
		t.Errorf("on the phone is %+v", got)
	}
	h.sentAs(thread, "Here it is", inbox.Delivered)
}

var shortLink = regexp.MustCompile(`http://127\.0\.0\.1:[0-9]+/l/[a-z2-7]{12}`)

func TestALinkInATextIsShortAndLeadsWhereItPoints(t *testing.T) {
	h := newHouse(t)
	h.textsFrom("")
	h.writes(phone, "JOIN")
	h.arrived(phone, 1)
	h.writes(phone, "Where is my parcel?")
	thread := h.conversationWith(phone)
	const target = "https://shop.example.com/orders/2026/11/track?number=0123456789&language=fr"
	h.must(h.says(thread, "Track it here: "+target+"."))
	link := shortLink.FindString(h.arrived(phone, 2)[1].Body)
	if !strings.HasPrefix(link, h.PageURL+"/l/") {
		t.Fatalf("on the phone is no short link: %+v", h.arrived(phone, 2)[1])
	}
	for _, method := range []string{http.MethodHead, http.MethodGet} {
		if res := h.fetch(method, link, "Mozilla/5.0 (iPhone)"); res.StatusCode != http.StatusFound || res.Header.Get("Location") != target {
			t.Errorf("%s = %s to %q", method, res.Status, res.Header.Get("Location"))
		}
	}
	if res := h.fetch(http.MethodGet, h.PageURL+"/l/aaaaaaaaaaaa", "Mozilla/5.0 (iPhone)"); res.StatusCode != http.StatusNotFound {
		t.Errorf("a code that nobody made = %s", res.Status)
	}
	if got := h.history(phone); got[len(got)-1] != string(inbox.RecordClick) {
		t.Errorf("recorded is %q, and no click", got)
	}
}

// zoneAt is a time zone in which it is that hour now. POSIX turns the sign around.
func zoneAt(hour int) string {
	offset := (hour-time.Now().UTC().Hour()+36)%24 - 12
	return fmt.Sprintf("Etc/GMT%+d", -offset)
}

func TestWhatATeamStartsKeepsToTheContactsHours(t *testing.T) {
	h := newHouse(t)
	h.textsFrom(`,"answer_minutes":-1`) // as if each text of theirs were an hour old
	h.writes(phone, "JOIN")
	h.arrived(phone, 1)
	h.writes(phone, "hello")
	thread := h.conversationWith(phone)
	contact := h.rows(inbox.Open)[0].Contact
	asleep, awake := zoneAt(3), zoneAt(12)
	h.must(h.call("PATCH", "/v1/contacts/"+contact, "asleep", `{"time_zone":"`+asleep+`"}`, nil))
	err := h.says(thread, "Your parcel is here.")
	h.closed(err, inbox.ClosedHours)
	zone, errZone := time.LoadLocation(asleep)
	h.must(errZone)
	now := time.Now().In(zone)
	next := time.Date(now.Year(), now.Month(), now.Day(), 8, 0, 0, 0, zone).UTC().Format(time.RFC3339)
	if !strings.Contains(err.Error(), `"next_allowed_at":"`+next+`"`) {
		t.Errorf("the API says %v, want %s for next_allowed_at", err, next)
	}
	reply := "/v1/conversations/" + thread + "/replies"
	h.must(h.call("POST", reply, "later", `{"text":"Good morning.","send_at":"`+next+`"}`, nil))
	h.sentAs(thread, "Good morning.", inbox.Scheduled)
	h.must(h.call("POST", reply, "override", `{"text":"Your house is on fire.","override":"It burns."}`, nil))
	h.arrived(phone, 2)

	h.must(h.call("PATCH", "/v1/contacts/"+contact, "awake", `{"time_zone":"`+awake+`"}`, nil))
	later := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	h.must(h.call("POST", reply, "an-hour", `{"text":"An hour has passed.","send_at":"`+later+`"}`, nil))
	h.overdue(h.sentAs(thread, "An hour has passed.", inbox.Scheduled), inbox.Scheduled)
	h.sentAs(thread, "An hour has passed.", inbox.Delivered)
	h.arrived(phone, 3)
}

func TestAWSMayAnswerStopAndKeepTheListItself(t *testing.T) {
	h := newHouse(t)
	h.must(h.Texts.Set(t.Context(), texts.Number{Number: seed.Number, Managed: true}))
	h.must(h.Texts.OptOut(t.Context(), "+12125550143")) // before anybody looked at the list
	h.textsFrom(`,"provider_answers":true`)
	h.eventually("the list is taken over", func() bool { return slices.Equal(h.history("+12125550143"), []string{"opt_out"}) })

	h.writes(phone, "START")
	h.writes(phone, "hello")
	thread := h.conversationWith(phone)
	h.eventually("they have consented", func() bool { return slices.Contains(h.history(phone), "consent") })
	h.writes(phone, "STOP") // of which we hear nothing
	h.must(h.says(thread, "Are you there?"))
	if m := h.sentAs(thread, "Are you there?", inbox.Failed); m.Delivery.Reason != inbox.Closed(inbox.ClosedOptedOut).Detail {
		t.Errorf("the answer failed for %q", m.Delivery.Reason)
	}
	h.closed(h.says(thread, "And now?"), inbox.ClosedOptedOut)
}

func TestPlainSNSSendsToo(t *testing.T) {
	h := newHouseOf(t, setup.SNS)
	h.textsFrom("")
	h.writes(phone, "JOIN")
	if got := h.arrived(phone, 1)[0]; got.Via != texts.ViaSNS || got.Ours != seed.Number {
		t.Errorf("on the phone is %+v", got)
	}
	h.writes(phone, "hello")
	thread := h.conversationWith(phone)
	h.must(h.says(thread, "Hello!"))
	h.sentAs(thread, "Hello!", inbox.Sent) // and nobody tells more
	h.Texts.Inject(texts.HangUp, 1)
	h.must(h.says(thread, "Did it leave?"))
	m := h.sentAs(thread, "Did it leave?", inbox.Unknown)
	h.must(h.call("POST", "/v1/conversations/"+thread+"/messages/"+m.ID+"/settle", "settle", `{"state":"sent"}`, nil))
	h.sentAs(thread, "Did it leave?", inbox.Sent)
	h.arrived(phone, 3)
}

func TestATextThatIsNotTakenLeavesOnceAndInItsOrder(t *testing.T) {
	h := newHouse(t)
	h.textsFrom("")
	h.writes(phone, "JOIN")
	h.arrived(phone, 1)
	h.writes(phone, "hello")
	thread := h.conversationWith(phone)
	h.Texts.Inject(texts.Throttle, 2)
	h.Texts.Inject(texts.HangUp, 1)
	for i := range 3 {
		h.must(h.says(thread, fmt.Sprintf("%d. text", i)))
	}
	for i, got := range h.arrived(phone, 4)[1:] {
		if want := fmt.Sprintf("%d. text", i); got.Body != want {
			t.Errorf("text %d is %q", i, got.Body)
		}
		h.sentAs(thread, got.Body, inbox.Delivered) // the one that hung up is settled by its event
	}
}
