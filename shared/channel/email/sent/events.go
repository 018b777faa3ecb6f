package sent

import (
	"encoding/json"
	"fmt"
	"time"

	"confab/shared/inbox"
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

// Events reads one SES event; none come of it where it tells nothing of
// a delivery (an open, a delay). Region is SES's, which is part of the
// Message-ID that recipients see.
func Events(data []byte, region string) ([]inbox.DeliveryEvent, error) {
	var e sesEvent
	if err := json.Unmarshal(data, &e); err != nil {
		return nil, fmt.Errorf("read the SES event: %w", err)
	}
	if e.Mail.MessageID == "" {
		return nil, fmt.Errorf("the SES event of type %q names no mail", e.EventType+e.NotificationType)
	}
	out := inbox.DeliveryEvent{
		ProviderID: e.Mail.MessageID, MessageID: MessageID(e.Mail.MessageID, region),
		Conversation: first(e.Mail.Tags[TagConversation]), Message: first(e.Mail.Tags[TagMessage]),
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

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}
