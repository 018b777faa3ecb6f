package email

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// expectedBounce is a row of the corpus.
type expectedBounce struct {
	Status    string `json:"status"`
	ReplyCode string `json:"reply_code"`
	Reason    string `json:"reason"`
	Hard      bool   `json:"hard_bounce"`
}

// tally counts what was right, of how many.
type tally struct{ right, of int }

func (c *tally) count(right bool) bool {
	c.of++
	if right {
		c.right++
	}
	return right
}

// score is how much of the corpus's reports was read right. A status counts
// where the mail states it: the corpus has codes of its own for reasons.
type score struct{ kind, hard, status, reply tally }

// Of the mails in the order of their names, every other one was learned from,
// and the rest show what the rules are worth on mail that nobody looked at.
// The numbers are those of today: a change that makes one worse fails.
var floors = [2]score{
	{kind: tally{right: 161}, hard: tally{right: 159}, status: tally{right: 128}, reply: tally{right: 121}},
	{kind: tally{right: 159}, hard: tally{right: 143}, status: tally{right: 120}, reply: tally{right: 119}},
}

func TestReportsOfTheCorpusAreReadAsWellAsBefore(t *testing.T) {
	expected := expectedReports(t)
	entries, err := os.ReadDir("testdata/bounces/mail")
	if err != nil {
		t.Fatal(err)
	}
	for half, name := range []string{"learned from", "not looked at"} {
		var got score
		for i := half; i < len(entries); i += 2 {
			file := entries[i].Name()
			raw, err := os.ReadFile(filepath.Join("testdata/bounces/mail", file))
			if err != nil {
				t.Fatal(err)
			}
			if wrong := got.add(Parse(raw), expected[file], string(raw)); half == 0 && wrong != "" {
				t.Logf("%s: %s", file, wrong)
			}
		}
		t.Logf("%s: kind %v, hard %v, status %v, reply code %v", name, got.kind, got.hard, got.status, got.reply)
		floor := floors[half]
		if got.kind.right < floor.kind.right || got.hard.right < floor.hard.right || got.status.right < floor.status.right || got.reply.right < floor.reply.right {
			t.Errorf("%s: worse than before", name)
		}
	}
}

// add counts one mail, and says which fields were wrong.
func (s *score) add(m *Mail, rows []expectedBounce, raw string) string {
	if len(rows) == 0 {
		return ""
	}
	var wrong []string
	if !s.kind.count(kindIsRight(m.Kind, rows[0].Reason)) {
		wrong = append(wrong, "kind "+string(m.Kind)+" for "+rows[0].Reason)
	}
	for i, row := range rows {
		if row.Reason == "feedback" || row.Reason == "vacation" {
			continue
		}
		var got Bounce
		if i < len(m.Bounces) {
			got = m.Bounces[i]
		}
		if !s.hard.count(got.Hard == row.Hard) {
			wrong = append(wrong, "hard of "+row.Reason)
		}
		if row.Status != "" && strings.Contains(raw, row.Status) && !s.status.count(got.Status == row.Status) {
			wrong = append(wrong, "status "+got.Status+" for "+row.Status)
		}
		if row.ReplyCode != "" && !s.reply.count(got.ReplyCode == row.ReplyCode) {
			wrong = append(wrong, "reply code "+got.ReplyCode+" for "+row.ReplyCode)
		}
	}
	return strings.Join(wrong, ", ")
}

func expectedReports(t *testing.T) map[string][]expectedBounce {
	t.Helper()
	content, err := os.ReadFile("testdata/bounces/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var expected map[string][]expectedBounce
	if err := json.Unmarshal(content, &expected); err != nil {
		t.Fatal(err)
	}
	return expected
}

// kindIsRight tells whether a mail has the kind that goes with the corpus's reason.
func kindIsRight(kind Kind, why string) bool {
	switch why {
	case "feedback":
		return kind == KindComplaint
	case "vacation":
		return kind == KindAutoReply
	case "delivered":
		return kind == KindBounce || kind == KindAutoReply
	}
	return kind == KindBounce
}
