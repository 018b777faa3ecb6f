package texts

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"unicode/utf8"

	"github.com/google/uuid"
)

// maxPublish is how many characters SNS takes. Source: "Publish", Amazon SNS API
// Reference.
const maxPublish = 1600

// IsPublish tells a request of SNS's query protocol from those of other services.
func IsPublish(r *http.Request) bool {
	return r.Method == http.MethodPost && r.URL.Path == "/" && r.Header.Get("Content-Type") == "application/x-www-form-urlencoded"
}

// SNS answers SNS's one operation that Confab calls, Publish to a phone number.
func (s *Server) SNS() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		fault := s.faults.Next()
		id, err := "", publishFaults(fault)
		if err == nil {
			id, err = s.publish(r)
		}
		if err != nil {
			failXML(w, err)
			return
		}
		if fault == HangUp {
			panic(http.ErrAbortHandler) // net/http closes the connection
		}
		answerXML(w, struct {
			XMLName   xml.Name `xml:"http://sns.amazonaws.com/doc/2010-03-31/ PublishResponse"`
			MessageID string   `xml:"PublishResult>MessageId"`
			RequestID string   `xml:"ResponseMetadata>RequestId"`
		}{MessageID: id, RequestID: uuid.NewString()})
	})
}

func publishFaults(f Fault) error {
	switch f {
	case ServerError:
		return &refusal{status: http.StatusInternalServerError, code: "InternalError", message: "failed on demand"}
	case Throttle:
		return &refusal{status: http.StatusBadRequest, code: "Throttling", message: "Rate exceeded"}
	case Reject:
		return invalidParameter("PhoneNumber Reason: +12125550142 is not valid to publish to")
	case Spent:
		return &refusal{status: http.StatusForbidden, code: "AuthorizationError", message: "No quota left for account"}
	}
	return nil
}

func invalidParameter(format string, args ...any) error {
	return &refusal{status: http.StatusBadRequest, code: "InvalidParameter", message: "Invalid parameter: " + fmt.Sprintf(format, args...)}
}

// publish takes a text as SNS does: the phone's opt-out is no reason to refuse it.
func (s *Server) publish(r *http.Request) (id string, err error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return "", err
	}
	in, err := url.ParseQuery(string(body))
	if err != nil {
		return "", invalidParameter("the request is not understood")
	}
	attributes := attributes(in)
	kind, chosen := attributes["AWS.SNS.SMS.SMSType"], attributes["AWS.MM.SMS.OriginationNumber"]
	switch phone, text := in.Get("PhoneNumber"), in.Get("Message"); {
	case in.Get("Action") != "Publish" || in.Has("TopicArn") || in.Has("TargetArn"):
		return "", &refusal{status: http.StatusBadRequest, code: "InvalidAction", message: "this stand-in publishes to phone numbers only"}
	case !e164.MatchString(phone):
		return "", invalidParameter("PhoneNumber Reason: %s is not valid to publish to", phone)
	case text == "":
		return "", invalidParameter("Empty message")
	case utf8.RuneCountInString(text) > maxPublish:
		return "", invalidParameter("Message too long")
	case kind != "" && kind != "Transactional" && kind != "Promotional":
		return "", invalidParameter("SMSType Reason: %s is neither Promotional nor Transactional", kind)
	}
	ours, err := s.origin(r, chosen)
	if err != nil {
		return "", err
	}
	t := &Text{Via: ViaSNS, Ours: ours.Number, Phone: in.Get("PhoneNumber"), Body: in.Get("Message")}
	list, err := s.optedOut(r.Context())
	if err != nil {
		return "", err
	}
	fate := Delivered
	if _, opted := list[t.Phone]; opted && ours.Managed {
		fate = dropped
	}
	return t.ID, s.take(r.Context(), t, nil, fate)
}

// origin is the number that a text leaves from: the one that was chosen, or else
// any of the account's that can send.
func (s *Server) origin(r *http.Request, chosen string) (Number, error) {
	numbers, err := s.Numbers(r.Context())
	if err != nil {
		return Number{}, err
	}
	slices.Reverse(numbers) // not the first, which a team would expect
	i := slices.IndexFunc(numbers, func(n Number) bool {
		return n.Status == Active && (chosen == "" || n.Number == chosen)
	})
	if i < 0 {
		return Number{}, invalidParameter("OriginationNumber Reason: %s is not one of the account's active numbers", chosen)
	}
	return numbers[i], nil
}

// attributes are the message's, by name.
func attributes(in url.Values) map[string]string {
	out := map[string]string{}
	for i := 1; ; i++ {
		prefix := fmt.Sprintf("MessageAttributes.entry.%d.", i)
		name := in.Get(prefix + "Name")
		if name == "" {
			return out
		}
		out[name] = in.Get(prefix + "Value.StringValue")
	}
}

func failXML(w http.ResponseWriter, err error) {
	r := asRefusal(err, "InternalError")
	type problem struct{ Type, Code, Message string }
	w.WriteHeader(r.status)
	answerXML(w, struct {
		XMLName   xml.Name `xml:"http://sns.amazonaws.com/doc/2010-03-31/ ErrorResponse"`
		Error     problem
		RequestID string `xml:"RequestId"`
	}{Error: problem{"Sender", r.code, r.message}, RequestID: uuid.NewString()})
}

func answerXML(w http.ResponseWriter, answer any) {
	_ = xml.NewEncoder(w).Encode(answer) // the client went away
}
