package email

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every case of the trimmer's yardstick is a person's mail, in some fifty
// languages, and many of them speak of absences, failures and deliveries or
// quote a machine.
func TestNoPersonsMailOfTheYardstickIsTakenForAMachines(t *testing.T) {
	files, err := filepath.Glob("quote/testdata/*/*.want")
	if err != nil || len(files) < 1000 {
		t.Fatalf("%d cases, %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(file, ".want")
		subtype := "plain"
		content, err := os.ReadFile(name + ".txt")
		if err != nil {
			if content, err = os.ReadFile(name + ".html"); err != nil {
				t.Fatal(err)
			}
			subtype = "html"
		}
		subject, err := os.ReadFile(name + ".subject")
		if err != nil {
			subject = []byte("Re: The order")
		}
		raw := "From: Ann <ann@example.org>\r\nTo: support@example.com\r\nMessage-ID: <1@example.org>\r\nIn-Reply-To: <2@example.com>\r\n" +
			"Date: Mon, 01 Jun 2026 10:00:00 +0000\r\nSubject: " + strings.TrimSpace(string(subject)) + "\r\n" +
			"Content-Type: text/" + subtype + "; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + string(content)
		if m := Parse([]byte(raw)); m.Kind != KindMessage {
			t.Errorf("%s: %s (%+v)", filepath.Base(name), m.Kind, m.AutoReply)
		}
	}
}
