package texts

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"confab/infra/local/topics"
	"confab/shared/channel/sms"
)

// Mute stops events from being published, or lets them go on.
func (s *Server) Mute(mute bool) {
	s.mu.Lock()
	s.mute = mute
	s.mu.Unlock()
	s.due.Ring()
}

// Run publishes events until the context ends.
func (s *Server) Run(ctx context.Context) {
	for ctx.Err() == nil {
		next := time.Minute
		if err := s.publishDue(ctx); err != nil && ctx.Err() == nil {
			slog.Warn("events of texts are published again", "error", err)
			next = time.Second
		}
		s.due.Wait(ctx, next)
	}
}

// publishDue lets the texts' events happen, and tells of those that somebody is
// told of.
func (s *Server) publishDue(ctx context.Context) error {
	for {
		s.mu.Lock()
		mute := s.mute
		s.mu.Unlock()
		texts, err := s.query(ctx, columns+`WHERE pending <> '[]' ORDER BY seq LIMIT 1`)
		if mute || err != nil || len(texts) == 0 {
			return err
		}
		t := texts[0]
		var event string
		if err := s.DB.QueryRowContext(ctx, `SELECT pending ->> 0 FROM texts WHERE id = ?`, t.ID).Scan(&event); err != nil {
			return fmt.Errorf("read events of %s: %w", t.ID, err)
		}
		if t.reported {
			if err := s.tell(ctx, t, event); err != nil {
				return err
			}
		}
		_, err = s.DB.ExecContext(ctx, `UPDATE texts SET events = json_insert(events, '$[#]', ?), pending = json_remove(pending, '$[0]') WHERE id = ?`, event, t.ID)
		if err != nil {
			return fmt.Errorf("mark events of %s: %w", t.ID, err)
		}
	}
}

func (s *Server) tell(ctx context.Context, t Text, event string) error {
	at := time.Now().UTC()
	data, err := json.Marshal(eventData(t, event, at))
	if err != nil {
		return fmt.Errorf("encode an event of %s: %w", t.ID, err)
	}
	message, err := topics.Notification("delivery-events", "", string(data), at)
	if err != nil {
		return err
	}
	return s.Publish(ctx, message)
}

// descriptions are AWS's sentences of some events.
var descriptions = map[string]string{
	"QUEUED": "Message is queued", "PENDING": "Message is pending", "SUCCESSFUL": "Message has been accepted by phone carrier",
	"DELIVERED": "Message has been accepted by phone", "BLOCKED": "Phone has blocked SMS", "CARRIER_BLOCKED": "Blocked as spam by phone carrier",
	"UNREACHABLE": "Phone is currently unreachable/unavailable", "TTL_EXPIRED": "Message TTL has expired", "INVALID": "Invalid phone number",
}

// passing are the events after which another one is sure to come. SUCCESSFUL is
// final by its own account, and DELIVERED comes after it.
var passing = map[string]bool{"QUEUED": true, "PENDING": true}

// eventData is an event of a text. Source: "Example AWS End User Messaging SMS
// event data".
func eventData(t Text, event string, at time.Time) map[string]any {
	_, status, _ := strings.Cut(event, "_")
	l := sms.Measure(t.Body)
	data := map[string]any{
		"eventType": event, "eventVersion": "1.0", "eventTimestamp": at.UnixMilli(), "isFinal": !passing[status],
		"originationPhoneNumber": t.Ours, "destinationPhoneNumber": t.Phone, "isInternationalSend": false,
		"isoCountryCode": "US", "mcc": "310", "mnc": "800", "carrierName": "Example Mobile",
		"messageId": t.ID, "messageRequestTimestamp": t.At.UnixMilli(), "messageType": "TRANSACTIONAL",
		"messageStatus": status, "messageStatusDescription": descriptions[status],
		"totalMessagePrice": 0.00581 * float64(l.Segments), "totalCarrierFee": 0.003 * float64(l.Segments),
	}
	if t.Media == "" {
		data["totalMessageParts"], data["messageEncoding"] = l.Segments, "Unicode"
		if string(l.Encoding) == gsmEncoding {
			data["messageEncoding"] = "GSM"
		}
	}
	if len(t.Context) > 0 {
		data["context"] = t.Context
	}
	return data
}
