package outgoing

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http/httptrace"
	"regexp"
	"slices"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sesv2/types"
	"github.com/aws/smithy-go"
)

// What became of a mail that Send did not get accepted. Every error of Send is
// exactly one of them.
var (
	// ErrRefused: SES will never send this mail as it is.
	ErrRefused = errors.New("mail refused")
	// ErrThrottled: the mail was certainly not sent, and may be later.
	ErrThrottled = errors.New("mail not sent, try later")
	// ErrUnknown: the mail may have been sent. Trying again may send it twice.
	ErrUnknown = errors.New("unknown whether mail was sent")
)

// maxRecipients is SES's limit for one call.
// Source: Service quotas in Amazon SES.
const maxRecipients = 50

// SESClient is the one call of *sesv2.Client that sending needs.
type SESClient interface {
	SendEmail(ctx context.Context, in *sesv2.SendEmailInput, options ...func(*sesv2.Options)) (*sesv2.SendEmailOutput, error)
}

// SES sends composed mail through Amazon SES.
type SES struct {
	client           SESClient
	configurationSet string
}

// NewSES returns a sender. The configuration set, which publishes what becomes
// of each mail, may be empty.
func NewSES(client SESClient, configurationSet string) *SES {
	return &SES{client: client, configurationSet: configurationSet}
}

// Envelope says from and to whom a mail goes, whatever its header says.
type Envelope struct {
	From string   // empty: the mail's own From
	To   []string // everybody: To, Cc and Bcc
}

// tagPattern is what SES takes for names and values of tags.
// Source: MessageTag, Amazon SES API v2 reference.
var tagPattern = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// Send hands raw to SES once, without the SDK's retries, and returns SES's bare
// message id. The tags come back with each event about the mail.
//
// Errors are ErrRefused, ErrThrottled or ErrUnknown by errors.Is, and wrap what
// SES said.
func (s *SES) Send(ctx context.Context, e Envelope, raw []byte, tags map[string]string) (messageID string, err error) {
	if len(e.To) == 0 || len(e.To) > maxRecipients {
		return "", fmt.Errorf("%w: %d recipients, SES takes 1 to %d", ErrRefused, len(e.To), maxRecipients)
	}
	in := &sesv2.SendEmailInput{
		Content:     &types.EmailContent{Raw: &types.RawMessage{Data: raw}},
		Destination: &types.Destination{ToAddresses: e.To},
	}
	if e.From != "" {
		in.FromEmailAddress = aws.String(e.From)
	}
	if s.configurationSet != "" {
		in.ConfigurationSetName = aws.String(s.configurationSet)
	}
	for name, value := range tags {
		if !tagPattern.MatchString(name) || !tagPattern.MatchString(value) {
			return "", fmt.Errorf("%w: a tag holds more than letters, digits, _ and -", ErrRefused)
		}
		in.EmailTags = append(in.EmailTags, types.MessageTag{Name: aws.String(name), Value: aws.String(value)})
	}
	slices.SortFunc(in.EmailTags, func(a, b types.MessageTag) int { return compare(*a.Name, *b.Name) })

	var w wire
	out, err := s.client.SendEmail(w.trace(ctx), in, func(o *sesv2.Options) { o.Retryer = aws.NopRetryer{} })
	if err != nil {
		return "", fmt.Errorf("%w: %w", w.classify(err), err)
	}
	if aws.ToString(out.MessageId) == "" {
		return "", fmt.Errorf("%w: SES returned no message id", ErrUnknown)
	}
	return *out.MessageId, nil
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// wire watches how far a request got, for an error alone does not tell a failed
// TLS handshake from a connection lost after the mail was handed over.
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

// classify tells the three outcomes apart. What it does not know is unknown.
func (w *wire) classify(err error) error {
	var response *awshttp.ResponseError
	status := 0
	if errors.As(err, &response) {
		status = response.HTTPStatusCode()
	}
	var api smithy.APIError
	switch {
	case errors.As(err, &api):
		return classifyAPI(api.ErrorCode(), status)
	case status == 429 || status == 401 || status == 403:
		return ErrThrottled
	case status >= 400 && status < 500 && status != 408:
		return ErrRefused
	case status != 0:
		return ErrUnknown
	}
	var params smithy.InvalidParamsError
	var dns *net.DNSError
	var op *net.OpError
	switch {
	case errors.As(err, &params):
		return ErrRefused
	case w.dialled.Load() && !w.written.Load():
		return ErrThrottled
	case errors.As(err, &dns), errors.As(err, &op) && op.Op == "dial":
		return ErrThrottled
	}
	return ErrUnknown
}

// classifyAPI sorts SES's own answers.
// Source: Errors of SendEmail, Amazon SES API v2 reference.
func classifyAPI(code string, status int) error {
	switch code {
	case "MessageRejected", "BadRequestException", "MailFromDomainNotVerifiedException", "NotFoundException", "ValidationException":
		return ErrRefused
	case "TooManyRequestsException", "LimitExceededException", "SendingPausedException", "AccountSuspendedException",
		"ThrottlingException", "Throttling", "RequestThrottled":
		return ErrThrottled
	case "AccessDeniedException", "UnrecognizedClientException", "ExpiredTokenException", "InvalidSignatureException",
		"IncompleteSignature", "MissingAuthenticationTokenException", "OptInRequired", "RequestExpired":
		return ErrThrottled // our own set-up is at fault, not the mail
	}
	switch {
	case status == 429 || status == 401 || status == 403:
		return ErrThrottled
	case status >= 400 && status < 500 && status != 408:
		return ErrRefused
	}
	return ErrUnknown
}
