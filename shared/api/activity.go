package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

func (a *API) activityRoutes() {
	register(a, huma.Operation{
		OperationID: "list-contact-activity", Method: http.MethodGet, Path: "/v1/contacts/{contact}/activity",
		Tags: []string{tagContacts}, Summary: "Read what happened with a contact",
		Description: "Newest first: messages, what campaigns and flows did, clicks, orders, messages that did not reach them, events that clients posted, and what the law asks about texts.",
	}, a.contactActivity)
	register(a, huma.Operation{
		OperationID: "post-contact-event", Method: http.MethodPost, Path: "/v1/contacts/{contact}/events",
		DefaultStatus: http.StatusCreated, Tags: []string{tagContacts}, Summary: "Post an event of a contact",
		Description: "It stands in their activity for ever.",
	}, a.postContactEvent)
	register(a, huma.Operation{
		OperationID: "post-event", Method: http.MethodPost, Path: "/v1/audiences/{audience}/events",
		DefaultStatus: http.StatusCreated, Tags: []string{tagContacts}, Summary: "Post an event of whoever has an address or number",
		Description: "Who is not known becomes a contact.",
	}, a.postEvent)
	register(a, huma.Operation{
		OperationID: "put-order", Method: http.MethodPut, Path: "/v1/audiences/{audience}/orders/{order}",
		Tags: []string{tagContacts}, Summary: "Tell of an order",
		Description: "By the shop's own id of it. It replaces what is known of the order, unless that is of a later updated_at: then nothing changes, and what is known is answered. Repeating it changes nothing. Who is not known by email or phone becomes a contact.",
	}, a.putOrder)
	register(a, huma.Operation{
		OperationID: "list-contact-orders", Method: http.MethodGet, Path: "/v1/contacts/{contact}/orders",
		Tags: []string{tagContacts}, Summary: "List a contact's orders",
		Description: "With their lines, the one placed last first.",
	}, a.listContactOrders)
}

// ContactActivity is one page of what happened with a contact.
type ContactActivity struct {
	Entries    []ActivityEntry `json:"entries" doc:"Newest first. A page may be short, or empty, although there are more."`
	NextCursor string          `json:"next_cursor,omitempty" doc:"Give it as cursor to go on; absent at the end."`
}

// ActivityEntry is one thing that happened with a contact. One of event, record
// and message is there.
type ActivityEntry struct {
	ID      string        `json:"id" doc:"Sorts by when it happened."`
	Kind    string        `json:"kind" enum:"message,event,campaign,flow,click,order,failed,text,contact" doc:"failed: a message of ours failed, bounced or was complained about; text: what the law asks about texts; contact: they were blocked or merged."`
	Event   *ContactEvent `json:"event,omitempty"`
	Record  *TextRecord   `json:"record,omitempty"`
	Message *Message      `json:"message,omitempty"`
}

// ContactEvent is what happened with a contact that is no message.
type ContactEvent struct {
	ID           string         `json:"id" doc:"Sorts by when it happened."`
	Contact      string         `json:"contact" doc:"The contact's id; of one merged into another, still its own."`
	Kind         string         `json:"kind" enum:"event,campaign,flow,click,order,failed,blocked,unblocked,merged,unmerged"`
	At           time.Time      `json:"at" doc:"When it happened."`
	Name         string         `json:"name" example:"cart_abandoned"`
	Author       string         `json:"author" doc:"The id of the member who did it, or of who posted it; or empty."`
	Campaign     string         `json:"campaign" doc:"The id of the campaign or flow it is about, or empty."`
	Conversation string         `json:"conversation" doc:"With message: what it is about, if anything."`
	Message      string         `json:"message"`
	Order        string         `json:"order" doc:"The shop's id of the order it is about, or empty."`
	Other        string         `json:"other" doc:"The id of the other contact of a merge, or empty."`
	Detail       string         `json:"detail" doc:"The state of a delivery, the status of an order, where a link led, what the other contact of a merge is called; or empty."`
	Properties   map[string]any `json:"properties"`
}

func contactEventOf(e *inbox.ContactEvent) *ContactEvent {
	out := &ContactEvent{
		ID: e.ID, Contact: e.Contact, Kind: string(e.Kind), At: e.At.UTC(), Name: e.Name, Author: e.Author, Campaign: e.Campaign,
		Conversation: e.Conversation, Message: e.Message, Order: e.Order, Other: e.Other, Detail: e.Detail, Properties: map[string]any{},
	}
	if e.Properties != "" {
		_ = json.Unmarshal([]byte(e.Properties), &out.Properties) // it was JSON when it was kept
	}
	return out
}

type contactActivityInput struct {
	Contact string `path:"contact" maxLength:"64" doc:"A contact's id."`
	Kind    string `query:"kind" maxLength:"100" pattern:"^(message|event|campaign|flow|click|order|failed|text|contact)(,(message|event|campaign|flow|click|order|failed|text|contact))*$" doc:"Only entries of a kind, or of several with commas between them." example:"message,order"`
	Cursor  string `query:"cursor" maxLength:"1024"`
	Limit   int    `query:"limit" minimum:"1" maximum:"50" default:"25"`
}

