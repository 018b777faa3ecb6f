package stack

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/infra/local/disk"
	"confab/infra/template"
)

func TestTheTemplatesSettingsAreUnderstood(t *testing.T) {
	s, err := readSettings()
	if err != nil {
		t.Fatal(err)
	}
	record := func(pk, sk string) events.DynamoDBEventRecord {
		return events.DynamoDBEventRecord{EventName: "MODIFY", Change: events.DynamoDBStreamRecord{Keys: map[string]events.DynamoDBAttributeValue{
			"pk": events.NewStringAttribute(pk), "sk": events.NewStringAttribute(sk),
		}}}
	}
	published, indexed := s.streams["publish-events"].follows, s.streams["update-index"].follows
	if indexed(record("C#1", "Z")) || !indexed(record("P#1", "Z")) || indexed(record("P#1", "A#name")) {
		t.Error("the index's filters let through something else than messages and contacts")
	}
	if !published(record("C#1", "Z")) || !published(record("C#1", "M#1")) || published(record("C#1", "A#all")) {
		t.Error("the stream's filter lets through something else than conversations and their messages")
	}
	if want := (queueSettings{Receives: 10, BatchSize: 1, Concurrency: 10}); s.send != want {
		t.Errorf("the send queue has %+v, want %+v", s.send, want)
	}
	for _, f := range registered {
		if s.timeouts[f.name] < time.Second {
			t.Errorf("%s has no time", f.name)
		}
	}
}

func TestATemplateThatLacksASettingIsRefused(t *testing.T) {
	dir, err := disk.Root()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, template.File))
	if err != nil {
		t.Fatal(err)
	}
	for lacking, names := range map[string]string{
		"maxReceiveCount":         "send-message",
		"BatchSize: 1 ":           "send-message",
		"MaximumConcurrency":      "send-message",
		"MaximumRetryAttempts: 2": "stream",
		"FilterCriteria":          "filter",
		"AWS::DynamoDB::Table\n":  "0 tables",
		"Role: ":                  "no role",
		"Effect: Allow":           "not understood",
	} {
		t.Run(lacking, func(t *testing.T) {
			deployed, err := template.Parse([]byte(strings.ReplaceAll(string(text), lacking, strings.Replace(lacking, lacking[:1], "X", 1))))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := settingsOf(deployed); err == nil || !strings.Contains(err.Error(), names) {
				t.Errorf("got %v, want a word of %q", err, names)
			}
		})
	}
}
