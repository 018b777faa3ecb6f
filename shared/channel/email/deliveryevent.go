package email

import (
	"encoding/json"
	"fmt"
	"time"

	"confab/shared/inbox"
)

// Tags under which a sent mail names itself, so that SES's events lead back to
// it even where nobody heard SES accept it.
const (
	tagConversation = "conversation"
	tagMessage      = "message"
)

// sesEvent is what SES publishes of a sent mail (AWS, "Examples of event data
// that Amazon SES publishes to Amazon SNS"). Identity notifications say
// notificationType instead and carry no tags.
type sesEvent struct {
	EventType        string `json:"eventType"`
	NotificationType string `json:"notificationType"`
	Mail             struct {
		MessageID   string              `json:"messageId"`
		Timestamp   time.Time           `json:"timestamp"`
		Destination []string            `json:"destination"`
		Tags        map[string][]string `json:"tags"`
	} `json:"mail"`
	Bounce struct {
		Type       string    `json:"bounceType"`
		SubType    string    `json:"bounceSubType"`
		Timestamp  time.Time `json:"timestamp"`
		Recipients []struct {
			Address    string `json:"emailAddress"`
			Diagnostic string `json:"diagnosticCode"`
		} `json:"bouncedRecipients"`
	} `json:"bounce"`
	Complaint struct {
		Feedback   string    `json:"complaintFeedbackType"`
		Timestamp  time.Time `json:"timestamp"`
		Recipients []struct {
			Address string `json:"emailAddress"`
		} `json:"complainedRecipients"`
	} `json:"complaint"`
	Delivery struct {
		Timestamp  time.Time `json:"timestamp"`
		Recipients []string  `json:"recipients"`
	} `json:"delivery"`
	Reject struct {
		Reason string `json:"reason"`
	} `json:"reject"`
}

// DeliveryEvents reads one SES event; none come of it where it tells nothing of
// a delivery (an open, a delay). Region is SES's, which is part of the
// Message-ID that recipients see.
func DeliveryEvents(data []byte, region string) ([]inbox.DeliveryEvent, error) {
	var e sesEvent
	if err := json.Unmarshal(data, &e); err != nil {
		return nil, fmt.Errorf("read the SES event: %w", err)
	}
	if e.Mail.MessageID == "" {
		return nil, fmt.Errorf("the SES event of type %q names no mail", e.EventType+e.NotificationType)
	}
	out := inbox.DeliveryEvent{
		ProviderID: e.Mail.MessageID, MessageID: wireID(e.Mail.MessageID, region),
		Conversation: first(e.Mail.Tags[tagConversation]), Message: first(e.Mail.Tags[tagMessage]),
		At: e.Mail.Timestamp.UTC(),
	}
	switch e.EventType + e.NotificationType {
	case "Send":
		out.State, out.Recipients = inbox.Sent, e.Mail.Destination
	case "Delivery":
		out.State, out.Recipients, out.At = inbox.Delivered, e.Delivery.Recipients, e.Delivery.Timestamp.UTC()
	case "Reject":
		out.State, out.Recipients, out.Reason = inbox.Failed, e.Mail.Destination, e.Reject.Reason
	case "Bounce":
		out.State, out.At = inbox.Bounced, e.Bounce.Timestamp.UTC()
		out.Hard = e.Bounce.Type == "Permanent"
		out.Reason = e.Bounce.Type + " " + e.Bounce.SubType
		for _, r := range e.Bounce.Recipients {
			out.Recipients = append(out.Recipients, r.Address)
		}
	case "Complaint":
		out.State, out.Hard, out.At = inbox.Complained, e.Complaint.Feedback != "not-spam", e.Complaint.Timestamp.UTC()
		out.Reason = e.Complaint.Feedback
		for _, r := range e.Complaint.Recipients {
			out.Recipients = append(out.Recipients, r.Address)
		}
	default:
		return nil, nil
	}
	return []inbox.DeliveryEvent{out}, nil
}

// wireID is the Message-ID under which SES sends the mail that its API answered
// with a bare id: at email.amazonses.com in us-east-1, at the Region's own
// domain elsewhere.
func wireID(id, region string) string {
	if region == "" || region == "us-east-1" {
		return id + "@email.amazonses.com"
	}
	return id + "@" + region + ".amazonses.com"
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}
