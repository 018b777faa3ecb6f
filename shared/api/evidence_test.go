package api_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"confab/shared/api"
	"confab/shared/inbox"
)

// evidence is what is known of a number, with a record of each kind.
func evidence() inbox.Evidence {
	at := func(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }
	return inbox.Evidence{
		Audience: inbox.Audience{ID: own, Name: "Shop", Texting: inbox.Texting{Brand: "Example Shop"}},
		Consent:  inbox.Consent{Number: theirs, State: inbox.OptedOut, Since: at(4), Source: inbox.ByKeyword},
		Contact:  &inbox.Contact{ID: "p-own", Name: "Robin <b>Doe</b>"},
		Members:  map[string]string{"alex": "Alex"},
		Records: []inbox.TextRecord{
			{ID: "r1", At: at(0), Recorded: at(9), Kind: inbox.RecordConsent, Source: inbox.ByMember, Author: "alex", Words: "On paper,\n<script>alert(1)</script>", Effective: true},
			{ID: "r2", At: at(1), Kind: inbox.RecordAsked, Words: "Reply YES", Ours: ours(own)},
			{ID: "r3", At: at(2), Kind: inbox.RecordOverride, Source: inbox.ByMember, Author: "gone", Reason: "At the door.", Zone: "America/New_York", Conversation: "t-own", Message: "m1"},
			{ID: "r4", At: at(3), Kind: inbox.RecordClick, Link: "https://example.com/?a=1&b=2", Bot: true},
			{ID: "r5", At: at(4), Kind: inbox.RecordOptOut, Source: inbox.ByKeyword, Keyword: "STOP", Words: "Stop.", Ours: ours(own), ProviderID: "abc", Effective: true},
			{ID: "r6", At: at(3), Kind: inbox.RecordConsent, Source: inbox.ByMember, Words: "A form."},
			{ID: "r7", At: at(5), Kind: inbox.RecordOptOut, Source: inbox.ByProvider},
			{ID: "r8", At: at(6), Kind: inbox.RecordRefusal, Words: "please don't"},
			{ID: "r9", At: at(7), Kind: inbox.RecordDismissed}, {ID: "r10", At: at(8), Kind: inbox.RecordHelp}, {ID: "r11", At: at(9), Kind: inbox.RecordConfirmed},
		},
	}
}

// read returns the table's cells as they read, without white space around them; and
// all that is said beside the table.
func read(t *testing.T, page string) (rows [][]string, beside string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var words func(n *html.Node) string
	words = func(n *html.Node) string {
		switch {
		case n.Type == html.TextNode:
			return n.Data
		case n.Data == "br":
			return "\n"
		case n.Data == "script" || n.Data == "a":
			t.Errorf("the page has an element %s", n.Data)
		}
		var out strings.Builder
		for c := range n.ChildNodes() {
			out.WriteString(words(c))
		}
		return out.String()
	}
	for n := range doc.Descendants() {
		switch n.Data {
		case "tr":
			var row []string
			for c := range n.ChildNodes() {
				if c.Type == html.ElementNode {
					row = append(row, strings.TrimSpace(words(c)))
				}
			}
			rows = append(rows, row)
		case "dl", "p", "li", "h1":
			beside += strings.Join(strings.Fields(words(n)), " ") + "\n"
		}
	}
	return rows, beside
}

func askEvidence(t *testing.T, w *world) answer {
	t.Helper()
	got := call{as: "manager", method: "GET", path: "/v1/audiences/own/phones/+15550142/evidence"}.to(t, api.New(w.config(io.Discard)))
	if got.status != http.StatusOK {
		t.Fatalf("status %d: %s", got.status, got.body)
	}
	return got
}

