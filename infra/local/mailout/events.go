package mailout

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/jhillyerd/enmime/v2"

	"confab/infra/local/function"
	"confab/infra/local/topics"
)

// Types of events. Source: "Event data that Amazon SES publishes to Amazon SNS".
const (
	sendEvent      = "Send"
	deliveryEvent  = "Delivery"
	bounceEvent    = "Bounce"
	complaintEvent = "Complaint"
)

// fate is what becomes of a mail by itself: SES's mailbox simulator bounces and
// complains, everybody else gets their mail.
func fate(destination []string) []string {
	events := []string{sendEvent}
	for _, address := range destination {
		switch local, domain, _ := strings.Cut(strings.ToLower(address), "@"); {
		case domain == "simulator.amazonses.com" && local == "bounce":
			return append(events, bounceEvent)
		case domain == "simulator.amazonses.com" && local == "complaint":
			return append(events, deliveryEvent, complaintEvent)
		}
	}
	return append(events, deliveryEvent)
}

// Mute stops events from being published, or lets them go on: mail whose events
// never come is part of life with SES.
func (s *Server) Mute(mute bool) {
	s.mu.Lock()
	s.mute = mute
	s.mu.Unlock()
	s.due.Ring()
}

// Bounce reports that the mail bounced hard.
func (s *Server) Bounce(ctx context.Context, id string) error { return s.report(ctx, id, bounceEvent) }

// Complain reports that the recipient marked the mail as spam.
func (s *Server) Complain(ctx context.Context, id string) error {
	return s.report(ctx, id, complaintEvent)
}

func (s *Server) report(ctx context.Context, id, event string) error {
	result, err := s.DB.ExecContext(ctx, `UPDATE sent_mails SET pending = json_insert(pending, '$[#]', ?) WHERE id = ?`, event, id)
	if err != nil {
		return fmt.Errorf("report on %s: %w", id, err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, fmt.Errorf("%s: %w", id, ErrNoMail))
	}
	s.due.Ring()
	return nil
}

// Run publishes events until the context ends.
func (s *Server) Run(ctx context.Context) {
	for ctx.Err() == nil {
		next, err := s.publishDue(ctx)
		if err != nil && ctx.Err() == nil {
			slog.Warn("events of sent mail are published again", "error", err)
			next = time.Second
		}
		s.due.Wait(ctx, next)
	}
}

// publishDue publishes what is due and returns when to look again.
func (s *Server) publishDue(ctx context.Context) (next time.Duration, err error) {
	s.mu.Lock()
	mute := s.mute
	s.mu.Unlock()
	if mute {
		return time.Minute, nil
	}
	for {
		mails, err := s.query(ctx, columns+`WHERE pending <> '[]' ORDER BY seq LIMIT 1`)
		if err != nil || len(mails) == 0 {
			return time.Minute, err
		}
		m := mails[0]
		if wait := time.Until(m.At.Add(s.EventDelay)); wait > 0 {
			return wait, nil
		}
		var event string
		if err := s.DB.QueryRowContext(ctx, `SELECT pending ->> 0 FROM sent_mails WHERE id = ?`, m.ID).Scan(&event); err != nil {
			return 0, fmt.Errorf("read events of %s: %w", m.ID, err)
		}
		message, err := notification(m, event, time.Now().UTC())
		if err != nil {
			return 0, err
		}
		if err := s.Publish(ctx, message); err != nil {
			return 0, err
		}
		_, err = s.DB.ExecContext(ctx, `UPDATE sent_mails SET events = json_insert(events, '$[#]', ?), pending = json_remove(pending, '$[0]') WHERE id = ?`, event, m.ID)
		if err != nil {
			return 0, fmt.Errorf("mark events of %s: %w", m.ID, err)
		}
	}
}

// notification is an SES event in the envelope in which SNS hands it to a queue.
func notification(m Mail, event string, at time.Time) (string, error) {
	message, err := json.Marshal(eventData(m, event, at))
	if err != nil {
		return "", fmt.Errorf("encode an event of %s: %w", m.ID, err)
	}
	return topics.Notification("delivery-events", "Amazon SES Email Event Notification", string(message), at)
}

func stamp(t time.Time) string { return t.Format(topics.Layout) }

func eventData(m Mail, event string, at time.Time) map[string]any {
	data := map[string]any{"eventType": event, "mail": mailObject(m)}
	recipient := m.Destination[0]
	switch event {
	case sendEvent:
		data["send"] = map[string]any{}
	case deliveryEvent:
		data["delivery"] = map[string]any{
			"timestamp": stamp(at), "processingTimeMillis": at.Sub(m.At).Milliseconds(), "recipients": m.Destination,
			"smtpResponse": "250 2.0.0 OK", "reportingMTA": "a8-50.smtp-out.amazonses.com",
		}
	case bounceEvent:
		data["bounce"] = map[string]any{
			"bounceType": "Permanent", "bounceSubType": "General", "timestamp": stamp(at), "feedbackId": newID(),
			"reportingMTA": "dsn; a8-50.smtp-out.amazonses.com",
			"bouncedRecipients": []map[string]string{{
				"emailAddress": recipient, "action": "failed", "status": "5.1.1",
				"diagnosticCode": "smtp; 550 5.1.1 user unknown",
			}},
		}
	case complaintEvent:
		data["complaint"] = map[string]any{
			"complainedRecipients": []map[string]string{{"emailAddress": recipient}}, "timestamp": stamp(at),
			"feedbackId": newID(), "complaintSubType": nil, "complaintFeedbackType": "abuse",
		}
	}
	return data
}

func mailObject(m Mail) map[string]any {
	tags := map[string][]string{"ses:source-ip": {"192.0.2.1"}, "ses:caller-identity": {"send-message"}}
	if m.ConfigurationSet != "" {
		tags["ses:configuration-set"] = []string{m.ConfigurationSet}
	}
	for name, values := range m.Tags {
		tags[name] = values
	}
	headers, common := []map[string]string{}, map[string]any{"messageId": m.ID}
	if envelope, err := enmime.ReadEnvelope(strings.NewReader(m.MIME)); err == nil {
		for _, name := range envelope.GetHeaderKeys() {
			for _, value := range envelope.GetHeaderValues(name) {
				headers = append(headers, map[string]string{"name": name, "value": value})
			}
		}
		common["from"], common["to"] = envelope.GetHeaderValues("From"), envelope.GetHeaderValues("To")
		common["subject"], common["date"] = envelope.GetHeader("Subject"), envelope.GetHeader("Date")
	}
	return map[string]any{
		"timestamp": stamp(m.At), "source": m.Source, "sendingAccountId": function.Account, "messageId": m.ID,
		"destination": m.Destination, "headersTruncated": false, "headers": headers, "commonHeaders": common, "tags": tags,
	}
}
