package email

import (
	"encoding/json"
	"strings"

	"confab/shared/channel/email/sent"
	"confab/shared/channel/email/tidy"
)

// sesNotification is what SES tells of a mail by way of SNS (AWS, "Amazon SNS
// notification contents for Amazon SES"), here as a mail that SNS sent to a
// subscriber. Older ones say notificationType, newer ones eventType.
type sesNotification struct {
	Type             string `json:"Type"`
	Message          string `json:"Message"` // SNS's own envelope, unless delivery is raw
	NotificationType string `json:"notificationType"`
	EventType        string `json:"eventType"`
	Mail             struct {
		MessageID string `json:"messageId"`
		SourceARN string `json:"sourceArn"`
	} `json:"mail"`
	Bounce struct {
		Type       string `json:"bounceType"`
		Recipients []struct {
			Address    string `json:"emailAddress"`
			Action     string `json:"action"`
			Status     string `json:"status"`
			Diagnostic string `json:"diagnosticCode"`
		} `json:"bouncedRecipients"`
	} `json:"bounce"`
	Complaint struct {
		Feedback   string `json:"complaintFeedbackType"`
		Recipients []struct {
			Address string `json:"emailAddress"`
		} `json:"complainedRecipients"`
	} `json:"complaint"`
	Delivery struct {
		Response   string   `json:"smtpResponse"`
		Recipients []string `json:"recipients"`
	} `json:"delivery"`
}

// notificationOf reads the notification that is the whole text of a mail; both
// results are empty where there is none. Lines that a mail server folded are
// joined first: JSON has no line end that means something.
func notificationOf(m *Mail, b *body) (*Complaint, []Bounce) {
	text, _ := b.join()
	text = strings.TrimSpace(tidy.Head(text, 4*bounceText))
	if !strings.HasPrefix(text, "{") || len(m.InReplyTo) > 0 {
		return nil, nil
	}
	var n sesNotification
	text = strings.NewReplacer("\r\n ", "", "\n ", "", "\r", "", "\n", "").Replace(text)
	if err := json.NewDecoder(strings.NewReader(text)).Decode(&n); err != nil {
		return nil, nil
	}
	if n.Type == "Notification" {
		if err := json.Unmarshal([]byte(n.Message), &n); err != nil {
			return nil, nil
		}
	}
	if n.Mail.MessageID == "" {
		return nil, nil
	}
	region := ""
	if arn := strings.Split(n.Mail.SourceARN, ":"); len(arn) > 3 {
		region = arn[3]
	}
	id := sent.MessageID(n.Mail.MessageID, region)
	if n.NotificationType+n.EventType == "Complaint" {
		return n.complaint(id), nil
	}
	return nil, n.bounces(id)
}

func (n *sesNotification) complaint(id string) *Complaint {
	c := &Complaint{Type: strings.ToLower(n.Complaint.Feedback), OriginalMessageID: id}
	if c.Type == "" {
		c.Type = "other"
	}
	for _, r := range n.Complaint.Recipients {
		c.Recipients = append(c.Recipients, r.Address)
	}
	return c
}

func (n *sesNotification) bounces(id string) []Bounce {
	var out []Bounce
	switch n.NotificationType + n.EventType {
	case "Delivery":
		for _, r := range n.Delivery.Recipients {
			b := Bounce{Recipient: r, Action: "delivered", OriginalMessageID: id}
			if pair := codePair.FindStringSubmatch(n.Delivery.Response); pair != nil {
				b.ReplyCode, b.Status = pair[1], pair[2]
			}
			out = append(out, b)
		}
	case "Bounce":
		for _, r := range n.Bounce.Recipients {
			b := judge(Bounce{Recipient: r.Address, Status: r.Status, Action: r.Action, OriginalMessageID: id}, typedValue(r.Diagnostic), "")
			if r.Diagnostic == "" {
				b.Hard = n.Bounce.Type == "Permanent"
			}
			out = append(out, b)
		}
	}
	return out[:min(len(out), maxBounces)]
}