func TestEvidenceIsAPageToKeep(t *testing.T) {
	w := newWorld()
	w.evidence = evidence()
	got := askEvidence(t, w)
	if got.header.Get("Content-Type") != "text/html; charset=utf-8" || got.header.Get("Content-Disposition") != `attachment; filename="consent-15550142-2026-03-01.html"` {
		t.Errorf("headers %v", got.header)
	}
	rows, beside := read(t, got.body)
	if len(rows) != 12 || len(rows[0]) != 6 {
		t.Fatalf("rows %q", rows)
	}
	for i, want := range map[int][]string{
		1: {"2026-03-01 12:00:00", "Consent", "On paper,\n<script>alert(1)</script>", "By Alex (alex)\nRecorded 2026-03-01 12:09:00 UTC", "", "record r1"},
		3: {"2026-03-01 12:02:00", "A member texted outside the texting hours\nReason: At the door.\nJudged by the time in America/New_York.", "",
			"By a member (gone)", "", "record r3\nconversation t-own\nmessage m1"},
		4: {"2026-03-01 12:03:00", "A link of a text was followed\nIt leads to https://example.com/?a=1&b=2\nA machine fetched it.", "", "", "", "record r4"},
		5: {"2026-03-01 12:04:00", "Opt-out", "Stop.", "The contact's own text\nKeyword STOP", ours(own), "record r5\nprovider's id abc"},
	} {
		if strings.Join(rows[i], "|") != strings.Join(want, "|") {
			t.Errorf("row %d: %q, want %q", i, rows[i], want)
		}
	}
	if !strings.Contains(rows[6][1], "changed nothing") || strings.Contains(rows[5][1], "changed nothing") {
		t.Errorf("what changed nothing: %q and %q", rows[5][1], rows[6][1])
	}
	for i, row := range rows {
		if row[1] == "" {
			t.Errorf("row %d does not say what happened: %q", i, row)
		}
	}
	for _, want := range []string{
		"Robin <b>Doe</b> (contact p-own)", "Example Shop (audience Shop, own)", "Must not be texted. Opted out on 2026-03-01 12:04:00 UTC, by a keyword of their own.",
		"2026-03-01 12:00:00 UTC by name of " + memberID("manager"), "does not tell in which one",
	} {
		if !strings.Contains(beside, want) {
			t.Errorf("%q is not in:\n%s", want, beside)
		}
	}
}

func TestEvidenceShowsTheContactsOwnTime(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld()
	w.evidence = evidence()
	w.evidence.Zones = []*time.Location{paris}
	rows, beside := read(t, askEvidence(t, w).body)
	if rows[0][1] != "Time (Europe/Paris)" || rows[1][1] != "2026-03-01 13:00:00 +01:00" || strings.Contains(beside, "does not tell") {
		t.Errorf("rows %q beside %s", rows[:2], beside)
	}
	w.evidence.Zones = []*time.Location{paris, time.UTC}
	rows, beside = read(t, askEvidence(t, w).body)
	if len(rows[0]) != 6 || !strings.Contains(beside, "It may be in Europe/Paris, UTC.") {
		t.Errorf("rows %q beside %s", rows[0], beside)
	}
}

func TestEvidenceSaysWhatIsMissing(t *testing.T) {
	w := newWorld()
	w.evidence = inbox.Evidence{
		Consent: inbox.Consent{Number: theirs, Refusal: inbox.MessageKey{Conversation: "t-own", Message: "m2"}},
	}
	rows, beside := read(t, askEvidence(t, w).body)
	for _, want := range []string{"nobody's", "No consent is known.", "The message m2 seems to refuse", "Nothing is recorded"} {
		if !strings.Contains(beside, want) || len(rows) > 0 {
			t.Errorf("%q is not in:\n%s", want, beside)
		}
	}
	w.evidence.Consent.State, w.evidence.Consent.Since, w.evidence.Consent.Source = inbox.Consented, noon, inbox.ByMember
	if _, beside := read(t, askEvidence(t, w).body); !strings.Contains(beside, "May be texted. Consented on 2026-03-01 12:00:00 UTC, as a member has recorded.") {
		t.Errorf("consented:\n%s", beside)
	}
}

// Lambda answers 6 MB of JSON.
func TestEvidenceFitsInAnAnswerWhateverItQuotes(t *testing.T) {
	h := newTexts(t)
	const each, all = 25, 200
	for i := range all / each {
		var change inbox.Change
		for j := range each {
			at := noon.Add(time.Duration(i*each+j) * time.Second)
			change.TextRecords = append(change.TextRecords, inbox.TextRecord{
				ID: h.box.IDs.New(at), Audience: own, Number: theirs, At: at, Kind: inbox.RecordRefusal, Words: strings.Repeat("\x01", 8<<10),
			})
		}
		if err := h.box.Store.Commit(t.Context(), change); err != nil {
			t.Fatal(err)
		}
	}
	page := call{as: "manager", method: "GET", path: "/v1/audiences/own/phones/+15550142/evidence"}.to(t, h)
	answer, err := json.Marshal(page.body)
	if err != nil || page.status != http.StatusOK || len(answer) > 6<<20-64<<10 {
		t.Errorf("an answer of %d bytes with status %d, %v", len(answer), page.status, err)
	}
	rows, beside := read(t, page.body)
	if last := rows[len(rows)-1][0]; len(rows) < 50 || last != noon.Add((all-1)*time.Second).Format(time.DateTime) || !strings.Contains(beside, "older records") {
		t.Errorf("%d rows, the last of %s", len(rows), last)
	}
}
