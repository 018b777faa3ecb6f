package api

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

func (a *API) textingRoutes() {
	register(a, huma.Operation{
		OperationID: "get-texting", Method: http.MethodGet, Path: "/v1/conversations/{conversation}/texting",
		Tags: []string{tagTexting}, Summary: "May this contact be texted now?",
		Description: "Of a conversation by text. Where not, it says so with the words with which a text would be refused.",
	}, a.getTexting)
	register(a, huma.Operation{
		OperationID: "list-numbers", Method: http.MethodGet, Path: "/v1/audiences/{audience}/numbers",
		Tags: []string{tagTexting}, Summary: "List an audience's numbers",
		Description: "With what their provider knows of them, and what stands in the way of texting.",
	}, a.listNumbers)
	register(a, huma.Operation{
		OperationID: "measure-text", Method: http.MethodPost, Path: "/v1/audiences/{audience}/texts/measure",
		Tags: []string{tagTexting}, Summary: "Measure a text",
		Description: "What it would cost to send, its links shortened as they will be. Nothing is stored.",
	}, a.measureText)
	register(a, huma.Operation{
		OperationID: "record-consents", Method: http.MethodPost, Path: "/v1/audiences/{audience}/consents",
		Tags: []string{tagTexting}, Summary: "Record consents",
		Description: "Or opt-outs, or that what seemed a refusal is none; each for itself, with a result in the same place. What came later counts, whatever is recorded first: a consent never overrides a later opt-out. A number that nobody has becomes a contact. An entry that was recorded before, with the same at, is not recorded again.",
	}, a.recordConsents)
}

type textingOutput struct{ Body TextingState }

func (a *API) getTexting(ctx context.Context, v *visit, in *conversationInput) (*textingOutput, error) {
	s, err := a.cfg.Domain.TextingOf(ctx, v.gate, in.Conversation)
	if err != nil {
		return nil, err
	}
	return &textingOutput{Body: textingStateOf(s)}, nil
}

// NumberList is an audience's numbers, in the order of its settings.
type NumberList struct {
	Numbers []ListedNumber `json:"numbers"`
}

// ListedNumber is a number of ours with what is to be known of it.
type ListedNumber struct {
	TextNumber
	Closed   string   `json:"closed" doc:"Why nothing is sent from it, as a sentence; else empty."`
	Warnings []string `json:"warnings" doc:"What does not go together in its settings, in sentences."`
}

type numbersOutput struct{ Body NumberList }

func (a *API) listNumbers(ctx context.Context, v *visit, in *audienceInput) (*numbersOutput, error) {
	// Not from memory: whoever has just added a number wants to see it.
	found, err := a.cfg.Store.Load(ctx, inbox.Keys{Audiences: []string{in.Audience}})
	if err != nil {
		return nil, fmt.Errorf("load audience %s: %w", in.Audience, err)
	}
	audience := found.Audiences[in.Audience]
	if audience == nil {
		return nil, inbox.ErrNotFound
	}
	if err := v.gate(ctx, audience.ID); err != nil {
		return nil, err
	}
	out := &numbersOutput{Body: NumberList{Numbers: []ListedNumber{}}}
	if len(audience.Texting.Numbers) == 0 {
		return out, nil
	}
	if found, err = a.cfg.Store.Load(ctx, inbox.Keys{TextNumbers: audience.Texting.Numbers}); err != nil {
		return nil, fmt.Errorf("load numbers of audience %s: %w", audience.ID, err)
	}
	for _, number := range audience.Texting.Numbers {
		n := found.TextNumbers[number]
		if n == nil {
			n = &inbox.TextNumber{Number: number}
		}
		out.Body.Numbers = append(out.Body.Numbers, listedNumberOf(n, &audience.Texting))
	}
	return out, nil
}

func listedNumberOf(n *inbox.TextNumber, t *inbox.Texting) ListedNumber {
	return ListedNumber{TextNumber: textNumberOf(n), Closed: n.Closed(), Warnings: each(t.Warnings(n), same)}
}

// NewMeasure is a text to measure.
type NewMeasure struct {
	Text string `json:"text" maxLength:"100000"`
}

// TextLength is what a text takes to send.
type TextLength struct {
	Encoding string `json:"encoding" enum:"GSM-7,UCS-2"`
	Units    int    `json:"units" doc:"Septets of GSM-7, or 16-bit units of UCS-2."`
	Segments int    `json:"segments" doc:"Messages that are paid for; 0 for an empty text."`
}

