package email

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// expectedBounce is a row of the corpus.
type expectedBounce struct {
	Status    string `json:"status"`
	ReplyCode string `json:"reply_code"`
	Reason    string `json:"reason"`
	Hard      bool   `json:"hard_bounce"`
}

// The numbers of today, of 100: a change that makes one worse fails.
const (
	wantKind   = 97
	wantHard   = 86
	wantStatus = 70
	wantReply  = 90
)

// tally counts what was right, of how many.
type tally struct{ right, of int }

func (c *tally) count(right bool) {
	c.of++
	if right {
		c.right++
	}
}

func (c tally) percent() int { return 100 * c.right / max(c.of, 1) }

func TestReportsOfTheCorpusAreReadAsWellAsBefore(t *testing.T) {
	content, err := os.ReadFile("testdata/bounces/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var expected map[string][]expectedBounce
	if err := json.Unmarshal(content, &expected); err != nil {
		t.Fatal(err)
	}
	var kind, hard, status, reply tally
	for name, rows := range expected {
		raw, err := os.ReadFile(filepath.Join("testdata/bounces/mail", name))
		if err != nil {
			t.Fatal(err)
		}
		m := Parse(raw)
		want := kindFor(rows[0].Reason)
		kind.count(m.Kind == want)
		if m.Kind != want {
			t.Logf("%s: kind %s, want %s", name, m.Kind, want)
		}
		for i, row := range rows {
			if want != KindBounce {
				continue
			}
			var got Bounce
			if i < len(m.Bounces) {
				got = m.Bounces[i]
			}
			hard.count(got.Hard == row.Hard)
			if row.Status != "" {
				status.count(got.Status == row.Status)
			}
			if row.ReplyCode != "" {
				reply.count(got.ReplyCode == row.ReplyCode)
			}
			if got.Hard != row.Hard || row.ReplyCode != "" && got.ReplyCode != row.ReplyCode {
				t.Logf("%s: %+v, want %+v", name, got, row)
			}
		}
	}
	t.Logf("right: kind %+v, hard %+v, status %+v, reply code %+v", kind, hard, status, reply)
	if kind.percent() < wantKind || hard.percent() < wantHard || status.percent() < wantStatus || reply.percent() < wantReply {
		t.Error("worse than before")
	}
}

// kindFor returns the kind of mail that has the corpus's reason.
func kindFor(reason string) Kind {
	switch reason {
	case "feedback":
		return KindComplaint
	case "vacation":
		return KindAutoReply
	}
	return KindBounce
}
