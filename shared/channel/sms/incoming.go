package sms

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"confab/shared/inbox"
)

// notification is what SNS puts into a queue that does not ask for raw messages:
// https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html
type notification struct {
	MessageId string
	Message   string
	Timestamp string
}

// twoWay is the message in the notification of a received text:
// https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html
type twoWay struct {
	OriginationNumber          string
	DestinationNumber          string
	MessageKeyword             string
	MessageBody                *string
	InboundMessageId           string
	PreviousPublishedMessageId string
}

// maxProviderWord bounds what is kept of a provider's words, in bytes.
const maxProviderWord = 100

// Incoming reads the SNS notification of a received text and says what it is in
// the words of the inbox. Texts have no time of their own: the notification's is
// the nearest. The keyword that the provider saw is kept as a fact and decides
// nothing, for it knows neither the audience's words nor what we asked.
//
// An error says what is missing or cannot be read, and holds nothing of what
// people wrote, nor their numbers. Such a text will never be one.
func Incoming(envelope []byte) (inbox.Incoming, error) {
	var n notification
	if json.Unmarshal(envelope, &n) != nil {
		return inbox.Incoming{}, errors.New("what came is no SNS notification in JSON")
	}
	received, err := time.Parse(time.RFC3339, n.Timestamp)
	if err != nil {
		return inbox.Incoming{}, errors.New("the notification has no Timestamp that can be read")
	}
	var t twoWay
	if json.Unmarshal([]byte(n.Message), &t) != nil {
		return inbox.Incoming{}, errors.New("the notification's Message is no JSON object of a received text")
	}
	ours, theirs, err := t.parties()
	if err != nil {
		return inbox.Incoming{}, err
	}
	in := inbox.Incoming{
		Channel: inbox.SMS, ProviderID: t.InboundMessageId, Received: received.UTC().Truncate(time.Millisecond),
		Nature: inbox.Personal, Recipients: []string{ours}, From: inbox.Address{Address: theirs},
	}
	if in.ProviderID == "" {
		in.ProviderID = n.MessageId
	}
	switch {
	case in.ProviderID == "":
		return inbox.Incoming{}, errors.New("neither the text has an inboundMessageId nor the notification a MessageId")
	case t.MessageBody == nil:
		return inbox.Incoming{}, errors.New("the text has no messageBody")
	}
	in.Text, in.Full = *t.MessageBody, *t.MessageBody
	if t.PreviousPublishedMessageId != "" {
		in.InReplyTo = []string{t.PreviousPublishedMessageId}
	}
	if word := strings.ToValidUTF8(t.MessageKeyword[:min(len(t.MessageKeyword), maxProviderWord)], ""); word != "" {
		in.Facts = []inbox.Fact{{At: in.Received, Name: "text", Detail: map[string]string{"keyword": word}}}
	}
	return in, nil
}

// parties returns the two ends of the text. A name may write to us, but nobody
// can write to a name.
func (t *twoWay) parties() (ours, theirs string, err error) {
	us, err := ParseParty(t.DestinationNumber)
	if err != nil || us.Kind == SenderID {
		return "", "", unreadable("destinationNumber", t.DestinationNumber, "number or short code")
	}
	them, err := ParseParty(t.OriginationNumber)
	if err != nil {
		return "", "", unreadable("originationNumber", t.OriginationNumber, "number, short code or name")
	}
	return us.Value, them.Value, nil
}

func unreadable(field, value, wanted string) error {
	if value == "" {
		return fmt.Errorf("the text has no %s", field)
	}
	return fmt.Errorf("the text's %s is no %s", field, wanted)
}
