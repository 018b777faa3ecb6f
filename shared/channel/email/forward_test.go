package email

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// The number of today: a change that makes it worse fails.
const wantForwardDates = 180

func TestDatesOfForwardedMailAreReadInManyLanguages(t *testing.T) {
	bodies, err := filepath.Glob("quote/testdata/forwards/*_body*.txt")
	if err != nil || len(bodies) == 0 {
		t.Fatal("no corpus", err)
	}
	read, given := 0, 0
	for _, file := range bodies {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m := Parse(append([]byte("Subject: Fwd: x\nContent-Type: text/plain; charset=utf-8\n\n"), content...))
		if m.Forwarded == nil || m.Forwarded.From.Address == "" {
			continue
		}
		given++
		if y := m.Forwarded.Date.Year(); y >= 2019 && y <= 2023 && m.Forwarded.Date.Month() >= time.February {
			read++
		} else {
			t.Logf("%s: %v", filepath.Base(file), m.Forwarded.Date)
		}
	}
	t.Logf("%d dates of %d forwarded mails", read, given)
	if read < wantForwardDates {
		t.Errorf("worse than %d", wantForwardDates)
	}
}
