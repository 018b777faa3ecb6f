package email

import (
	"strings"
	"testing"
	"time"
)

func FuzzBounceText(f *testing.F) {
	for _, tc := range reportForms {
		f.Add(tc.raw)
	}
	for _, tc := range peopleMails {
		f.Add(fromServer + "Subject: failure notice\n\n" + tc.text)
	}
	f.Add(fromServer + "Subject: failure notice\nContent-Type: multipart/report\n\nFinal-Recipient:\nStatus: 5.\nAction: delay\n")
	f.Fuzz(func(t *testing.T, raw string) {
		m := Parse([]byte(raw))
		if (m.Kind == KindBounce) != (len(m.Bounces) > 0) || len(m.Bounces) > maxBounces {
			t.Fatalf("kind %s with %d bounces", m.Kind, len(m.Bounces))
		}
		for _, b := range m.Bounces {
			switch b.Action {
			case "failed", "delayed", "delivered", "relayed", "expanded":
			default:
				t.Errorf("action %q", b.Action)
			}
			if b.Hard && b.Action != "failed" {
				t.Errorf("hard, and %s", b.Action)
			}
			if b.ReplyCode != "" && len(b.ReplyCode) != 3 || b.Status != "" && !statusField.MatchString(b.Status) {
				t.Errorf("codes %q %q", b.ReplyCode, b.Status)
			}
		}
	})
}

// What a stranger may send to keep a reader busy: each of these has 64 KB
// and takes a fraction of a second, where a rule that is not linear takes minutes.
func TestLongReportsTakeNoLongTime(t *testing.T) {
	const size = 1 << 16
	limit := 10 * time.Second // for a machine that is busy with other tests
	if raced {
		limit = time.Minute
	}
	for name, unit := range map[string]string{
		"one line of addresses":  "ann@example.org ",
		"lines of addresses":     "<ann@example.org>:\n",
		"one word":               "a",
		"codes":                  "550 5.1.1 ",
		"fields":                 "Final-Recipient: rfc822; ann@example.org\nStatus: 5.1.1\n",
		"fields that are folded": "Status: 5.1.1\n ",
		"header fields":          "From: ann@example.org\n\n",
		"at signs":               "@",
		"dots":                   "a.",
		"wide characters":        "配信不能\n",
		"feedback fields":        "Feedback-Type: abuse\n",
	} {
		text := strings.Repeat(unit, size/len(unit))
		for _, head := range []string{"Subject: failure notice\n\n", "Subject: failure notice\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"} {
			start := time.Now()
			Parse([]byte(fromServer + head + text))
			if took := time.Since(start); took > limit {
				t.Errorf("%s: %v", name, took)
			}
		}
	}
}
