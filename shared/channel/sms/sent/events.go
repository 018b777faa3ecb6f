package sent

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"confab/shared/inbox"
)

// textEvent is what AWS End User Messaging publishes of a sent text (AWS End User
// Messaging, "Messaging Events"). Its status says what its type says.
type textEvent struct {
	Type        string            `json:"eventType"`
	Timestamp   int64             `json:"eventTimestamp"` // milliseconds since 1970
	Final       bool              `json:"isFinal"`        // nothing else will be told
	Destination string            `json:"destinationPhoneNumber"`
	MessageID   string            `json:"messageId"`
	Description string            `json:"messageStatusDescription"`
	Context     map[string]string `json:"context"`
}

// news is what an event teaches.
type news struct {
	state  inbox.DeliveryState
	reason string
}

// ofType are the types of events behind TEXT_ and MEDIA_ (AWS End User Messaging,
// "Event types for SMS, MMS, and voice"). AWS tells of nothing that it did not
// accept, so whatever it tells, the text has been sent; that nobody knows what
// became of it then does not change this.
var ofType = map[string]news{
	"QUEUED":     {state: inbox.Sent},
	"PENDING":    {state: inbox.Sent},
	"SENT":       {state: inbox.Sent},
	"SUCCESSFUL": {state: inbox.Sent}, // the carrier took it
	"UNKNOWN":    {inbox.Sent, "The carrier did not say whether the text arrived."},
	"DELIVERED":  {state: inbox.Delivered},

	"BLOCKED":               {inbox.Failed, "The contact's phone or carrier blocks these texts, perhaps because they opted out there."},
	"CARRIER_BLOCKED":       {inbox.Failed, "The carrier blocked the text: for what it says, or because the contact opted out with the carrier."},
	"CARRIER_UNREACHABLE":   {inbox.Failed, "The contact's carrier could not be reached."},
	"INVALID":               {inbox.Failed, "The contact's number is not valid."},
	"INVALID_MESSAGE":       {inbox.Failed, "The text could not be delivered as it is."},
	"PROTECT_BLOCKED":       {inbox.Failed, "The account's own protection blocks texts to this number or its country."},
	"SPAM":                  {inbox.Failed, "The carrier took the text for spam."},
	"TTL_EXPIRED":           {inbox.Failed, "The text could not be delivered in time."},
	"UNREACHABLE":           {inbox.Failed, "The contact's phone could not be reached."},
	"FILE_INACCESSIBLE":     {inbox.Failed, "The file of the text could not be read."},
	"FILE_TYPE_UNSUPPORTED": {inbox.Failed, "The file of the text is of a type that cannot be sent."},
	"FILE_SIZE_EXCEEDED":    {inbox.Failed, "The file of the text is too large."},
}

// Events reads one event of a text; ok tells whether it is one. None come of it
// where it tells nothing new: a failure that is not final, a type that AWS
// invented since.
func Events(data []byte) (list []inbox.DeliveryEvent, ok bool, err error) {
	medium, name, _ := strings.Cut(typeOf(data), "_")
	if medium != "TEXT" && medium != "MEDIA" {
		return nil, false, nil
	}
	var e textEvent
	if err := json.Unmarshal(data, &e); err != nil {
		return nil, true, fmt.Errorf("read the text's event: %w", err)
	}
	if e.MessageID == "" || e.Timestamp <= 0 {
		return nil, true, fmt.Errorf("the event of type %q names no text, or no time", e.Type)
	}
	told, known := ofType[name]
	if !known || told.state == inbox.Failed && !e.Final {
		return nil, true, nil
	}
	return []inbox.DeliveryEvent{{
		ProviderID: e.MessageID, MessageID: e.MessageID,
		Conversation: e.Context[ContextConversation], Message: e.Context[ContextMessage],
		State: told.state, Reason: reason(told.reason, e.Description), Recipients: []string{e.Destination},
		At: time.UnixMilli(e.Timestamp).UTC(),
	}}, true, nil
}

// typeOf is an event's type, "" for what is no event.
func typeOf(data []byte) string {
	var e struct {
		Type string `json:"eventType"`
	}
	if json.Unmarshal(data, &e) != nil {
		return ""
	}
	return e.Type
}

// reason adds AWS's words to ours, since they may say more.
func reason(ours, theirs string) string {
	if ours == "" || theirs == "" {
		return ours
	}
	return ours + " AWS says: " + theirs
}
