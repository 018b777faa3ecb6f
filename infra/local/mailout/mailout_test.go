package mailout_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sesv2/types"
	"github.com/aws/smithy-go"
	"github.com/jhillyerd/enmime/v2"

	"confab/infra/local/disk"
	"confab/infra/local/mailout"
)

// stand is a server over a file, its client, and what it published and submitted.
type stand struct {
	*mailout.Server
	client    *sesv2.Client
	outbox    string
	events    chan event
	submitted chan submitted
}

type event struct {
	EventType string
	Mail      struct {
		MessageID   string
		Destination []string
		Tags        map[string][]string
	}
	Bounce struct {
		BounceType        string
		BouncedRecipients []struct{ EmailAddress string }
	}
}

type submitted struct {
	from, to string
	raw      []byte
}

func open(t *testing.T, path string) *stand {
	t.Helper()
	db, err := disk.Open(path, mailout.Schema)
	if err != nil {
		t.Fatal(err)
	}
	s := &stand{events: make(chan event, 100), submitted: make(chan submitted, 10)}
	s.Server = &mailout.Server{
		DB: db, Domains: []string{"in.example.com"},
		Publish: func(_ context.Context, message string) error {
			var envelope struct{ Type, Message string }
			var e event
			if err := errors.Join(json.Unmarshal([]byte(message), &envelope), json.Unmarshal([]byte(envelope.Message), &e)); err != nil || envelope.Type != "Notification" {
				t.Errorf("notification %s: %v", message, err)
			}
			s.events <- e
			return nil
		},
		Submit: func(_ context.Context, from, to string, raw []byte) error {
			s.submitted <- submitted{from, to, raw}
			return nil
		},
	}
	api, outbox := httptest.NewServer(s.API()), httptest.NewServer(s.Outbox())
	s.outbox = outbox.URL
	s.client = sesv2.NewFromConfig(aws.Config{
		Region: "us-east-1", BaseEndpoint: &api.URL, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
	})
	t.Cleanup(func() { api.Close(); outbox.Close(); db.Close() })
	return s
}

func newStand(t *testing.T) *stand { return open(t, filepath.Join(t.TempDir(), "local.db")) }

func (s *stand) run(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() { s.Run(ctx) })
	t.Cleanup(func() { cancel(); done.Wait() })
}

func (s *stand) wait(t *testing.T, want string) event {
	t.Helper()
	select {
	case e := <-s.events:
		if e.EventType != want {
			t.Fatalf("event = %+v, want %s", e, want)
		}
		return e
	case <-time.After(10 * time.Second):
		t.Fatalf("no %s event came", want)
		panic("unreachable")
	}
}

const plain = "From: Support <support@in.example.com>\r\nTo: ann@example.org\r\nReply-To: token@in.example.com\r\nSubject: Your order\r\n" +
	"Message-ID: <ours@in.example.com>\r\nDate: Mon, 1 Jan 2001 00:00:00 +0000\r\nReferences: <first@example.org>\r\n <synthetic@in.example.com>\r\n\r\nIt is on its way.\r\n"

func mail(raw string, to ...string) *sesv2.SendEmailInput {
	return &sesv2.SendEmailInput{
		FromEmailAddress: aws.String("support@in.example.com"), Destination: &types.Destination{ToAddresses: to},
		Content:   &types.EmailContent{Raw: &types.RawMessage{Data: []byte(raw)}},
		EmailTags: []types.MessageTag{{Name: aws.String("message"), Value: aws.String("01ABC")}},
	}
}

func (s *stand) send(t *testing.T, to string) string {
	t.Helper()
	out, err := s.client.SendEmail(t.Context(), mail(plain, to))
	if err != nil {
		t.Fatal(err)
	}
	return *out.MessageId
}

func TestAMailIsKeptAsItGoesOverTheWireAndReportedOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "local.db")
	id := open(t, path).send(t, "Ann <ann@example.org>")
	s := open(t, path) // as after a restart before any event was published
	s.run(t)
	m, err := s.Mail(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(m.Destination, []string{"ann@example.org"}) || m.Source != "support@in.example.com" {
		t.Errorf("envelope = %s → %v", m.Source, m.Destination)
	}
	if !strings.HasPrefix(m.MIME, "Message-ID: <"+id+"@email.amazonses.com>\r\nDate: ") || strings.Contains(m.MIME, "ours@") || strings.Contains(m.MIME, "2001") {
		t.Errorf("wire form = %s", m.MIME)
	}
	if !strings.Contains(m.MIME, "References: <first@example.org>\r\n <synthetic@in.example.com>\r\n\r\nIt is") {
		t.Errorf("other headers or the body changed: %s", m.MIME)
	}
	for _, want := range []string{"Send", "Delivery"} {
		e := s.wait(t, want)
		if e.Mail.MessageID != id || !slices.Equal(e.Mail.Tags["message"], []string{"01ABC"}) {
			t.Errorf("event = %+v", e)
		}
	}
}

