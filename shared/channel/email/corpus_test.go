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

func TestReportsOfTheCorpusAreReadAsWellAsBefore(t *testing.T) {
	content, err := os.ReadFile("testdata/bounces/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var expected map[string][]expectedBounce
	if err := json.Unmarshal(content, &expected); err != nil {
		t.Fatal(err)
	}
	var kind, kinds, hard, status, statuses, reply, replies, rows, falseHard int
	for name, want := range expected {
		raw, err := os.ReadFile(filepath.Join("testdata/bounces/mail", name))
		if err != nil {
			t.Fatal(err)
		}
		m := Parse(raw)
		wantKind := KindBounce
		switch want[0].Reason {
		case "feedback":
			wantKind = KindComplaint
		case "vacation":
			wantKind = KindAutoReply
		}
		kinds++
		if m.Kind == wantKind {
			kind++
		} else {
			t.Logf("%s: kind %s, want %s", name, m.Kind, wantKind)
		}
		if wantKind != KindBounce {
			continue
		}
		for i, w := range want {
			var got Bounce
			if i < len(m.Bounces) {
				got = m.Bounces[i]
			}
			rows++
			if got.Hard == w.Hard {
				hard++
			} else {
				t.Logf("%s: hard %v, want %v (%s) %s %s", name, got.Hard, w.Hard, w.Reason, got.Status, got.ReplyCode)
				if got.Hard {
					falseHard++
				}
			}
			if w.Status != "" {
				statuses++
				if got.Status == w.Status {
					status++
				}
			}
			if w.ReplyCode != "" {
				replies++
				if got.ReplyCode == w.ReplyCode {
					reply++
				} else {
					t.Logf("%s: reply %q, want %q", name, got.ReplyCode, w.ReplyCode)
				}
			}
		}
	}
	percent := func(n, of int) int { return 100 * n / max(of, 1) }
	t.Logf("kind %d/%d, hard %d/%d (%d called hard wrongly), status %d/%d, reply code %d/%d", kind, kinds, hard, rows, falseHard, status, statuses, reply, replies)
	if percent(kind, kinds) < wantKind || percent(hard, rows) < wantHard || percent(status, statuses) < wantStatus || percent(reply, replies) < wantReply {
		t.Error("worse than before")
	}
}
