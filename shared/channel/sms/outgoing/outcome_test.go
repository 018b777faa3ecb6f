package outgoing_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestSendTellsTheOutcomesApart(t *testing.T) {
	for _, c := range []struct {
		name, service string
		status        int
		code, reason  string
		want          string
	}{
		{"a recipient who opted out", "End User Messaging", 400, "ConflictException", "DESTINATION_PHONE_NUMBER_OPTED_OUT", "opted out"},
		{"a number that is not active", "End User Messaging", 400, "ConflictException", "RESOURCE_NOT_ACTIVE", "refused"},
		{"a sandbox", "End User Messaging", 400, "ConflictException", "DESTINATION_PHONE_NUMBER_NOT_VERIFIED", "refused"},
		{"a country that is blocked", "End User Messaging", 400, "ValidationException", "DESTINATION_COUNTRY_BLOCKED", "refused"},
		{"a request that is wrong", "End User Messaging", 400, "ValidationException", "INVALID_PARAMETER", "refused"},
		{"a number that is not ours", "End User Messaging", 400, "ResourceNotFoundException", "", "refused"},
		{"the month's money spent", "End User Messaging", 400, "ServiceQuotaExceededException", "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT", "refused"},
		{"a function without permission", "End User Messaging", 400, "AccessDeniedException", "", "refused"},
		{"an account that may not", "End User Messaging", 400, "AccessDeniedException", "ACCOUNT_DISABLED", "refused"},
		{"a rate exceeded", "End User Messaging", 400, "ThrottlingException", "", "not sent"},
		{"credentials that ended", "End User Messaging", 400, "ExpiredTokenException", "", "not sent"},
		{"a server's fault", "End User Messaging", 500, "InternalServerException", "", "unknown"},

		{"a recipient who opted out", "SNS", 400, "OptedOut", "", "opted out"},
		{"a request that is wrong", "SNS", 400, "InvalidParameter", "", "refused"},
		{"a value that is wrong", "SNS", 400, "ParameterValueInvalid", "", "refused"},
		{"a function without permission", "SNS", 403, "AuthorizationError", "", "refused"},
		{"what is not there", "SNS", 404, "NotFound", "", "refused"},
		{"a rate exceeded", "SNS", 429, "Throttled", "", "not sent"},
		{"a rate exceeded, in the words of the gateway", "SNS", 400, "Throttling", "", "not sent"},
		{"credentials that ended", "SNS", 403, "ExpiredToken", "", "not sent"},
		{"a signature that does not match", "SNS", 403, "SignatureDoesNotMatch", "", "not sent"},
		{"a server's fault", "SNS", 500, "InternalError", "", "unknown"},

		{"a service not available", "", 503, "ServiceUnavailable", "", "unknown"},
		{"an answer that is not AWS's", "", 502, "", "", "unknown"},
		{"a timeout of a proxy", "", 408, "RequestTimeout", "", "unknown"},
		{"a rate exceeded, in nobody's words", "", 429, "", "", "not sent"},
		{"a fault that AWS invented since", "", 400, "InventedException", "", "refused"},
	} {
		for _, s := range services {
			if c.service != "" && c.service != s.name {
				continue
			}
			t.Run(s.name+", "+c.name, func(t *testing.T) {
				sender, calls := s.serve(t, func(w http.ResponseWriter, _ *http.Request) { s.refuse(w, c.status, c.code, c.reason) })
				_, err := sender.Send(t.Context(), text())
				if got := outcome(err); got != c.want {
					t.Errorf("%s, want %s: %v", got, c.want, err)
				}
				if *calls != 1 {
					t.Errorf("%d calls", *calls)
				}
				var coded interface{ ErrorCode() string }
				if c.code != "" && (!errors.As(err, &coded) || coded.ErrorCode() != c.code) {
					t.Errorf("AWS's own code is not in %#v", err)
				}
			})
		}
	}
}

func TestARefusalIsASentence(t *testing.T) {
	for _, c := range []struct {
		code, reason, want string
	}{
		{"ConflictException", "DESTINATION_PHONE_NUMBER_NOT_VERIFIED", "The AWS account is in the sandbox, in which only verified numbers can be texted."},
		{"ServiceQuotaExceededException", "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT", "The AWS account's monthly spending limit for texts is reached."},
		{"AccessDeniedException", "ACCOUNT_DISABLED", "AWS has disabled texting in this account: ask AWS Support."},
		{"ValidationException", "COUNTRY_NOT_ENABLED", "Texts to the contact's country are not enabled in the AWS account."},
		{"ValidationException", "OTHER", "AWS refused the text: Not that one (OTHER)."},
		{"ResourceNotFoundException", "", "AWS refused the text: Not that one (ResourceNotFoundException)."},
	} {
		messaging := services[1]
		sender, _ := messaging.serve(t, func(w http.ResponseWriter, _ *http.Request) { messaging.refuse(w, 400, c.code, c.reason) })
		if _, err := sender.Send(t.Context(), text()); err == nil || err.Error() != c.want {
			t.Errorf("%s %s says %v", c.code, c.reason, err)
		}
	}
}

func TestAConnectionLostAfterTheTextWasHandedOverIsUnknown(t *testing.T) {
	for _, s := range services {
		sender, _ := s.serve(t, func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			conn, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			_ = conn.Close()
		})
		if _, err := sender.Send(t.Context(), text()); outcome(err) != "unknown" {
			t.Errorf("%s: %v", s.name, err)
		}
	}
}

func TestATimeoutAfterTheTextWasHandedOverIsUnknown(t *testing.T) {
	for _, s := range services {
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		sender, _ := s.serve(t, func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			cancel()
			<-done
		})
		if _, err := sender.Send(ctx, text()); outcome(err) != "unknown" {
			t.Errorf("%s: %v", s.name, err)
		}
		close(done)
	}
}

func TestAnAnswerWithoutAnIDIsUnknown(t *testing.T) {
	for _, s := range services {
		sender, _ := s.serve(t, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, strings.ReplaceAll(s.accept, "t-1", ""))
		})
		if _, err := sender.Send(t.Context(), text()); outcome(err) != "unknown" {
			t.Errorf("%s: %v", s.name, err)
		}
	}
}

func TestWhatNeverReachedAWSMayBeTriedAgain(t *testing.T) {
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	defer secure.Close()
	nameless := &http.Client{Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.DNSError{Err: "no such host", Name: "sms-voice.example.com", IsNotFound: true}
	}}}
	stranger := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}}}
	for _, c := range []struct {
		name, endpoint string
		client         *http.Client
	}{
		{"nobody listens", closed.URL, http.DefaultClient},
		{"no such name", "https://sms-voice.example.com", nameless},
		{"a certificate of nobody we know", secure.URL, stranger},
	} {
		for _, s := range services {
			if _, err := s.sender(c.endpoint, c.client).Send(t.Context(), text()); outcome(err) != "not sent" {
				t.Errorf("%s, %s: %v", s.name, c.name, err)
			}
		}
	}
}