type activityOutput struct{ Body ContactActivity }

func (a *API) contactActivity(ctx context.Context, v *visit, in *contactActivityInput) (*activityOutput, error) {
	l := list{"activity", in.Contact, in.Kind}
	before, err := a.after(l, in.Cursor)
	if err != nil {
		return nil, err
	}
	q := inbox.ActivityQuery{Contact: in.Contact, Before: before, Limit: in.Limit}
	if in.Kind != "" {
		for _, k := range strings.Split(in.Kind, ",") {
			q.Kinds = append(q.Kinds, inbox.ActivityKind(k))
		}
	}
	page, err := a.cfg.Domain.ActivityOf(ctx, v.gate, q)
	if err != nil {
		return nil, err
	}
	out := &activityOutput{Body: ContactActivity{Entries: each(page.Entries, activityEntryOf)}}
	if page.More {
		out.Body.NextCursor = a.cursor(l, page.Next)
	}
	return out, nil
}

func activityEntryOf(e inbox.ActivityEntry) ActivityEntry {
	out := ActivityEntry{ID: e.ID, Kind: string(e.Kind)}
	switch {
	case e.Event != nil:
		out.Event = contactEventOf(e.Event)
	case e.Record != nil:
		r := textRecordOf(*e.Record)
		out.Record = &r
	case e.Message != nil:
		m := messageOf(e.Message)
		out.Message = &m
	}
	return out
}

// PostContactEvent is what a client tells of a contact.
type PostContactEvent struct {
	Kind       string         `json:"kind,omitempty" enum:"event,campaign,flow,click" default:"event" doc:"campaign: they received one; flow: they entered one, or got a message of it; click: they followed a link in it. Anything else is an event."`
	Name       string         `json:"name,omitempty" maxLength:"100" example:"cart_abandoned" doc:"Required of an event and a click."`
	At         time.Time      `json:"at,omitempty" doc:"When it happened; now if left out."`
	Campaign   string         `json:"campaign,omitempty" maxLength:"64" doc:"A campaign's or flow's id; required of those kinds."`
	Detail     string         `json:"detail,omitempty" maxLength:"500" doc:"One short value, such as where a link led."`
	Properties map[string]any `json:"properties,omitempty" doc:"At most 4 KB of JSON."`
}

// Identified is who has an address or a number; one of the two.
type Identified struct {
	Email string `json:"email,omitempty" maxLength:"254" example:"robin@example.com"`
	Phone string `json:"phone,omitempty" maxLength:"20" example:"+15550100" doc:"In E.164 form."`
}

// PostEvent is what a client tells of whoever has an address or a number.
type PostEvent struct {
	Identified
	PostContactEvent
}

type postContactEventInput struct {
	Contact        string `path:"contact" maxLength:"64" doc:"A contact's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           PostContactEvent
	RawBody        []byte
}

type contactEventOutput struct {
	Location string `header:"Location" doc:"Path of this API by which the contact's activity is read."`
	Body     ContactEvent
}

func (a *API) postContactEvent(ctx context.Context, v *visit, in *postContactEventInput) (*contactEventOutput, error) {
	return a.noteEvent(ctx, v, inbox.Whom{Contact: in.Contact}, &in.Body, v.once(in.IdempotencyKey, in.RawBody, in.Contact))
}

type postEventInput struct {
	Audience       string `path:"audience" maxLength:"64" doc:"An audience's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           PostEvent
	RawBody        []byte
}

func (a *API) postEvent(ctx context.Context, v *visit, in *postEventInput) (*contactEventOutput, error) {
	whom, err := in.Body.whom(in.Audience)
	if err != nil {
		return nil, err
	}
	return a.noteEvent(ctx, v, whom, &in.Body.PostContactEvent, v.once(in.IdempotencyKey, in.RawBody, in.Audience))
}

func (a *API) noteEvent(ctx context.Context, v *visit, whom inbox.Whom, e *PostContactEvent, r *inbox.Request) (*contactEventOutput, error) {
	event := inbox.ContactEvent{Kind: inbox.ContactEventKind(e.Kind), Name: e.Name, At: e.At, Campaign: e.Campaign, Detail: e.Detail}
	if len(e.Properties) > 0 {
		properties, err := json.Marshal(e.Properties)
		if err != nil {
			return nil, fmt.Errorf("write the properties of an event: %w", err)
		}
		event.Properties = string(properties)
	}
	kept, err := a.cfg.Domain.PostContactEvent(ctx, v.gate, whom, event, r)
	if err != nil {
		return nil, err
	}
	return &contactEventOutput{Location: "/v1/contacts/" + kept.Contact + "/activity", Body: *contactEventOf(kept)}, nil
}

// whom reads who is meant in an audience.
func (i *Identified) whom(audience string) (inbox.Whom, error) {
	if (i.Email == "") == (i.Phone == "") {
		return inbox.Whom{}, invalid("body", "name the contact by one of email and phone")
	}
	who := identities([]string{i.Email}, nil)[0]
	if i.Phone != "" {
		who = identities(nil, []string{i.Phone})[0]
	}
	return inbox.Whom{Audience: audience, Identity: who}, nil
}
