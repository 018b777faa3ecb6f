package texts_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/pinpointsmsvoicev2"

	"confab/infra/local/texts"
)

// inbound is the JSON of a two-way text.
type inbound struct {
	OriginationNumber, DestinationNumber, MessageKeyword, MessageBody, InboundMessageID string
	PreviousPublishedMessageID                                                          *string
}

func (s *stand) write(t *testing.T, in texts.Written) *texts.Text {
	t.Helper()
	in.From, in.To = phone, ours
	written, err := s.Write(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return written
}

func (s *stand) came(t *testing.T) (inbound, events.SNSEntity) {
	t.Helper()
	envelope := await(t, "a text", s.arrived)
	var in inbound
	if err := json.Unmarshal([]byte(envelope.Message), &in); err != nil {
		t.Fatal(err)
	}
	return in, envelope
}

func (s *stand) silent(t *testing.T) {
	t.Helper()
	select {
	case e := <-s.arrived:
		t.Errorf("a text came in: %s", e.Message)
	default:
	}
}

func TestATextComesInAsThroughSNS(t *testing.T) {
	s := newStand(t)
	written := s.write(t, texts.Written{Body: "Hello\n\"there\" 😀"})
	in, envelope := s.came(t)
	if in.OriginationNumber != phone || in.DestinationNumber != ours || in.MessageBody != written.Body || in.InboundMessageID != written.ID || in.PreviousPublishedMessageID != nil {
		t.Errorf("text = %+v", in)
	}
	if !envelope.Timestamp.Equal(written.At) || envelope.Subject != "" {
		t.Errorf("envelope = %+v", envelope)
	}
	if err := s.Again(t.Context(), written.ID); err != nil {
		t.Fatal(err)
	}
	if _, again := s.came(t); again.MessageID != envelope.MessageID || again.Message != envelope.Message {
		t.Error("what is sent again is another notification")
	}
	s.write(t, texts.Written{Body: "Hello", ID: written.ID})
	if in, again := s.came(t); again.MessageID == envelope.MessageID || in.InboundMessageID != written.ID {
		t.Error("what comes in once more under its id is the same notification")
	}
	if list := s.on(t); len(list) != 1 {
		t.Errorf("%d texts are on the phone, want 1", len(list))
	}
}

func TestAnAnswerNamesWhatItAnswersButNotAlways(t *testing.T) {
	s := newStand(t)
	id := s.send(t, "What is your size?")
	for i, want := range []bool{true, true, false, true} {
		s.write(t, texts.Written{Body: "M"})
		in, _ := s.came(t)
		if got := in.PreviousPublishedMessageID; (got != nil) != want || got != nil && *got != id {
			t.Errorf("text %d names %v", i, got)
		}
	}
}

func TestATextToANumberThatTheAccountHasNotGoesNowhere(t *testing.T) {
	s := newStand(t)
	if _, err := s.Write(t.Context(), texts.Written{From: phone, To: other, Body: "Hello"}); !errors.Is(err, texts.ErrNoNumber) {
		t.Errorf("error = %v", err)
	}
	if _, err := s.Write(t.Context(), texts.Written{To: ours, Body: "Hello"}); !errors.Is(err, texts.ErrInvalid) {
		t.Errorf("from nobody: %v", err)
	}
	s.set(t, texts.Number{Number: ours, OneWay: true})
	written := s.write(t, texts.Written{Body: "Hello"})
	s.silent(t)
	if err := s.Again(t.Context(), written.ID); !errors.Is(err, texts.ErrNoText) {
		t.Errorf("again: %v", err)
	}
}

func TestAWSAnswersKeywordsWhereItManagesThem(t *testing.T) {
	tests := []struct {
		body, answer string
		arrives      bool
		optedOut     bool
	}{
		{"Stop.", "You have been unsubscribed", false, true},
		{"HELP me", "For help", false, true},
		{"please stop", "", true, true},
		{"start", "You have been resubscribed", true, false},
		{"ARRET", "You have been unsubscribed", false, true},
		{"", "", true, true},
	}
	s := newStand(t)
	s.set(t, texts.Number{Number: ours, Managed: true})
	for _, tt := range tests {
		t.Run(tt.body, func(t *testing.T) {
			s.write(t, texts.Written{Body: tt.body})
			if tt.arrives {
				s.came(t)
			}
			s.silent(t)
			list := s.on(t)
			last := list[len(list)-1]
			if answered := last.Via == texts.ViaManaged; answered != (tt.answer != "") || answered && !strings.HasPrefix(last.Body, tt.answer) {
				t.Errorf("the last text is %+v, want %q", last, tt.answer)
			}
			got, err := s.voice.DescribeOptedOutNumbers(t.Context(), &pinpointsmsvoicev2.DescribeOptedOutNumbersInput{OptOutListName: aws.String(texts.OptOutList)})
			if err != nil || (len(got.OptedOutNumbers) == 1) != tt.optedOut {
				t.Errorf("list = %+v, %v", got, err)
			}
		})
	}
	s.set(t, texts.Number{Number: ours})
	s.write(t, texts.Written{Body: "STOP"})
	s.came(t)
	if list := s.on(t); list[len(list)-1].Via != texts.ViaPhone {
		t.Error("AWS answers a keyword that is left to Confab")
	}
}

// ask asks the pages, and decodes their answer unless out is nil.
func (s *stand) ask(t *testing.T, method, path, body string, out any) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.pages+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err == nil && out != nil {
		err = json.Unmarshal(data, out)
	}
	if err != nil {
		t.Fatalf("%s %s: %s %v", method, path, data, err)
	}
	return resp
}

