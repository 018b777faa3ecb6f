package outgoing_test

import (
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"confab/shared/inbox"
)

// handed sends a text and returns what the service was asked, and its receipt.
func handed(t *testing.T, s service, out inbox.Outgoing) (target, body string, accepted inbox.Accepted) {
	t.Helper()
	sender, calls := s.serve(t, func(w http.ResponseWriter, r *http.Request) {
		data, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		target, body = r.Header.Get("X-Amz-Target"), string(data)
		_, _ = io.WriteString(w, s.accept)
	})
	accepted, err := sender.Send(t.Context(), out)
	if err != nil || *calls != 1 {
		t.Fatalf("%d calls, %v", *calls, err)
	}
	return target, body, accepted
}

func TestSNSIsHandedTheTextWithOurNumber(t *testing.T) {
	_, body, accepted := handed(t, services[0], text())
	got, err := url.ParseQuery(body)
	if err != nil {
		t.Fatal(err)
	}
	attributes := map[string]string{}
	for _, entry := range []string{"MessageAttributes.entry.1.", "MessageAttributes.entry.2."} { // in no order
		attributes[got.Get(entry+"Name")] = got.Get(entry + "Value.StringValue")
	}
	if got.Get("Action") != "Publish" || got.Get("PhoneNumber") != "+15550142" || got.Get("Message") != "It left yesterday" ||
		!maps.Equal(attributes, map[string]string{"AWS.MM.SMS.OriginationNumber": "+15550100", "AWS.SNS.SMS.SMSType": "Transactional"}) {
		t.Errorf("handed over %s", got.Encode())
	}
	if accepted != (inbox.Accepted{ProviderID: "t-1", MessageID: "t-1"}) {
		t.Errorf("the receipt is %+v", accepted)
	}
}

func TestEndUserMessagingIsHandedTheTextWithWhatItsEventsNeed(t *testing.T) {
	target, body, accepted := handed(t, services[1], text())
	const want = `{"ConfigurationSetName":"texts","Context":{"conversation":"C1","message":"M1"},"DestinationPhoneNumber":"+15550142",` +
		`"MessageBody":"It left yesterday","MessageType":"TRANSACTIONAL","OriginationIdentity":"+15550100"}`
	if target != "PinpointSMSVoiceV2.SendTextMessage" || sorted(t, body) != want {
		t.Errorf("%s is handed %s", target, sorted(t, body))
	}
	if accepted != (inbox.Accepted{ProviderID: "t-1", MessageID: "t-1"}) {
		t.Errorf("the receipt is %+v", accepted)
	}
}

func TestEndUserMessagingIsToldWhereThePictureIs(t *testing.T) {
	target, body, _ := handed(t, services[1], picture())
	const want = `{"ConfigurationSetName":"texts","Context":{"conversation":"C1","message":"M1"},"DestinationPhoneNumber":"+15550142",` +
		`"MediaUrls":["s3://bucket/m/a/b c.png"],"MessageBody":"It left yesterday","OriginationIdentity":"+15550100"}`
	if target != "PinpointSMSVoiceV2.SendMediaMessage" || sorted(t, body) != want {
		t.Errorf("%s is handed %s", target, sorted(t, body))
	}
	alone := picture()
	alone.Text = ""
	if _, body, _ = handed(t, services[1], alone); strings.Contains(body, "MessageBody") || !strings.Contains(body, "MediaUrls") {
		t.Errorf("a picture without words is handed over as %s", body)
	}
}

func TestWhatCannotBeSentIsRefusedBeforeItIsHandedOver(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*inbox.Outgoing)
		says   string
	}{
		{"a name as the sender", func(o *inbox.Outgoing) { o.From.Address = "EXAMPLE" }, "alphanumeric sender ID"},
		{"a short code as the sender", func(o *inbox.Outgoing) { o.From.Address = "12345" }, "short code"},
		{"no sender", func(o *inbox.Outgoing) { o.From.Address = "" }, "leaves from a number"},
		{"nobody to text", func(o *inbox.Outgoing) { o.To = nil }, "exactly one"},
		{"two to text", func(o *inbox.Outgoing) { o.To = append(o.To, o.To[0]) }, "exactly one"},
		{"somebody in copy", func(o *inbox.Outgoing) { o.Cc = o.To }, "exactly one"},
		{"a short code to text", func(o *inbox.Outgoing) { o.To[0].Address = "12345" }, "exactly one"},
		{"a number and more", func(o *inbox.Outgoing) { o.To[0].Address += "\n" }, "exactly one"},
		{"no words", func(o *inbox.Outgoing) { o.Text = "" }, "empty"},
		{"too many words", func(o *inbox.Outgoing) { o.Text = strings.Repeat("a", 1531) }, "1530"},
		{"too many words beyond GSM", func(o *inbox.Outgoing) { o.Text = strings.Repeat("я", 631) }, "630"},
		{"a file that is not in the bucket", func(o *inbox.Outgoing) { o.Files = []inbox.File{{Name: "a.png"}} }, "files"},
	} {
		for _, s := range services {
			refuses(t, s, c.name, c.change, c.says)
		}
	}
	messaging, plain := services[1], services[0]
	refuses(t, plain, "a picture", func(o *inbox.Outgoing) { *o = picture() }, "Plain SNS carries no files")
	refuses(t, messaging, "two pictures", func(o *inbox.Outgoing) { *o = picture(); o.Media = append(o.Media, o.Media[0]) }, "one file")
	refuses(t, messaging, "a picture too large", func(o *inbox.Outgoing) { *o = picture(); o.Media[0].Size = 2_000_001 }, "2 MB")
	refuses(t, messaging, "a program", func(o *inbox.Outgoing) { *o = picture(); o.Media[0].Type = "application/x-msdownload" }, "type")
}

func refuses(t *testing.T, s service, name string, change func(*inbox.Outgoing), says string) {
	t.Helper()
	sender, calls := s.serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, s.accept) })
	out := text()
	change(&out)
	if _, err := sender.Send(t.Context(), out); outcome(err) != "refused" || !strings.Contains(err.Error(), says) || *calls != 0 {
		t.Errorf("%s, %s: %s after %d calls: %v", s.name, name, outcome(err), *calls, err)
	}
}

func TestTextsAsLongAsCanBeAreHandedOver(t *testing.T) {
	for _, words := range []string{strings.Repeat("a", 1530), strings.Repeat("я", 630), strings.Repeat("😀", 315)} {
		for _, s := range services {
			out := text()
			out.Text = words
			handed(t, s, out)
		}
	}
}
