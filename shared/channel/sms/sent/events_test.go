package sent_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/pinpointsmsvoicev2/types"

	"confab/shared/channel/sms/sent"
	"confab/shared/inbox"
)

// event is one as AWS publishes it, with some fields changed; nil leaves one out.
func event(t *testing.T, changes map[string]any) []byte {
	t.Helper()
	e := map[string]any{
		"eventType": "TEXT_DELIVERED", "eventVersion": "1.0", "eventTimestamp": 1772442005250, "isFinal": true,
		"originationPhoneNumber": "+15550100", "destinationPhoneNumber": "+15550142", "isoCountryCode": "US",
		"messageId": "862a8790", "messageRequestTimestamp": 1772442003000, "messageEncoding": "GSM", "messageType": "TRANSACTIONAL",
		"messageStatus": "DELIVERED", "messageStatusDescription": "What AWS adds",
		"context":           map[string]string{"conversation": "C1", "message": "M1"},
		"totalMessageParts": 1, "totalMessagePrice": 0.00581, "totalCarrierFee": 0.003,
	}
	for name, value := range changes {
		e[name] = value
		if value == nil {
			delete(e, name)
		}
	}
	data, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestAnEventTellsWhoseTextItIsAndWhatBecameOfIt(t *testing.T) {
	got, ok, err := sent.Events(event(t, nil))
	want := []inbox.DeliveryEvent{{
		ProviderID: "862a8790", MessageID: "862a8790", Conversation: "C1", Message: "M1", State: inbox.Delivered,
		Recipients: []string{"+15550142"}, At: time.Date(2026, 3, 2, 9, 0, 5, 250_000_000, time.UTC),
	}}
	if err != nil || !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("read as %+v, %v, %v", got, ok, err)
	}
	got, _, err = sent.Events(event(t, map[string]any{"context": nil, "eventType": "MEDIA_SUCCESSFUL"}))
	if err != nil || len(got) != 1 || got[0].Conversation != "" || got[0].Message != "" || got[0].ProviderID != "862a8790" || got[0].State != inbox.Sent {
		t.Errorf("without a context it is read as %+v, %v", got, err)
	}
}

// What becomes known of a text by each type of event that AWS has for texts.
func TestEveryTypeOfEventIsKnown(t *testing.T) {
	states := map[inbox.DeliveryState]string{
		inbox.Sent:      "QUEUED PENDING SENT SUCCESSFUL UNKNOWN",
		inbox.Delivered: "DELIVERED",
		inbox.Failed: "BLOCKED CARRIER_BLOCKED CARRIER_UNREACHABLE INVALID INVALID_MESSAGE PROTECT_BLOCKED SPAM TTL_EXPIRED UNREACHABLE " +
			"FILE_INACCESSIBLE FILE_TYPE_UNSUPPORTED FILE_SIZE_EXCEEDED",
	}
	state := map[string]inbox.DeliveryState{}
	for s, names := range states {
		for name := range strings.FieldsSeq(names) {
			state[name] = s
		}
	}
	told := 0
	for _, kind := range types.EventType("").Values() {
		medium, name, _ := strings.Cut(string(kind), "_")
		if medium != "TEXT" && medium != "MEDIA" || name == "ALL" { // ALL is only subscribed to
			continue
		}
		got, ok, err := sent.Events(event(t, map[string]any{"eventType": kind}))
		if err != nil || !ok || len(got) != 1 {
			t.Errorf("%s is read as %+v, %v, %v", kind, got, ok, err)
			continue
		}
		told++
		if got[0].State != state[name] {
			t.Errorf("%s makes a text %q, want %q", kind, got[0].State, state[name])
		}
		if said := strings.HasSuffix(got[0].Reason, ". AWS says: What AWS adds"); said != (state[name] == inbox.Failed || name == "UNKNOWN") {
			t.Errorf("%s says %q", kind, got[0].Reason)
		}
		if got[0].Hard {
			t.Errorf("%s would stop mail to an address", kind)
		}
	}
	if told < 30 {
		t.Errorf("only %d types", told)
	}
}

func TestAFailureThatIsNotFinalChangesNothing(t *testing.T) {
	for kind, events := range map[string]int{"TEXT_UNREACHABLE": 0, "MEDIA_CARRIER_UNREACHABLE": 0, "TEXT_PENDING": 1, "TEXT_SUCCESSFUL": 1, "TEXT_INVENTED_SINCE": 0} {
		got, ok, err := sent.Events(event(t, map[string]any{"eventType": kind, "isFinal": false}))
		if err != nil || !ok || len(got) != events {
			t.Errorf("%s: %+v, %v, %v", kind, got, ok, err)
		}
	}
}

func TestAnEventOfNothingKnownIsAnError(t *testing.T) {
	for name, changes := range map[string]map[string]any{
		"no id":                 {"messageId": nil},
		"no time":               {"eventTimestamp": nil},
		"a time that is a word": {"eventTimestamp": "today"},
		"a context of numbers":  {"context": map[string]int{"message": 1}},
	} {
		if got, ok, err := sent.Events(event(t, changes)); !ok || err == nil || len(got) != 0 || strings.Contains(err.Error(), "+15550142") {
			t.Errorf("%s: %+v, %v, %v", name, got, ok, err)
		}
	}
}

func TestOtherEventsAreLeftToOthers(t *testing.T) {
	for _, other := range []string{
		``, `{`, `[]`, `"TEXT_DELIVERED"`, `{}`, `{"eventType": 1}`, `{"eventType": "TEXTILE"}`, `{"eventType": "VOICE_ANSWERED", "messageId": "1"}`,
		`{"eventType": "Delivery", "mail": {"messageId": "1"}}`, `{"notificationType": "Bounce", "mail": {"messageId": "1"}}`,
	} {
		if got, ok, err := sent.Events([]byte(other)); ok || err != nil || len(got) != 0 {
			t.Errorf("%s: %+v, %v, %v", other, got, ok, err)
		}
	}
}

func FuzzEvents(f *testing.F) {
	f.Add([]byte(`{"eventType": "TEXT_BLOCKED", "isFinal": true, "messageId": "1", "eventTimestamp": 1, "context": {"message": "M1"}}`))
	f.Add([]byte(`{"eventType": "MEDIA_UNKNOWN", "messageId": "1", "eventTimestamp": 99999999999999999}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, ok, err := sent.Events(data)
		if (!ok || err != nil) && len(list) > 0 {
			t.Errorf("%+v of what is none, or broken", list)
		}
		for _, e := range list {
			if e.ProviderID == "" || e.State == "" || e.State == inbox.Failed && e.Reason == "" {
				t.Errorf("%+v tells nothing", e)
			}
		}
	})
}
