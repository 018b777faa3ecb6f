package texts

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"

	"github.com/google/uuid"
)

// VoicePrefix begins the X-Amz-Target of End User Messaging's operations.
const VoicePrefix = "PinpointSMSVoiceV2."

// operations are those that Confab calls, by the name in X-Amz-Target.
var operations = map[string]func(*Server, context.Context, []byte) (any, error){
	"SendTextMessage":         handle((*Server).sendText),
	"SendMediaMessage":        handle((*Server).sendMedia),
	"DescribePhoneNumbers":    handle((*Server).describeNumbers),
	"DescribeOptedOutNumbers": handle((*Server).describeOptedOut),
	"DescribeRegistrations":   handle((*Server).describeRegistrations),
}

// handle makes an operation of a method with typed input. What the input has and
// the stand-in does not know is refused.
func handle[In any](method func(*Server, context.Context, In) (any, error)) func(*Server, context.Context, []byte) (any, error) {
	return func(s *Server, ctx context.Context, body []byte) (any, error) {
		var in In
		decoder := json.NewDecoder(strings.NewReader(string(body)))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&in); err != nil {
			return nil, invalid("INVALID_REQUEST", "this stand-in does not understand the request: %v", err)
		}
		return method(s, ctx, in)
	}
}

func invalid(reason, format string, args ...any) error {
	return &refusal{status: http.StatusBadRequest, code: "ValidationException", reason: reason, message: fmt.Sprintf(format, args...)}
}

func conflict(reason, message string) error {
	return &refusal{status: http.StatusBadRequest, code: "ConflictException", reason: reason, message: message}
}

func missing(resource, id string) error {
	return &refusal{status: http.StatusBadRequest, code: "ResourceNotFoundException", resource: resource, message: resource + " does not exist: " + id}
}

// Voice answers the AWS JSON 1.0 protocol of AWS End User Messaging SMS.
func (s *Server) Voice() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.0")
		w.Header().Set("X-Amzn-Requestid", uuid.NewString())
		body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
		if err != nil {
			failJSON(w, err)
			return
		}
		name := strings.TrimPrefix(r.Header.Get("X-Amz-Target"), VoicePrefix)
		op, ok := operations[name]
		if !ok {
			failJSON(w, invalid("UNKNOWN_OPERATION", "this stand-in has no %s", name))
			return
		}
		fault := Fault("")
		if strings.HasPrefix(name, "Send") {
			fault = s.faults.Next()
		}
		err = voiceFaults(fault, body)
		var out any
		if err == nil {
			out, err = op(s, r.Context(), body)
		}
		if err != nil {
			failJSON(w, err)
			return
		}
		if fault == HangUp {
			panic(http.ErrAbortHandler) // net/http closes the connection
		}
		_ = json.NewEncoder(w).Encode(out) // the client went away
	})
}

func voiceFaults(f Fault, body []byte) error {
	switch f {
	case ServerError:
		return &refusal{status: http.StatusInternalServerError, code: "InternalServerException", message: "failed on demand"}
	case Throttle:
		return &refusal{status: http.StatusBadRequest, code: "ThrottlingException", message: "Rate exceeded"}
	case Reject:
		var in struct{ DestinationPhoneNumber string }
		_ = json.Unmarshal(body, &in) // what is not understood names no number
		return conflict("DESTINATION_PHONE_NUMBER_NOT_VERIFIED", "Destination phone number is not verified: "+in.DestinationPhoneNumber)
	case Spent:
		return &refusal{status: http.StatusBadRequest, code: "ServiceQuotaExceededException", reason: "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT", message: "The monthly spend limit is reached."}
	}
	return nil
}

func failJSON(w http.ResponseWriter, err error) {
	r := asRefusal(err, "InternalServerException")
	w.WriteHeader(r.status)
	answer := map[string]string{"__type": "com.amazonaws.pinpointsmsvoicev2#" + r.code, "Message": r.message}
	if r.reason != "" {
		answer["Reason"] = r.reason
	}
	if r.resource != "" {
		answer["ResourceType"] = r.resource
	}
	_ = json.NewEncoder(w).Encode(answer) // the client went away
}

// outgoing is what the two operations that send have in common.
type outgoing struct {
	DestinationPhoneNumber string
	OriginationIdentity    string
	MessageBody            string
	ConfigurationSetName   string
	Context                map[string]string
	TimeToLive             *int
}

