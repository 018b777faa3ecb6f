package e2e_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/infra/operate/replay"
	"confab/shared/inbox"
)

func (h *house) replay() *replay.Replay {
	return &replay.Replay{
		From: "2000-01-01", Stack: "confab", Stacks: h.stacks(), Objects: h.s3(), Functions: h, Now: time.Now, Pause: time.Millisecond,
	}
}

// lose has mails fail for good: three tries each.
func (h *house) lose(mails []mail) {
	h.Helper()
	h.idle()
	h.Async.FailNext.Store(int64(3 * len(mails)))
	for _, m := range mails {
		h.submit(m)
	}
	h.idle()
	h.Async.FailNext.Store(0)
}

// Some mails are received and some are lost; replaying them all has each there
// once, where it would have been.
func TestReplayBringsWhatWasLostAndDoublesNothing(t *testing.T) {
	h := newHouse(t)
	h.submit(mail{subject: "thread", to: []string{support}})
	h.idle()
	thread := h.messages(support)["thread"][0].Conversation
	token := h.box.Tokens.Address(inbox.Token{Conversation: thread})
	var both [2][]mail
	for i, state := range []string{"received", "lost"} {
		both[i] = []mail{
			{subject: state + "-plain", to: []string{support}},
			{subject: state + "-bcc", to: []string{support}, header: []string{"To: somebody@example.org"}},
			{subject: state + "-forwarded", to: []string{sales}, header: []string{"To: hello@example.com", "Delivered-To: hello@example.com"}},
			{subject: state + "-answer", to: []string{token}},
			{subject: state + "-two-at-once", to: []string{support, sales}, header: []string{"To: Us <" + support + ">,\r\n\t" + strings.ToUpper(sales)}},
			{subject: state + "-unverified", to: []string{support}, port: h.SMTPFail},
			{subject: state + "-gray", to: []string{support}, port: h.SMTPGray},
			{subject: state + "-spam XJS*C4JDBQADN1.NSBN3*2IDNEN*" + "GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X", to: []string{support}},
			{subject: state + "-bare", to: []string{support}, bare: true, header: []string{"To: " + support + ", " + sales}},
			{subject: state + "-bare", to: []string{sales}, bare: true, header: []string{"To: " + support + ", " + sales}},
		}
	}
	for _, m := range both[0] {
		h.submit(m)
	}
	h.idle()
	before := [2]map[string][]inbox.Message{h.messages(support), h.messages(sales)}
	h.lose(both[1])
	lost := h.depth("receive-email-failures")
	if lost != len(both[1]) || fmt.Sprint(h.counts()) != fmt.Sprint(counts(before)) {
		t.Fatalf("%d of %d mails are lost", lost, len(both[1]))
	}

	want := counts(before)
	for i := range want {
		for subject := range maps.Clone(want[i]) {
			if state, rest, ok := strings.Cut(subject, "-"); ok && state == "received" {
				want[i]["lost-"+rest] = want[i][subject]
			}
		}
	}
	for _, time := range []string{"once", "again"} {
		out, err := h.carry(h.replay())
		if err != nil || !strings.Contains(out, fmt.Sprintf("%d received again, 0 left alone", 2*len(both[0])+1)) {
			t.Fatalf("%v\n%s", err, out)
		}
		h.idle()
		if got := h.counts(); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("replayed %s, there is\n%v\nwant\n%v", time, got, want)
		}
	}
	h.alike(t)
}

// counts are how often each subject is there, by audience.
func (h *house) counts() [2]map[string]int {
	h.Helper()
	return counts([2]map[string][]inbox.Message{h.messages(support), h.messages(sales)})
}

func counts(messages [2]map[string][]inbox.Message) (out [2]map[string]int) {
	for i := range messages {
		out[i] = map[string]int{}
		for subject, list := range messages[i] {
			out[i][subject] = len(list)
		}
	}
	return out
}

