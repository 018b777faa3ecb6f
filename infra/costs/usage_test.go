// Package costs_test computes what a month of Confab costs. How much of AWS one
// mail, one answer and one look at the page use is counted on the local stack;
// what stands in the account from the first day is read from template.yaml; what
// nobody can count here is an assumption that is written down (bill_test.go).
//
//	go test ./infra/costs -v            # print the bill
//	go test ./infra/costs -args -update # count anew, write the bill into infra/OPERATIONS.md
package costs_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"confab/infra/local/seed"
	"confab/shared/inbox"
)

var update = flag.Bool("update", false, "count anew and write the bill")

const usageFile = "testdata/usage.json"

// counts are amounts by what is counted.
type counts map[string]float64

// What is counted of an activity. Invocations are counted by function.
const (
	writeUnits  = "DynamoDB write units"
	readUnits   = "DynamoDB read units"
	tableBytes  = "bytes in the table and its indexes"
	s3Writes    = "S3 writes"
	s3Reads     = "S3 reads"
	queueSends  = "messages put into SendQueue"
	logBytes    = "bytes logged"
	answerBytes = "bytes answered"
	invocations = "invocations of "
)

// Activities whose use is counted.
const (
	receiveNew    = "a mail from somebody new"
	receiveAnswer = "an answer to a conversation"
	sendAnswer    = "a mail sent, and its two events"
	listPage      = "a page of 25 conversations"
	openThread    = "a conversation opened"
	readBadge     = "the badges read"
	readFeed      = "a look at what changed, where nothing did"
	seePresent    = "a look at who is there"
	beThere       = "saying that one is there"
	sweep         = "a sweep with nothing due"

	joinText    = "a keyword, its confirmation and its two events"
	receiveText = "a text that opens a conversation"
	sendText    = "a text sent, and its two events"
)

// wobble is how much of a count timing may change, where it is more than a tenth:
// a function that meets another at the same conversation reads again, and says so.
var wobble = map[string]float64{readUnits: 0.3, logBytes: 0.2}

// TestWhatEachActivityUses counts and compares with what was counted last.
func TestWhatEachActivityUses(t *testing.T) {
	now, last := newDesk(t).everything(), readUsage(t)
	if got, want := slices.Sorted(maps.Keys(now)), slices.Sorted(maps.Keys(last)); !slices.Equal(got, want) {
		t.Fatalf("counted %q, %s has %q: go test ./infra/costs -args -update", got, usageFile, want)
	}
	for activity, used := range now {
		for _, what := range slices.Sorted(maps.Keys(used)) {
			got, want := used[what], last[activity][what]
			if math.Abs(got-want) > want*cmp.Or(wobble[what], 0.1) {
				t.Errorf("%s: %.1f %s, %.1f when it was counted last: go test ./infra/costs -args -update", activity, got, what, want)
			}
		}
	}
}

func readUsage(t *testing.T) (usage map[string]counts) {
	t.Helper()
	text, err := os.ReadFile(usageFile)
	if err == nil {
		err = json.Unmarshal(text, &usage)
	}
	if err != nil {
		t.Fatal(err)
	}
	return usage
}

