package email

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what is understood of testdata/mail into its want.json")

// understood is what the goldens hold of a mail.
type understood struct {
	From        string   `json:"from,omitempty"`
	Subject     string   `json:"subject,omitempty"`
	MessageID   string   `json:"message_id,omitempty"`
	Text        string   `json:"text,omitempty"`
	HTML        bool     `json:"html,omitempty"`
	Attachments []string `json:"attachments,omitempty"`
	Warnings    []string `json:"warnings,omitempty"`
}

func understand(raw []byte) understood {
	m := Parse(raw)
	u := understood{
		From: strings.TrimSpace(m.From.Name + " <" + m.From.Address + ">"), Subject: m.Subject, MessageID: m.MessageID,
		Text: m.FullText, HTML: m.HTML != "", Warnings: m.Warnings,
	}
	for _, a := range m.Attachments {
		words := []string{a.Name, a.Type, string(a.Content[:min(len(a.Content), 8)])}
		if a.Inline {
			words = append(words, "shown")
		}
		u.Attachments = append(u.Attachments, strings.Join(words, "; "))
	}
	return u
}

// TestOddMailIsUnderstood reads the mails of testdata/mail, each named by what is
// odd about it.
func TestOddMailIsUnderstood(t *testing.T) {
	files, err := filepath.Glob("testdata/mail/*.eml")
	if err != nil || len(files) < 100 {
		t.Fatalf("%d mails, %v", len(files), err)
	}
	got := map[string]understood{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got[strings.TrimSuffix(filepath.Base(file), ".eml")] = understand(raw)
	}
	const wantFile = "testdata/mail/want.json"
	if *update {
		content, err := json.MarshalIndent(got, "", "\t")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(wantFile, append(content, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(wantFile)
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]understood
	if err := json.Unmarshal(content, &want); err != nil {
		t.Fatal(err)
	}
	for name := range want {
		if _, ok := got[name]; !ok {
			t.Errorf("%s: no such mail", name)
		}
	}
	for name, u := range got {
		// The goldens are JSON, which has no bytes that are not UTF-8.
		for i := range u.Attachments {
			u.Attachments[i] = strings.ToValidUTF8(u.Attachments[i], "\ufffd")
		}
		if !reflect.DeepEqual(u, want[name]) {
			t.Errorf("%s:\n got %+v\nwant %+v", name, u, want[name])
		}
	}
}
