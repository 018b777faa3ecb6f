package sms

import (
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"confab/shared/inbox"
)

// envelope is a notification of a text, with fields of both replaced: nil
// leaves one out.
func envelope(t testing.TB, notification, text map[string]any) []byte {
	t.Helper()
	message := merged(map[string]any{
		"originationNumber": "+15550142", "destinationNumber": "+15550100", "messageKeyword": "KEYWORD_123456789012",
		"messageBody": "Hello 🎉", "inboundMessageId": "inbound-1", "previousPublishedMessageId": "published-1",
	}, text)
	inner, err := json.Marshal(message)
	if err != nil {
		t.Fatal(err)
	}
	outer, err := json.Marshal(merged(map[string]any{
		"Type": "Notification", "MessageId": "sns-1", "Message": string(inner), "Timestamp": "2026-03-02T09:00:02.417Z",
	}, notification))
	if err != nil {
		t.Fatal(err)
	}
	return outer
}

func merged(fields, others map[string]any) map[string]any {
	maps.Copy(fields, others)
	maps.DeleteFunc(fields, func(_ string, v any) bool { return v == nil })
	return fields
}

func TestATextIsReadFromItsNotification(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 2, 417e6, time.UTC)
	usual := func(change func(*inbox.Incoming)) inbox.Incoming {
		in := inbox.Incoming{
			Channel: inbox.SMS, ProviderID: "inbound-1", Received: at, Recipients: []string{"+15550100"}, Nature: inbox.Personal,
			From: inbox.Address{Address: "+15550142"}, InReplyTo: []string{"published-1"}, Text: "Hello 🎉", Full: "Hello 🎉",
			Facts: []inbox.Fact{{At: at, Name: "text", Detail: map[string]string{"keyword": "KEYWORD_123456789012"}}},
		}
		change(&in)
		return in
	}
	tests := []struct {
		name               string
		notification, text map[string]any
		change             func(*inbox.Incoming)
	}{
		{"the usual one", nil, nil, func(*inbox.Incoming) {}},
		{"one that answers nothing", nil, map[string]any{"previousPublishedMessageId": nil}, func(in *inbox.Incoming) { in.InReplyTo = nil }},
		{"an empty one", nil, map[string]any{"messageBody": ""}, func(in *inbox.Incoming) { in.Text, in.Full = "", "" }},
		{"one without an id", nil, map[string]any{"inboundMessageId": nil}, func(in *inbox.Incoming) { in.ProviderID = "sns-1" }},
		{"one without a keyword", nil, map[string]any{"messageKeyword": ""}, func(in *inbox.Incoming) { in.Facts = nil }},
		{"one from a short code", nil, map[string]any{"originationNumber": "12345"}, func(in *inbox.Incoming) { in.From.Address = "12345" }},
		{"one from a name", nil, map[string]any{"originationNumber": "EXAMPLE"}, func(in *inbox.Incoming) { in.From.Address = "EXAMPLE" }},
		{"one to a short code", nil, map[string]any{"destinationNumber": "12345"}, func(in *inbox.Incoming) { in.Recipients[0] = "12345" }},
		{"numbers without plus signs", nil, map[string]any{"originationNumber": "12125550142", "destinationNumber": "12125550100"}, func(in *inbox.Incoming) {
			in.From.Address, in.Recipients[0] = "+12125550142", "+12125550100"
		}},
		{"a time of another zone", map[string]any{"Timestamp": "2026-03-02T10:00:02.417999+01:00"}, nil, func(*inbox.Incoming) {}},
		{"a field that nobody knows", map[string]any{"Extra": 1}, map[string]any{"extra": []int{1}}, func(*inbox.Incoming) {}},
	}
	for _, tt := range tests {
		got, err := Incoming(envelope(t, tt.notification, tt.text))
		if want := usual(tt.change); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\n got %+v\nwant %+v", tt.name, err, got, want)
		}
	}
}

func TestWhatCanNeverBeATextIsSaidWithoutQuotingIt(t *testing.T) {
	tests := []struct {
		name     string
		envelope []byte
		want     string
	}{
		{"nothing", nil, "no SNS notification"},
		{"no JSON", []byte("secret"), "no SNS notification"},
		{"a list", []byte("[]"), "no SNS notification"},
		{"the text itself, without its notification", []byte(`{"originationNumber":"+15550142","messageBody":"secret"}`), "Timestamp"},
		{"no time", envelope(t, map[string]any{"Timestamp": nil}, nil), "Timestamp"},
		{"a time that is none", envelope(t, map[string]any{"Timestamp": "secret"}, nil), "Timestamp"},
		{"no message", envelope(t, map[string]any{"Message": nil}, nil), "Message"},
		{"a message that is no JSON", envelope(t, map[string]any{"Message": "secret"}, nil), "Message"},
		{"a number as the body", envelope(t, nil, map[string]any{"messageBody": 15550142}), "Message"},
		{"no body", envelope(t, nil, map[string]any{"messageBody": nil}), "messageBody"},
		{"nobody who wrote", envelope(t, nil, map[string]any{"originationNumber": nil}), "no originationNumber"},
		{"somebody who cannot be", envelope(t, nil, map[string]any{"originationNumber": "secret@example.org"}), "originationNumber is no number"},
		{"no number of ours", envelope(t, nil, map[string]any{"destinationNumber": ""}), "no destinationNumber"},
		{"a name in its place", envelope(t, nil, map[string]any{"destinationNumber": "secret"}), "destinationNumber is no number"},
		{"no id at all", envelope(t, map[string]any{"MessageId": nil}, map[string]any{"inboundMessageId": ""}), "inboundMessageId"},
	}
	for _, tt := range tests {
		in, err := Incoming(tt.envelope)
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "5550") {
			t.Errorf("%s: %v, want a word on %s", tt.name, err, tt.want)
		}
		if !reflect.DeepEqual(in, inbox.Incoming{}) {
			t.Errorf("%s: %+v", tt.name, in)
		}
	}
}

func FuzzIncoming(f *testing.F) {
	f.Add(envelope(f, nil, nil))
	f.Add(envelope(f, map[string]any{"Timestamp": "2026-03-02T10:00:02+01:00"}, map[string]any{"messageBody": "", "originationNumber": "EXAMPLE", "messageKeyword": strings.Repeat("é", 80)}))
	f.Add([]byte(`{"Message":"{\"messageBody\":null,\"destinationNumber\":\"12345\"}","Timestamp":"0000-01-01T00:00:00Z"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		in, err := Incoming(data)
		if err != nil {
			if !reflect.DeepEqual(in, inbox.Incoming{}) || len(err.Error()) > 200 {
				t.Errorf("%+v, %v", in, err)
			}
			return
		}
		if in.ProviderID == "" || len(in.Recipients) != 1 || in.Text != in.Full || !utf8.ValidString(in.Text) || in.Received.Location() != time.UTC {
			t.Errorf("%+v", in)
		}
		for _, address := range []string{in.Recipients[0], in.From.Address} {
			if p, err := ParseParty(address); err != nil || p.Value != address {
				t.Errorf("%q is %+v, %v", address, p, err)
			}
		}
		for _, fact := range in.Facts {
			if word := fact.Detail["keyword"]; !utf8.ValidString(word) || len(word) > maxProviderWord {
				t.Errorf("keyword %q", word)
			}
		}
	})
}
