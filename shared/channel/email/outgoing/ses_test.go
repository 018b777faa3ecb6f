package outgoing

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
)

// clientFor returns an SDK client as the functions have it, default retries and
// all, that calls the given address.
func clientFor(endpoint string, httpClient *http.Client) *sesv2.Client {
	return sesv2.New(sesv2.Options{
		Region:       "us-east-1",
		BaseEndpoint: aws.String(endpoint),
		HTTPClient:   httpClient,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "local", SecretAccessKey: "local"}, nil
		}),
	})
}

var envelope = Envelope{From: "support@example.com", To: []string{"a@example.org", "b@example.org"}}

func TestSendHandsTheMailOverOnce(t *testing.T) {
	var got map[string]any
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"MessageId":"0100018f-example-000000"}`)
	}))
	defer server.Close()
	id, err := NewSES(clientFor(server.URL, server.Client()), "events").Send(context.Background(), envelope, []byte("raw"), map[string]string{"message": "M1", "conversation": "C1"})
	if err != nil || id != "0100018f-example-000000" {
		t.Fatal(id, err)
	}
	sent, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"ConfigurationSetName":"events","Content":{"Raw":{"Data":"cmF3"}},"Destination":{"ToAddresses":["a@example.org","b@example.org"]},` +
		`"EmailTags":[{"Name":"conversation","Value":"C1"},{"Name":"message","Value":"M1"}],"FromEmailAddress":"support@example.com"}`
	if string(sent) != want {
		t.Errorf("sent %s\nwant %s", sent, want)
	}
}

func TestSendTellsTheOutcomesApart(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		code   string
		want   error
	}{
		{"a rejected mail", 400, "MessageRejected", ErrRefused},
		{"a bad request", 400, "BadRequestException", ErrRefused},
		{"an unverified sender domain", 400, "MailFromDomainNotVerifiedException", ErrRefused},
		{"an unknown configuration set", 404, "NotFoundException", ErrRefused},
		{"a rate exceeded", 429, "TooManyRequestsException", ErrThrottled},
		{"a quota exceeded", 400, "LimitExceededException", ErrThrottled},
		{"a paused account", 400, "SendingPausedException", ErrThrottled},
		{"a suspended account", 400, "AccountSuspendedException", ErrThrottled},
		{"a function without permission", 403, "AccessDeniedException", ErrThrottled},
		{"a server's fault", 500, "InternalServiceErrorException", ErrUnknown},
		{"a service not available", 503, "ServiceUnavailable", ErrUnknown},
		{"an answer that is not SES's", 502, "", ErrUnknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			calls := 0
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				calls++
				if c.code != "" {
					w.Header().Set("X-Amzn-ErrorType", c.code)
				}
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, `{"message":"no"}`)
			}))
			defer server.Close()
			_, err := NewSES(clientFor(server.URL, server.Client()), "").Send(context.Background(), envelope, []byte("raw"), nil)
			only(t, err, c.want)
			if calls != 1 {
				t.Errorf("%d calls", calls)
			}
		})
	}
}

// only fails unless err is want and none of the others.
func only(t *testing.T, err, want error) {
	t.Helper()
	for _, outcome := range []error{ErrRefused, ErrThrottled, ErrUnknown} {
		if errors.Is(err, outcome) != errors.Is(outcome, want) {
			t.Errorf("%v: is %v is %v", err, outcome, errors.Is(err, outcome))
		}
	}
}

func TestAConnectionLostAfterTheMailWasHandedOverIsUnknown(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_ = conn.Close()
	}))
	defer server.Close()
	_, err := NewSES(clientFor(server.URL, server.Client()), "").Send(context.Background(), envelope, []byte("raw"), nil)
	only(t, err, ErrUnknown)
}

func TestATimeoutAfterTheMailWasHandedOverIsUnknown(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		cancel()
		<-done
	}))
	defer server.Close()
	defer close(done)
	_, err := NewSES(clientFor(server.URL, server.Client()), "").Send(ctx, envelope, []byte("raw"), nil)
	only(t, err, ErrUnknown)
}

func TestWhatNeverReachedSESMayBeTriedAgain(t *testing.T) {
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	defer secure.Close()
	nameless := &http.Client{Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.DNSError{Err: "no such host", Name: "email.example.com", IsNotFound: true}
	}}}
	stranger := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}}}
	for _, c := range []struct {
		name     string
		endpoint string
		client   *http.Client
	}{
		{"nobody listens", closed.URL, http.DefaultClient},
		{"no such name", "https://email.example.com", nameless},
		{"a certificate of nobody we know", secure.URL, stranger},
	} {
		_, err := NewSES(clientFor(c.endpoint, c.client), "").Send(context.Background(), envelope, []byte("raw"), nil)
		t.Run(c.name, func(t *testing.T) { only(t, err, ErrThrottled) })
	}
}

// brokenClient fails without any network.
type brokenClient struct{ err error }

func (b brokenClient) SendEmail(context.Context, *sesv2.SendEmailInput, ...func(*sesv2.Options)) (*sesv2.SendEmailOutput, error) {
	return &sesv2.SendEmailOutput{}, b.err
}

func TestAnErrorThatSaysNothingIsUnknown(t *testing.T) {
	for _, err := range []error{errors.New("boom"), context.DeadlineExceeded, io.ErrUnexpectedEOF, nil} {
		_, got := NewSES(brokenClient{err}, "").Send(context.Background(), envelope, nil, nil)
		only(t, got, ErrUnknown)
	}
}

func TestSendRefusesWhatSESWould(t *testing.T) {
	ses := NewSES(brokenClient{}, "")
	_, err := ses.Send(context.Background(), Envelope{}, nil, nil)
	only(t, err, ErrRefused)
	_, err = ses.Send(context.Background(), Envelope{To: make([]string, 51)}, nil, nil)
	only(t, err, ErrRefused)
	_, err = ses.Send(context.Background(), envelope, nil, map[string]string{"message": time.Now().String()})
	only(t, err, ErrRefused)
}