type shown struct {
	Fate     string
	OptedOut bool `json:"opted_out"`
	Texts    []struct {
		ID, Via, Body, Encoding, Media string
		ForcedBy                       string `json:"forced_by"`
		Units                          int
		Segments, Events               []string
		Reached, Again                 bool
	}
}

func TestThePagesShowBothSidesSegmentBySegment(t *testing.T) {
	s := newStand(t)
	s.run(t)
	s.ask(t, "POST", "/texts", `{"from":"`+phone+`","to":"`+ours+`","body":"Où est ma commande ?"}`, nil)
	long := strings.Repeat("é", 160) + "!"
	s.send(t, long)
	await(t, "an event", s.told)
	await(t, "an event", s.told)
	s.send(t, "En route 🚚")
	await(t, "an event", s.told)
	await(t, "an event", s.told)
	var got shown
	for path := "/phones/" + url.PathEscape(phone); len(got.Texts) != 3 || len(got.Texts[2].Events) != 2; {
		got = shown{}
		s.ask(t, "GET", path, "", &got) // events are told just before they are shown
	}
	mine, first, second := got.Texts[0], got.Texts[1], got.Texts[2]
	if mine.Via != "phone" || !mine.Reached || !mine.Again || len(mine.Segments) != 1 {
		t.Errorf("written = %+v", mine)
	}
	if first.Encoding != "GSM-7" || first.Units != 161 || len(first.Segments) != 2 || strings.Join(first.Segments, "") != long || !first.Reached || first.Again {
		t.Errorf("sent = %+v", first)
	}
	if second.Encoding != "UCS-2" || second.ForcedBy != "🚚" || len(second.Segments) != 1 {
		t.Errorf("sent = %+v", second)
	}
}

func TestThePagesChangeWhatPhonesAndNumbersDo(t *testing.T) {
	s := newStand(t)
	var got shown
	s.ask(t, "POST", "/phones/"+phone, `{"fate":"blocked","opted_out":true}`, &got)
	if got.Fate != "blocked" || !got.OptedOut {
		t.Errorf("phone = %+v", got)
	}
	s.ask(t, "POST", "/phones/"+phone, `{"opted_out":false}`, &got)
	if got.Fate != "blocked" || got.OptedOut {
		t.Errorf("phone = %+v", got)
	}
	s.ask(t, "POST", "/numbers", `{"number":"`+other+`","status":"PENDING","managed":true}`, nil)
	var all struct{ Numbers []texts.Number }
	s.ask(t, "GET", "/phones.json", "", &all)
	if want := (texts.Number{Number: other, Status: "PENDING", Managed: true}); len(all.Numbers) != 2 || all.Numbers[1] != want {
		t.Errorf("numbers = %+v", all.Numbers)
	}
	for _, tt := range []struct {
		method, path, body string
		want               int
	}{
		{"POST", "/numbers", `{"number":"Example"}`, http.StatusBadRequest},
		{"POST", "/phones/" + phone, `{"fate":"lucky"}`, http.StatusBadRequest},
		{"POST", "/texts", `not JSON`, http.StatusBadRequest},
		{"POST", "/texts", `{"from":"` + phone + `","to":"+15550177","body":"Hello"}`, http.StatusNotFound},
		{"POST", "/texts/none/again", ``, http.StatusNotFound},
		{"GET", "/texts/none/media", ``, http.StatusNotFound},
		{"GET", "/phone.css", ``, http.StatusOK},
		{"GET", "/phone.js", ``, http.StatusOK},
	} {
		if resp := s.ask(t, tt.method, tt.path, tt.body, nil); resp.StatusCode != tt.want {
			t.Errorf("%s %s = %s, want %d", tt.method, tt.path, resp.Status, tt.want)
		}
	}
}

func TestAnotherPageCanNeitherFrameThePhonesNorPressTheirButtons(t *testing.T) {
	s := newStand(t)
	if policy := s.ask(t, "GET", "/", "", nil).Header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors 'none'") {
		t.Errorf("policy = %s", policy)
	}
	req, err := http.NewRequestWithContext(t.Context(), "POST", s.pages+"/texts", strings.NewReader(`{"from":"`+phone+`","to":"`+ours+`","body":"STOP"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden || len(s.on(t)) != 0 {
		t.Errorf("another page's text = %s", resp.Status)
	}
}

func TestAPictureIsShownAndAnythingElseIsADownload(t *testing.T) {
	s := newStand(t)
	picture := func(key string) string {
		out, err := s.voice.SendMediaMessage(t.Context(), &pinpointsmsvoicev2.SendMediaMessageInput{
			DestinationPhoneNumber: aws.String(phone), OriginationIdentity: aws.String(ours), MediaUrls: []string{"s3://bucket/" + key},
		})
		if err != nil {
			t.Fatal(err)
		}
		return "/texts/" + *out.MessageId + "/media"
	}
	resp := s.ask(t, "GET", picture("cat.png"), "", nil)
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != "image/png" || resp.Header.Get("Content-Disposition") != "" {
		t.Errorf("a picture = %s %v", resp.Status, resp.Header)
	}
	if resp := s.ask(t, "GET", picture("page.html"), "", nil); resp.StatusCode != http.StatusNotFound {
		t.Errorf("a file that did not get through = %s", resp.Status)
	}
}
