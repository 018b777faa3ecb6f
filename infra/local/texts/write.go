package texts

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"confab/infra/local/function"
	"confab/infra/local/topics"
	"confab/shared/channel/sms"
)

// Written is what somebody writes at a phone.
type Written struct {
	From string `json:"from"` // a number, or a short code or a name
	To   string `json:"to"`   // a number of the account
	Body string `json:"body"`
	// ID is the inboundMessageId; empty for a fresh one. Where a text has it already,
	// it comes in once more, in a notification of its own.
	ID string `json:"id,omitempty"`
}

// Write plays a phone: the text comes in as it would through AWS.
func (s *Server) Write(ctx context.Context, in Written) (*Text, error) {
	from, err := sms.ParseParty(in.From)
	if err != nil {
		return nil, fmt.Errorf("%w: from is no number, short code or name", ErrInvalid)
	}
	ours, err := s.own(ctx, in.To)
	if errors.Is(err, ErrNoNumber) {
		return nil, fmt.Errorf("%s: %w", in.To, err)
	}
	if err != nil {
		return nil, err
	}
	t := &Text{ID: in.ID, At: time.Now().UTC().Truncate(time.Millisecond), Via: ViaPhone, Ours: ours.Number, Phone: from.Value, Body: in.Body}
	if t.ID == "" {
		t.ID = uuid.NewString()
	}
	answer, keyword := "", ""
	if ours.Managed {
		answer, keyword, err = s.heed(ctx, t)
		if err != nil {
			return nil, err
		}
	}
	if !ours.OneWay && !hidden(keyword) {
		if err := s.notify(ctx, t, keyword); err != nil {
			return nil, err
		}
	}
	if err := s.insert(ctx, t, nil, nil); err != nil {
		return nil, err
	}
	if t.notification != "" {
		if err := s.Receive(ctx, t.notification); err != nil {
			return nil, err
		}
	}
	if answer == "" {
		return t, nil
	}
	return t, s.take(ctx, &Text{Via: ViaManaged, Ours: t.Ours, Phone: t.Phone, Body: answer}, nil, Delivered)
}

// Again has SNS deliver a text once more, as it was.
func (s *Server) Again(ctx context.Context, id string) error {
	t, err := s.one(ctx, id)
	if err == nil && t.notification == "" {
		err = fmt.Errorf("%s never came in: %w", id, ErrNoText)
	}
	if err != nil {
		return err
	}
	return s.Receive(ctx, t.notification)
}

// notify makes the notification by which SNS hands the text on. The id of the
// text that it answers is missing in every third one.
// Source: "Example two-way SMS message payload", End User Messaging SMS User Guide.
func (s *Server) notify(ctx context.Context, t *Text, keyword string) error {
	payload := struct {
		OriginationNumber          string `json:"originationNumber"`
		DestinationNumber          string `json:"destinationNumber"`
		MessageKeyword             string `json:"messageKeyword"`
		MessageBody                string `json:"messageBody"`
		InboundMessageID           string `json:"inboundMessageId"`
		PreviousPublishedMessageID string `json:"previousPublishedMessageId,omitempty"`
	}{t.Phone, t.Ours, "KEYWORD_" + function.Account, t.Body, t.ID, ""}
	if keyword != "" {
		payload.MessageKeyword = keyword
	}
	texts, err := s.query(ctx, columns+`WHERE phone = ? AND ours = ? ORDER BY seq`, t.Phone, t.Ours)
	if err != nil {
		return err
	}
	written := 0
	for _, earlier := range texts {
		if earlier.Via == ViaPhone {
			written++
		} else {
			payload.PreviousPublishedMessageID = earlier.ID
		}
	}
	if written%3 == 2 {
		payload.PreviousPublishedMessageID = ""
	}
	message, err := json.Marshal(payload)
	if err != nil {
		return fmt.Errorf("encode text %s: %w", t.ID, err)
	}
	t.notification, err = topics.Notification("texts", "", string(message), t.At)
	return err
}

// What AWS answers by itself, by the word that a text begins with. START and
// UNSTOP are no keywords of AWS's; here the account has made them some.
// Source: "Required opt-out keywords", End User Messaging SMS User Guide.
var (
	outWords = []string{"ARRET", "CANCEL", "END", "OPT-OUT", "OPTOUT", "QUIT", "REMOVE", "STOP", "TD", "UNSUBSCRIBE"}
	inWords  = []string{"START", "UNSTOP"}
)

const (
	outAnswer  = "You have been unsubscribed and will receive no further messages. Reply START to resubscribe."
	inAnswer   = "You have been resubscribed. Reply HELP for help, STOP to cancel. Msg&Data rates may apply."
	helpAnswer = "For help, contact us. Reply STOP to cancel. Msg&Data rates may apply."
)

// heed does what a keyword asks AWS for, and returns AWS's answer to it.
func (s *Server) heed(ctx context.Context, t *Text) (answer, keyword string, err error) {
	words := strings.Fields(strings.ToUpper(t.Body))
	if len(words) == 0 {
		return "", "", nil
	}
	word := strings.Trim(words[0], ".!")
	switch {
	case slices.Contains(outWords, word):
		return outAnswer, word, s.OptOut(ctx, t.Phone)
	case slices.Contains(inWords, word):
		return inAnswer, word, s.OptIn(ctx, t.Phone)
	case word == "HELP":
		return helpAnswer, word, nil
	}
	return "", "", nil
}

// hidden tells a keyword of which the topic hears nothing.
func hidden(keyword string) bool {
	return keyword != "" && !slices.Contains(inWords, keyword)
}
