package outgoing_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/pinpointsmsvoicev2"
	"github.com/aws/aws-sdk-go-v2/service/sns"

	"confab/shared/channel/sms/outgoing"
	"confab/shared/inbox"
)

// service is how a provider is called and how it answers.
type service struct {
	name string
	// sender sends to the endpoint as the functions do, default retries and all.
	sender func(endpoint string, client *http.Client) inbox.Sender
	// refuse answers with a fault as the service's protocol has it.
	refuse func(w http.ResponseWriter, status int, code, reason string)
	// accept answers that the text was taken.
	accept string
}

var local = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: "local", SecretAccessKey: "local"}, nil
})

var services = []service{
	{
		name: "SNS",
		sender: func(endpoint string, client *http.Client) inbox.Sender {
			return outgoing.NewSNS(sns.New(sns.Options{Region: "us-east-1", BaseEndpoint: &endpoint, HTTPClient: client, Credentials: local}))
		},
		refuse: func(w http.ResponseWriter, status int, code, _ string) {
			w.Header().Set("Content-Type", "text/xml")
			w.WriteHeader(status)
			if code != "" {
				_, _ = io.WriteString(w, `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>`+code+
					`</Code><Message>Not that one.</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`)
			}
		},
		accept: `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>t-1</MessageId></PublishResult></PublishResponse>`,
	},
	{
		name: "End User Messaging",
		sender: func(endpoint string, client *http.Client) inbox.Sender {
			return outgoing.NewEndUserMessaging(pinpointsmsvoicev2.New(pinpointsmsvoicev2.Options{
				Region: "us-east-1", BaseEndpoint: &endpoint, HTTPClient: client, Credentials: local,
			}), "texts", "bucket")
		},
		refuse: func(w http.ResponseWriter, status int, code, reason string) {
			w.Header().Set("Content-Type", "application/x-amz-json-1.0")
			w.WriteHeader(status)
			if code != "" {
				_, _ = io.WriteString(w, `{"__type":"com.amazonaws.pinpointsmsvoicev2#`+code+`","Message":"Not that one.","Reason":"`+reason+`"}`)
			}
		},
		accept: `{"MessageId":"t-1"}`,
	},
}

// serve lets the service answer by a handler, and counts how often it is asked.
func (s *service) serve(t *testing.T, handle http.HandlerFunc) (sender inbox.Sender, calls *int) {
	t.Helper()
	calls = new(int)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*calls++
		handle(w, r)
	}))
	t.Cleanup(server.Close)
	return s.sender(server.URL, server.Client()), calls
}

// text is one that can be sent.
func text() inbox.Outgoing {
	return inbox.Outgoing{
		Conversation: "C1", Message: "M1", Text: "It left yesterday",
		From: inbox.Address{Address: "+15550100"}, To: []inbox.Address{{Address: "+15550142"}},
	}
}

// picture is one with a file.
func picture() inbox.Outgoing {
	out := text()
	out.Media = []inbox.Attachment{{Name: "a.png", Type: "image/png", Size: 1000, Key: "m/a/b c.png"}}
	return out
}

// outcome names what an error of Send says.
func outcome(err error) string {
	switch {
	case err == nil:
		return "accepted"
	case errors.Is(err, inbox.ErrNotSent) && errors.Is(err, inbox.ErrRefused):
		return "two things at once"
	case errors.Is(err, inbox.ErrOptedOut):
		return "opted out"
	case errors.Is(err, inbox.ErrRefused):
		return "refused"
	case errors.Is(err, inbox.ErrNotSent):
		return "not sent"
	}
	return "unknown"
}

// sorted is JSON with the names of each object in order.
func sorted(t *testing.T, body string) string {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(body), &value); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