func (s *Server) sendText(ctx context.Context, in struct {
	outgoing
	MessageType string
}) (any, error) {
	switch in.MessageType {
	case "", "TRANSACTIONAL", "PROMOTIONAL":
	default:
		return nil, invalid("FIELD_VALIDATION_FAILED", "MessageType is neither TRANSACTIONAL nor PROMOTIONAL.")
	}
	if in.MessageBody == "" {
		return nil, invalid("MISSING_PARAMETER", "MessageBody is missing.")
	}
	return s.sendVoice(ctx, in.outgoing, "")
}

// Source: the pattern of MediaUrls in "SendMediaMessage", End User Messaging SMS
// and Voice API Reference, version 2.
var mediaURL = regexp.MustCompile(`^s3://[a-z0-9.-]{3,63}/.+$`)

func (s *Server) sendMedia(ctx context.Context, in struct {
	outgoing
	MediaUrls []string // the protocol's spelling
}) (any, error) {
	if len(in.MediaUrls) != 1 || !mediaURL.MatchString(in.MediaUrls[0]) {
		return nil, invalid("FIELD_VALIDATION_FAILED", "MediaUrls must hold one S3 URL.")
	}
	return s.sendVoice(ctx, in.outgoing, in.MediaUrls[0])
}

// sendVoice checks a text as End User Messaging does, and takes it.
func (s *Server) sendVoice(ctx context.Context, in outgoing, media string) (any, error) {
	if err := in.check(media != ""); err != nil {
		return nil, err
	}
	ours, err := s.own(ctx, in.OriginationIdentity)
	switch {
	case errors.Is(err, ErrNoNumber):
		return nil, missing("phone-number", in.OriginationIdentity)
	case err != nil:
		return nil, err
	case in.ConfigurationSetName != "" && in.ConfigurationSetName != s.ConfigurationSet:
		return nil, missing("configuration-set", in.ConfigurationSetName)
	case ours.Status != Active:
		return nil, conflict("RESOURCE_NOT_ACTIVE", "The phone number is not active.")
	case media != "" && ours.Plain:
		return nil, conflict("NUMBER_CAPABILITIES_MISMATCH", "The phone number cannot send media messages.")
	}
	list, err := s.optedOut(ctx)
	if err != nil {
		return nil, err
	}
	if _, opted := list[in.DestinationPhoneNumber]; opted && ours.Managed {
		return nil, conflict("DESTINATION_PHONE_NUMBER_OPTED_OUT", "Destination phone number is opted out: "+in.DestinationPhoneNumber)
	}
	t := &Text{
		Via: ViaVoice, Ours: ours.Number, Phone: in.DestinationPhoneNumber, Body: in.MessageBody, Context: in.Context,
		reported: in.ConfigurationSetName != "",
	}
	var data []byte
	fate := Delivered
	if media != "" {
		t.Media, data, fate = s.file(ctx, media)
		if t.Media == "" {
			t.Media = "application/octet-stream" // nobody could look
		}
	}
	if err := s.take(ctx, t, data, fate); err != nil {
		return nil, err
	}
	return map[string]string{"MessageId": t.ID}, nil
}

// Limits of a text besides its length. Source: "SendTextMessage", End User
// Messaging SMS and Voice API Reference, version 2.
const (
	maxContext      = 5
	maxContextKey   = 100
	maxContextValue = 800
	minLife         = 5      // seconds
	maxLife         = 259200 // seconds
)

func (in outgoing) check(media bool) error {
	switch {
	case !e164.MatchString(in.DestinationPhoneNumber):
		return invalid("FIELD_VALIDATION_FAILED", "DestinationPhoneNumber is not in E.164 format.")
	case in.OriginationIdentity == "":
		return invalid("MISSING_PARAMETER", "OriginationIdentity is missing: this account has neither a pool nor a default.")
	case tooLong(in.MessageBody, media):
		return invalid("MAXIMUM_SIZE_EXCEEDED", "MessageBody is too long.")
	case len(in.Context) > maxContext:
		return invalid("FIELD_VALIDATION_FAILED", "Context has more than %d entries.", maxContext)
	case in.TimeToLive != nil && (*in.TimeToLive < minLife || *in.TimeToLive > maxLife):
		return invalid("FIELD_VALIDATION_FAILED", "TimeToLive must be from %d to %d.", minLife, maxLife)
	}
	for key, value := range in.Context {
		if key == "" || len(key) > maxContextKey || strings.ContainsAny(key, " \t\n") || value == "" || len(value) > maxContextValue || strings.TrimSpace(value) != value {
			return invalid("FIELD_VALIDATION_FAILED", "Context has an entry that is empty, too long or begins or ends with a space.")
		}
	}
	return nil
}