func TestWhatSESRefusesIsRefused(t *testing.T) {
	with := func(change func(*sesv2.SendEmailInput)) *sesv2.SendEmailInput {
		in := mail(plain, "ann@example.org")
		change(in)
		return in
	}
	attachment := "From: support@in.example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhi\r\n--b\r\n" +
		"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"Run.EXE\"\r\n\r\nx\r\n--b--\r\n"
	tests := []struct {
		name string
		in   *sesv2.SendEmailInput
		want string
	}{
		{"nobody to send to", mail(plain), "BadRequestException"},
		{"more than 50 recipients", mail(plain, slices.Repeat([]string{"ann@example.org"}, 51)...), "BadRequestException"},
		{"a recipient that is no address", mail(plain, "ann at home"), "BadRequestException"},
		{"a sender of a domain not verified", with(func(in *sesv2.SendEmailInput) { in.FromEmailAddress = aws.String("a@example.org") }), "MessageRejected"},
		{"a From header of a domain not verified", mail(strings.Replace(plain, "support@in.", "support@", 1), "ann@example.org"), "MessageRejected"},
		{"no From at all", with(func(in *sesv2.SendEmailInput) {
			in.FromEmailAddress, in.Content.Raw.Data = nil, []byte("To: ann@example.org\r\n\r\nhi")
		}), "MessageRejected"},
		{"a file that may carry a program", mail(attachment, "ann@example.org"), "MessageRejected"},
		{"a tag with a space", with(func(in *sesv2.SendEmailInput) { in.EmailTags[0].Value = aws.String("a b") }), "BadRequestException"},
		{"content that is not raw", with(func(in *sesv2.SendEmailInput) {
			in.Content = &types.EmailContent{Simple: &types.Message{Subject: &types.Content{Data: aws.String("s")}, Body: &types.Body{}}}
		}), "BadRequestException"},
	}
	s := newStand(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := s.client.SendEmail(t.Context(), tt.in)
			if api := smithy.APIError(nil); !errors.As(err, &api) || api.ErrorCode() != tt.want {
				t.Errorf("error = %v, want %s", err, tt.want)
			}
		})
	}
	if mails, err := s.Mails(t.Context(), 10); len(mails) != 0 || err != nil {
		t.Errorf("%d mails were taken, %v", len(mails), err)
	}
}

func TestMailAbove40MBIsRefusedBeforeItIsRead(t *testing.T) {
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/v2/email/outbound-emails", strings.NewReader("{}"))
	r.ContentLength = 60 << 20
	w := httptest.NewRecorder()
	newStand(t).API().ServeHTTP(w, r)
	if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "Message length is more than") {
		t.Errorf("answer = %d %s", w.Code, w.Body)
	}
}

func TestFaultsFailACallBeforeOrAfterTheMailIsTaken(t *testing.T) {
	for fault, want := range map[mailout.Fault]struct {
		code string
		sent int
	}{
		mailout.ServerError: {"InternalServiceErrorException", 0},
		mailout.Throttle:    {"TooManyRequestsException", 0},
		mailout.HangUp:      {"", 1},
	} {
		t.Run(string(fault), func(t *testing.T) {
			s := newStand(t)
			s.Inject(fault, 1)
			_, err := s.client.SendEmail(t.Context(), mail(plain, "ann@example.org"))
			api := smithy.APIError(nil)
			if err == nil || errors.As(err, &api) && api.ErrorCode() != want.code {
				t.Errorf("error = %v, want %q", err, want.code)
			}
			mails, err := s.Mails(t.Context(), 10)
			if len(mails) != want.sent || err != nil {
				t.Errorf("%d mails were taken, want %d (%v)", len(mails), want.sent, err)
			}
			s.send(t, "ann@example.org")
		})
	}
}