func writeJSON(t *testing.T, path string, v any) {
	t.Helper()
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append(text, '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
}

// leads are the invocations that activities lead to at least. A record for
// publish-events is each header, message and contact that a transaction writes: an
// answer is two, its claim one, its settling two, each of its events one; the
// settling and the first event may be one.
var leads = map[string]counts{
	receiveNew:    {invocations + "receive-email": 1, invocations + "publish-events": 3},
	receiveAnswer: {invocations + "receive-email": 1, invocations + "publish-events": 2},
	sendAnswer: {
		invocations + "inbox-api": 1, invocations + "publish-events": 6,
		invocations + "send-message": 1, invocations + "record-delivery": 2,
	},
	listPage: {invocations + "inbox-api": 1}, openThread: {invocations + "inbox-api": 1}, readBadge: {invocations + "inbox-api": 1},
	readFeed: {invocations + "inbox-api": 1}, seePresent: {invocations + "inbox-api": 1}, beThere: {invocations + "inbox-api": 1},
	sweep:       {invocations + "wake": 1},
	joinText:    {invocations + "receive-sms": 1, invocations + "publish-events": 8, invocations + "send-message": 1, invocations + "record-delivery": 2},
	receiveText: {invocations + "receive-sms": 1, invocations + "publish-events": 2},
	sendText: {
		invocations + "inbox-api": 1, invocations + "publish-events": 6,
		invocations + "send-message": 1, invocations + "record-delivery": 2,
	},
}

// everything does each activity a few times.
func (d *desk) everything() map[string]counts {
	d.Helper()
	const times = 25 // a page full
	out := map[string]counts{}
	measure := func(activity string, do func(i int)) { out[activity] = d.measure(times, leads[activity], do) }
	measure(receiveNew, func(i int) {
		d.submit(fmt.Sprintf("ada-%d@example.org", i), support, fmt.Sprintf("Question %d", i))
	})
	ids := d.conversations()
	d.since()
	measure(sendAnswer, func(i int) {
		d.call(http.MethodPost, "/v1/conversations/"+ids[i]+"/replies", fmt.Sprintf(`{"text":%q}`, words(wordsInAnswer)))
	})
	measure(receiveAnswer, func(i int) {
		d.submit(fmt.Sprintf("ada-%d@example.org", i), d.box.Tokens.Address(inbox.Token{Conversation: ids[i]}), "Re: Question")
	})
	measure(listPage, func(int) { d.conversations() })
	measure(openThread, func(i int) { d.call(http.MethodGet, "/v1/conversations/"+ids[i], "") })
	measure(readBadge, func(int) { d.call(http.MethodGet, "/v1/audiences", "") })
	d.watch(ids, measure)
	event, err := os.ReadFile("../../events/wake/minute.json")
	d.must(err)
	wake := func(int) {
		_, err := d.Functions["wake"].Invoke(d.Context(), event)
		d.must(err)
	}
	measure(sweep, wake)
	d.call(http.MethodPatch, "/v1/audiences/"+d.audience.ID, fmt.Sprintf(`{"texting":{"numbers":[%q],"brand":"Example","subscribe_keywords":["JOIN"]}}`, seed.Number))
	wake(0) // asks AWS whether the number is active
	d.since()
	measure(joinText, func(i int) { d.write(i, "JOIN") })
	measure(receiveText, func(i int) { d.write(i, words(wordsInText)) })
	ids = d.conversations()
	d.since()
	measure(sendText, func(i int) {
		d.call(http.MethodPost, "/v1/conversations/"+ids[i]+"/replies", fmt.Sprintf(`{"text":%q}`, words(wordsInText)))
	})
	return out
}

// watch does what an open page does while nothing happens: in an audience of its
// own, since the feed of the other tells of its last minute again.
func (d *desk) watch(conversations []string, measure func(activity string, do func(i int))) {
	d.Helper()
	var quiet struct{ ID string }
	d.must(json.Unmarshal(d.call(http.MethodPost, "/v1/audiences", `{"name":"Quiet","from_address":"quiet@example.com"}`), &quiet))
	var feed struct{ Cursor string }
	changes := "/v1/audiences/" + quiet.ID + "/changes"
	d.must(json.Unmarshal(d.call(http.MethodGet, changes, ""), &feed))
	present := func(i int) string { return "/v1/conversations/" + conversations[i] + "/presence" }
	d.since()
	measure(readFeed, func(int) { d.call(http.MethodGet, changes+"?cursor="+url.QueryEscape(feed.Cursor), "") })
	measure(beThere, func(i int) { d.call(http.MethodPut, present(i), `{"typing":false}`) })
	measure(seePresent, func(i int) { d.call(http.MethodGet, present(i), "") })
}

// measure counts what an activity and all that it leads to use, on average.
func (d *desk) measure(times int, leads counts, activity func(i int)) counts {
	d.Helper()
	before := d.stored()
	for i := range times {
		activity(i)
	}
	d.wait(leads, times)
	used := d.since()
	used[tableBytes] = d.stored() - before
	out := counts{}
	for what, n := range used {
		if mean := math.Round(n/float64(times)*100) / 100; mean != 0 {
			out[what] = mean
		}
	}
	return out
}

// since counts what was used since it was called last.
func (d *desk) since() counts {
	d.Helper()
	used, end := d.written()
	used[answerBytes] = d.answered
	for _, m := range d.meters {
		for _, call := range m.Calls() {
			used[billed(call.Service, call.Operation)] += max(call.Units, countOf(call.Service))
		}
		m.Reset()
	}
	d.answered, d.read = 0, end
	return used
}

// countOf is what a call counts where DynamoDB tells no units.
func countOf(service string) float64 {
	if service == "DynamoDB" {
		return 0
	}
	return 1
}

// billed tells as what a call is billed.
func billed(service, operation string) string {
	switch {
	case service == "DynamoDB" && (operation == "Query" || strings.HasSuffix(operation, "GetItem")):
		return readUnits
	case service == "DynamoDB":
		return writeUnits
	case service == "S3" && (strings.HasPrefix(operation, "Get") || strings.HasPrefix(operation, "Head")):
		return s3Reads
	case service == "S3":
		return s3Writes
	case service == "SQS":
		return queueSends
	}
	return service + " calls"
}

// written counts the lines since since was called last: their bytes, as
// CloudWatch Logs bills them, and the invocations whose end they tell of. A batch
// counts as many invocations as it has records: at worst each comes alone.
// Source: CloudWatch Logs API, PutLogEvents: 26 bytes are added to each event.
func (d *desk) written() (used counts, end int) {
	d.Helper()
	text, err := os.ReadFile(d.log)
	d.must(err)
	used = counts{}
	for line := range bytes.Lines(text[d.read:]) {
		var said struct {
			Function    string
			Ms, Records *float64
		}
		err := json.Unmarshal(line, &said)
		if said.Function != indexer {
			used[logBytes] += float64(len(line) - 1 + 26)
		}
		switch {
		case err != nil || said.Ms == nil:
		case said.Records != nil:
			used[invocations+said.Function] += *said.Records
		default:
			used[invocations+said.Function]++
		}
	}
	return used, len(text)
}