// Measure is what a text would cost.
type Measure struct {
	TextLength
	ForcedBy string     `json:"forced_by" example:"’" doc:"The first character that forced UCS-2, or empty."`
	TooLong  string     `json:"too_long" doc:"Why it cannot be sent as it is, as a sentence; else empty."`
	Plain    *PlainText `json:"plain,omitempty" doc:"The text without the typographic characters that make it dearer; absent where nothing is to be gained."`
}

// PlainText is a text in plainer characters, and what it takes to send.
type PlainText struct {
	Text string `json:"text"`
	TextLength
}

type measureInput struct {
	Audience       string `path:"audience" maxLength:"64" doc:"An audience's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Not needed: repeating is safe."`
	Body           NewMeasure
}

type measureOutput struct{ Body Measure }

func (a *API) measureText(ctx context.Context, v *visit, in *measureInput) (*measureOutput, error) {
	m, err := a.cfg.Domain.MeasureText(ctx, v.gate, in.Audience, in.Body.Text)
	if err != nil {
		return nil, err
	}
	out := &measureOutput{Body: Measure{TextLength: textLengthOf(m.Length), ForcedBy: m.Length.ForcedBy}}
	if m.TooLong != nil {
		out.Body.TooLong = m.TooLong.Detail
	}
	if m.Plain != "" {
		out.Body.Plain = &PlainText{Text: m.Plain, TextLength: textLengthOf(m.PlainLength)}
	}
	return out, nil
}

func textLengthOf(l inbox.TextLength) TextLength {
	return TextLength{Encoding: string(l.Encoding), Units: l.Units, Segments: l.Segments}
}

// NewConsents are what to record.
type NewConsents struct {
	Entries []ConsentEntry `json:"entries" minItems:"1" maxItems:"100"`
}

// ConsentEntry is a consent, or the end of one.
type ConsentEntry struct {
	Number       string     `json:"number" minLength:"1" maxLength:"40" example:"+15550142"`
	Name         string     `json:"name,omitempty" maxLength:"200" doc:"Of the contact, if they are new."`
	Kind         string     `json:"kind" enum:"consent,opt_out,dismissed" doc:"dismissed: what seemed a refusal is none."`
	At           *time.Time `json:"at,omitempty" doc:"When it was given; now, if left out."`
	Words        string     `json:"words,omitempty" maxLength:"2000" example:"Ticked the box \"Text me about my order\" on example.com/order." doc:"How it was given, such as the form or the contact's own words. It is the evidence; a consent takes it."`
	Conversation string     `json:"conversation,omitempty" maxLength:"64" doc:"With message: the message that says so."`
	Message      string     `json:"message,omitempty" maxLength:"64"`
}

// ConsentResults are what became of the entries, in their order.
type ConsentResults struct {
	Results []ConsentResult `json:"results"`
}

// ConsentResult is what became of an entry.
type ConsentResult struct {
	Consent
	Contact   string   `json:"contact" doc:"Whose number it is; empty with a problem."`
	Effective bool     `json:"effective" doc:"The entry decided what is known now. An older one is recorded and decides nothing."`
	Problem   *Problem `json:"problem,omitempty" doc:"Why the entry was not recorded."`
}

type consentsInput struct {
	Audience       string `path:"audience" maxLength:"64" doc:"An audience's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           NewConsents
	RawBody        []byte
}

type consentsOutput struct{ Body ConsentResults }

func (a *API) recordConsents(ctx context.Context, v *visit, in *consentsInput) (*consentsOutput, error) {
	entries := each(in.Body.Entries, consentEntryFrom)
	if r := v.once(in.IdempotencyKey, in.RawBody, in.Audience); r != nil {
		for i := range entries { // each is committed for itself
			entries[i].Request = &inbox.Request{Key: r.Key + " " + strconv.Itoa(i), Digest: r.Digest}
		}
	}
	results, err := a.cfg.Domain.RecordConsents(ctx, v.gate, in.Audience, v.id, entries)
	if err != nil {
		return nil, err
	}
	out := &consentsOutput{Body: ConsentResults{Results: make([]ConsentResult, len(results))}}
	for i, r := range results {
		result := ConsentResult{Consent: consentOf(&r.Consent), Contact: r.Contact, Effective: r.Effective}
		if r.Problem != nil {
			result = ConsentResult{Consent: Consent{Number: in.Body.Entries[i].Number}, Problem: problemOf(r.Problem, false)}
		}
		out.Body.Results[i] = result
	}
	return out, nil
}

func consentEntryFrom(e ConsentEntry) inbox.ConsentEntry {
	out := inbox.ConsentEntry{
		Number: e.Number, Name: e.Name, Kind: inbox.RecordKind(e.Kind), Words: e.Words,
		Message: inbox.MessageKey{Conversation: e.Conversation, Message: e.Message},
	}
	if e.At != nil {
		out.At = *e.At
	}
	return out
}