func TestTheSimulatorsAddressesBounceAndComplain(t *testing.T) {
	s := newStand(t)
	s.run(t)
	s.send(t, "bounce@simulator.amazonses.com")
	s.wait(t, "Send")
	if e := s.wait(t, "Bounce"); e.Bounce.BounceType != "Permanent" || e.Bounce.BouncedRecipients[0].EmailAddress != "bounce@simulator.amazonses.com" {
		t.Errorf("bounce = %+v", e)
	}
	s.send(t, "complaint@simulator.amazonses.com")
	s.wait(t, "Send")
	s.wait(t, "Delivery")
	s.wait(t, "Complaint")
}

func TestMutedEventsComeLater(t *testing.T) {
	s := newStand(t)
	s.Mute(true)
	s.run(t)
	s.send(t, "ann@example.org")
	s.Mute(false)
	s.wait(t, "Send")
	s.wait(t, "Delivery")
}

func (s *stand) post(t *testing.T, path string, form url.Values) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.outbox+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	return resp
}

func TestTheOutboxAnswersAsAClientWould(t *testing.T) {
	s := newStand(t)
	id := s.send(t, "ann@example.org")
	if resp := s.post(t, "/mails/"+id+"/answer", url.Values{"text": {"Thanks!\r\nAnn"}}); resp.StatusCode != http.StatusOK {
		t.Fatalf("answer = %s", resp.Status)
	}
	got := <-s.submitted
	if got.from != "ann@example.org" || got.to != "token@in.example.com" {
		t.Errorf("envelope = %s → %s", got.from, got.to)
	}
	e, err := enmime.ReadEnvelope(strings.NewReader(string(got.raw)))
	if err != nil {
		t.Fatal(err)
	}
	wire := "<" + id + "@email.amazonses.com>"
	for name, want := range map[string]string{
		"Subject": "Re: Your order", "In-Reply-To": wire, "References": "<first@example.org> <synthetic@in.example.com> " + wire, "To": "<token@in.example.com>",
	} {
		if e.GetHeader(name) != want {
			t.Errorf("%s = %q, want %q", name, e.GetHeader(name), want)
		}
	}
	if !strings.Contains(e.Text, "Thanks!") || !strings.Contains(e.Text, "wrote:") || !strings.Contains(e.Text, "> It is on its way.") || !strings.Contains(e.HTML, "gmail_quote") {
		t.Errorf("text = %q\nhtml = %q", e.Text, e.HTML)
	}
}

func TestTheOutboxBouncesAndComplains(t *testing.T) {
	s := newStand(t)
	s.run(t)
	id := s.send(t, "ann@example.org")
	s.wait(t, "Send")
	s.wait(t, "Delivery")
	for path, want := range map[string]string{"bounce": "Bounce", "complain": "Complaint"} {
		if resp := s.post(t, "/mails/"+id+"/"+path, nil); resp.StatusCode != http.StatusOK {
			t.Errorf("%s = %s", path, resp.Status)
		}
		s.wait(t, want)
	}
	if resp := s.post(t, "/mails/none/bounce", nil); resp.StatusCode != http.StatusNotFound {
		t.Errorf("bounce of nothing = %s", resp.Status)
	}
}

func TestTheOutboxShowsWhatWasSent(t *testing.T) {
	s := newStand(t)
	raw := strings.Replace(plain, "Your order", "<em>UHOH</em>", 1)
	if _, err := s.client.SendEmail(t.Context(), mail(raw, "ann@example.org")); err != nil {
		t.Fatal(err)
	}
	var list []struct {
		ID, Subject, Text, MIME string
		ReplyTo                 string `json:"reply_to"`
	}
	read := func(path string) string {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.outbox+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if html := path != "/outbox.json"; html && !strings.Contains(resp.Header.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
			t.Errorf("another page may frame %s and have its buttons pressed", path)
		}
		var b strings.Builder
		if err := resp.Write(&b); err != nil {
			t.Fatal(err)
		}
		_, body, _ := strings.Cut(b.String(), "\r\n\r\n")
		return body
	}
	if err := json.Unmarshal([]byte(read("/outbox.json")), &list); err != nil || len(list) != 1 || list[0].ReplyTo != "token@in.example.com" {
		t.Fatalf("outbox.json = %+v, %v", list, err)
	}
	for _, path := range []string{"/", "/mails/" + list[0].ID} {
		if html := read(path); strings.Contains(html, "<em>") || !strings.Contains(html, "UHOH") {
			t.Errorf("%s shows a subject as markup, or not at all", path)
		}
	}
}