// alike checks that what was lost is as what was received, in all that the event
// decides.
func (h *house) alike(t *testing.T) {
	t.Helper()
	for _, address := range []string{support, sales} {
		messages := h.messages(address)
		for subject, list := range messages {
			rest, ok := strings.CutPrefix(subject, "received-")
			if !ok {
				continue
			}
			a, b := list[0], messages["lost-"+rest][0]
			if a.Spam != b.Spam || a.Virus != b.Virus || a.Unverified != b.Unverified || a.Hidden != b.Hidden || !slices.Equal(a.To, b.To) {
				t.Errorf("%s was received as %+v, and replayed as %+v", rest, a, b)
			}
			if b.Arrived.After(time.Now()) || time.Since(b.Arrived) > time.Hour {
				t.Errorf("%s arrived at %v", rest, b.Arrived)
			}
		}
	}
}

// What replaying rebuilds is what SES said.
func TestTheRebuiltEventSaysWhatTheFirstOneSaid(t *testing.T) {
	h := newHouse(t)
	h.lose([]mail{
		{subject: "plain", to: []string{support}},
		{subject: "unverified", to: []string{sales}, port: h.SMTPFail},
		{subject: "gray", to: []string{support}, port: h.SMTPGray, header: []string{"X-SES-Spam-Verdict: FAIL", "Authentication-Results: amazonses.com; dmarc=pass"}},
		{subject: "two", to: []string{support, sales}, header: []string{"To: " + sales + ", " + support}},
	})
	said := map[string]events.SimpleEmailService{}
	messages, err := h.Queues.Receive(t.Context(), "receive-email-failures", 10, time.Minute, 0)
	h.must(err)
	for _, m := range messages {
		var record struct{ RequestPayload events.SimpleEmailEvent }
		h.must(json.Unmarshal([]byte(m.Body), &record))
		ses := record.RequestPayload.Records[0].SES
		said[ses.Mail.MessageID] = ses
	}
	_, err = h.carry(h.replay())
	h.must(err)
	h.idle()
	if len(h.invoked) != 4 || len(said) != 4 {
		t.Fatalf("%d events, %d of them before", len(h.invoked), len(said))
	}
	for _, in := range h.invoked {
		var e events.SimpleEmailEvent
		h.must(json.Unmarshal(in.Payload, &e))
		got := e.Records[0].SES
		want := said[got.Mail.MessageID]
		if got.Mail.Source != want.Mail.Source || !slices.Equal(got.Receipt.Recipients, want.Receipt.Recipients) {
			t.Errorf("from %s to %v; it was from %s to %v", got.Mail.Source, got.Receipt.Recipients, want.Mail.Source, want.Receipt.Recipients)
		}
		for _, v := range [][2]events.SimpleEmailVerdict{
			{got.Receipt.SpamVerdict, want.Receipt.SpamVerdict}, {got.Receipt.VirusVerdict, want.Receipt.VirusVerdict},
			{got.Receipt.SPFVerdict, want.Receipt.SPFVerdict}, {got.Receipt.DKIMVerdict, want.Receipt.DKIMVerdict}, {got.Receipt.DMARCVerdict, want.Receipt.DMARCVerdict},
		} {
			if v[0] != v[1] {
				t.Errorf("verdict %v; it was %v", v[0], v[1])
			}
		}
		if off := want.Receipt.Timestamp.Sub(got.Receipt.Timestamp); off < 0 || off >= time.Second { // the header has whole seconds
			t.Errorf("at %v; it was at %v", got.Receipt.Timestamp, want.Receipt.Timestamp)
		}
	}
}

func TestOnlyMailOfTheTimeIsReplayed(t *testing.T) {
	h := newHouse(t)
	h.lose([]mail{{subject: "plain", to: []string{support}}})
	r := h.replay()
	r.To = time.Now().Add(-time.Hour).Format(time.RFC3339)
	out, err := h.carry(r)
	if err != nil || len(h.invoked) > 0 || !strings.Contains(out, "0 of 0.0 MB") {
		t.Errorf("before it: %v\n%s", err, out)
	}
	r.From, r.To = r.To, ""
	out, err = h.carry(r)
	if err != nil || len(h.invoked) != 1 {
		t.Errorf("since then: %v\n%s", err, out)
	}
	h.idle()
}
