package outgoing

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"

	"confab/shared/inbox"
)

// wire watches how far a request got, for an error alone does not tell a failed
// TLS handshake from a connection lost after the text was handed over.
type wire struct {
	dialled atomic.Bool
	written atomic.Bool
}

func (w *wire) trace(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:      func(string) { w.dialled.Store(true) },
		WroteHeaders: func() { w.written.Store(true) },
	})
}

// outcome makes of a failed call what a sender may say of it. What is not known
// to be one or the other stays as it is, and nobody knows.
func (w *wire) outcome(err error) error {
	var api smithy.APIError
	var response *awshttp.ResponseError
	var params smithy.InvalidParamsError
	status := 0
	if errors.As(err, &response) {
		status = response.HTTPStatusCode()
	}
	switch {
	case errors.As(err, &api):
		return answered(err, api, status)
	case status != 0:
		return unexplained(err, status)
	case errors.As(err, &params):
		return &refusal{inbox.ErrRefused, "The text cannot be sent as it is.", err}
	case w.dialled.Load() && !w.written.Load():
		return fmt.Errorf("%w: %w", inbox.ErrNotSent, err)
	}
	return err
}

// ours are answers that say nothing of the text: the function's own credentials
// are not right, for a moment or until somebody mends them.
// Source: Common errors, AWS End User Messaging SMS and voice API v2 reference.
var ours = map[string]bool{
	"ExpiredTokenException": true, "ExpiredToken": true, "IncompleteSignature": true, "InvalidClientTokenId": true,
	"InvalidSignatureException": true, "MissingAuthenticationTokenException": true, "RequestExpired": true,
	"SignatureDoesNotMatch": true, "UnrecognizedClientException": true,
}

// answered sorts a provider's own answer. Its name for the fault decides before
// the status of HTTP, where it says more.
func answered(err error, api smithy.APIError, status int) error {
	code := api.ErrorCode()
	_, throttled := retry.DefaultThrottleErrorCodes[code]
	switch {
	case throttled || code == "Throttled" || ours[code]:
		return fmt.Errorf("%w: %w", inbox.ErrNotSent, err)
	case status >= 400 && status < 500 && status != http.StatusTooManyRequests && status != http.StatusRequestTimeout:
		return refusalOf(err, api)
	}
	return unexplained(err, status)
}

// unexplained sorts an answer by its status alone.
func unexplained(err error, status int) error {
	switch {
	case status == http.StatusTooManyRequests, status == http.StatusUnauthorized, status == http.StatusForbidden:
		return fmt.Errorf("%w: %w", inbox.ErrNotSent, err)
	case status >= 400 && status < 500 && status != http.StatusRequestTimeout:
		return &refusal{inbox.ErrRefused, fmt.Sprintf("AWS refused the text and did not say why (HTTP %d).", status), err}
	}
	return err
}
