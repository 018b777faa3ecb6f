package api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

// ContactList is one page of an audience's contacts.
type ContactList struct {
	Contacts   []ContactRow `json:"contacts"`
	NextCursor string       `json:"next_cursor,omitempty" doc:"Give it as cursor to go on; absent at the end."`
}

func (a *API) contactRoutes() {
	register(a, huma.Operation{
		OperationID: "list-contacts", Method: http.MethodGet, Path: "/v1/audiences/{audience}/contacts",
		Tags: []string{tagContacts}, Summary: "List or find contacts",
		Description: "By name; or those whose name, email or phone begins as given, in that order; or those who are known by any part of what is given.",
	}, a.listContacts)
	register(a, huma.Operation{
		OperationID: "create-contact", Method: http.MethodPost, Path: "/v1/audiences/{audience}/contacts",
		DefaultStatus: http.StatusCreated, Tags: []string{tagContacts}, Summary: "Create a contact",
		Description: "409 where one of its addresses is another contact's.",
	}, a.createContact)
	register(a, huma.Operation{
		OperationID: "get-contact", Method: http.MethodGet, Path: "/v1/contacts/{contact}",
		Tags: []string{tagContacts}, Summary: "Read a contact",
		Description: "With what is known of their addresses and numbers, and the time where they live.",
	}, a.getContact)
	register(a, huma.Operation{
		OperationID: "edit-contact", Method: http.MethodPatch, Path: "/v1/contacts/{contact}",
		Tags: []string{tagContacts}, Summary: "Edit a contact",
		Description: "What is left out stays as it is; lists and attributes are replaced whole.",
	}, a.editContact)
	register(a, huma.Operation{
		OperationID: "lift-suppression", Method: http.MethodDelete, Path: "/v1/audiences/{audience}/suppressions/{address}",
		DefaultStatus: http.StatusNoContent, Tags: []string{tagContacts}, Summary: "Mail an address again",
		Description: "Forgets that it bounced, or that its owner complained. Repeating it changes nothing.",
	}, a.liftSuppression)
}

type listContactsInput struct {
	Audience string `path:"audience" maxLength:"64" doc:"An audience's id."`
	Q        string `query:"q" maxLength:"200" doc:"Any parts of the name, an address or a number; those that came last first. Who came or changed is found after a minute or two."`
	Name     string `query:"name" maxLength:"100" doc:"How the name begins, in any case."`
	Email    string `query:"email" maxLength:"254" doc:"How an address begins, in any case."`
	Phone    string `query:"phone" maxLength:"20" doc:"How a number begins, with its +." example:"+155501"`
	Cursor   string `query:"cursor" maxLength:"1024"`
	Limit    int    `query:"limit" minimum:"1" maximum:"100" default:"25"`
}

type contactsOutput struct{ Body ContactList }

func (a *API) listContacts(ctx context.Context, v *visit, in *listContactsInput) (*contactsOutput, error) {
	given := 0
	for _, prefix := range []string{in.Q, in.Name, in.Email, in.Phone} {
		if prefix != "" {
			given++
		}
	}
	if given > 1 {
		return nil, invalid("query", "give one of q, name, email and phone")
	}
	if in.Q != "" {
		return a.searchContacts(ctx, v, in)
	}
	l := list{"contacts", in.Audience, in.Name, in.Email, in.Phone}
	after, err := a.after(l, in.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := a.cfg.Store.Contacts(ctx, inbox.ContactQuery{
		Audience: in.Audience, Name: in.Name, Email: in.Email, Phone: in.Phone, After: after, Limit: in.Limit,
	})
	if err != nil {
		return nil, fmt.Errorf("list contacts of audience %s: %w", in.Audience, err)
	}
	if err := v.gate(ctx, in.Audience); err != nil {
		return nil, err
	}
	n := len(page.Rows)
	if n == 0 { // perhaps because there is no such audience
		if _, err := a.audience(ctx, in.Audience); err != nil {
			return nil, err
		}
	}
	out := &contactsOutput{Body: ContactList{Contacts: each(page.Rows, contactRowOf)}}
	if page.More && n > 0 {
		out.Body.NextCursor = a.cursor(l, page.Rows[n-1].Cursor)
	}
	return out, nil
}

// NewContact is a person to add to an audience. It takes an email or a phone.
type NewContact struct {
	Name       string     `json:"name,omitempty" maxLength:"200" example:"Robin"`
	Emails     []string   `json:"emails,omitempty" maxItems:"10" example:"[\"robin@example.com\"]"`
	Phones     []string   `json:"phones,omitempty" maxItems:"10" example:"[\"+15550100\"]" doc:"In E.164 form."`
	TimeZone   string     `json:"time_zone,omitempty" maxLength:"64" example:"Europe/Paris" doc:"An IANA name."`
	Location   Location   `json:"location,omitempty"`
	Attributes Attributes `json:"attributes,omitempty"`
}

// Attributes are what a team notes of a contact, by names of its own.
type Attributes map[string]string

// Schema bounds them, so that a contact with all its attributes fits in the
// 400 KB of a row; [strict] bounds their names.
func (Attributes) Schema(huma.Registry) *huma.Schema {
	most, longest := inbox.MaxAttributes, inbox.MaxAttribute
	value := &huma.Schema{Type: huma.TypeString, MaxLength: &longest}
	value.PrecomputeMessages() // huma does so for the outer schema alone
	return &huma.Schema{
		Type: huma.TypeObject, MaxProperties: &most, AdditionalProperties: value,
		Description: fmt.Sprintf("Names have 1 to %d lower-case letters, digits and underscores; values at most %d bytes of UTF-8.", maxName, longest),
	}
}

type createContactInput struct {
	Audience       string `path:"audience" maxLength:"64" doc:"An audience's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           NewContact
	RawBody        []byte
}

func (a *API) createContact(ctx context.Context, v *visit, in *createContactInput) (*created[Contact], error) {
	c, err := a.cfg.Domain.CreateContact(ctx, v.gate, inbox.Contact{
		Audience: in.Audience, Name: in.Body.Name, Identities: identities(in.Body.Emails, in.Body.Phones),
		TimeZone: in.Body.TimeZone, Location: inbox.Location(in.Body.Location), Attributes: in.Body.Attributes,
	}, v.once(in.IdempotencyKey, in.RawBody, in.Audience))
	if err != nil {
		return nil, err
	}
	return &created[Contact]{Location: "/v1/contacts/" + c.ID, ETag: etag(c.Rev), Body: contactOf(c)}, nil
}

func identities(emails, phones []string) []inbox.Identity {
	var out []inbox.Identity
	for _, e := range emails {
		out = append(out, inbox.Identity{Kind: inbox.IdentityEmail, Value: inbox.NormalizeAddress(e)})
	}
	for _, p := range phones {
		out = append(out, inbox.Identity{Kind: inbox.IdentityPhone, Value: p})
	}
	return out
}

type contactInput struct {
	Contact string `path:"contact" maxLength:"64" doc:"A contact's id."`
}

type contactOutput struct {
	ETag string `header:"ETag"`
	Body Contact
}

func (a *API) getContact(ctx context.Context, v *visit, in *contactInput) (*contactOutput, error) {
	p, err := a.cfg.Domain.ProfileOf(ctx, v.gate, in.Contact)
	if err != nil {
		return nil, err
	}
	return &contactOutput{ETag: etag(p.Rev), Body: profileOf(p, a.cfg.Now())}, nil
}

func (a *API) contact(ctx context.Context, id string) (*inbox.Contact, error) {
	found, err := a.cfg.Store.Load(ctx, inbox.Keys{Contacts: []string{id}})
	if err != nil {
		return nil, fmt.Errorf("load contact %s: %w", id, err)
	}
	if c := found.Contacts[id]; c != nil {
		return c, nil
	}
	return nil, inbox.ErrNotFound
}

// EditContact says what to change.
type EditContact struct {
	Name       *string     `json:"name,omitempty" maxLength:"200"`
	Emails     *[]string   `json:"emails,omitempty" maxItems:"10"`
	Phones     *[]string   `json:"phones,omitempty" maxItems:"10" doc:"In E.164 form."`
	Blocked    *bool       `json:"blocked,omitempty" doc:"Blocking closes their conversations; what they write from then on is kept, counted, and kept out of the inbox. Of more than a hundred conversations a job closes the others."`
	TimeZone   *string     `json:"time_zone,omitempty" maxLength:"64"`
	Location   *Location   `json:"location,omitempty" doc:"Replaced whole."`
	Attributes *Attributes `json:"attributes,omitempty"`
}

type editContactInput struct {
	Contact string `path:"contact" maxLength:"64" doc:"A contact's id."`
	IfMatch string `header:"If-Match" example:"\"7\"" doc:"The ETag of the version you saw."`
	Body    EditContact
}

func (a *API) editContact(ctx context.Context, v *visit, in *editContactInput) (*contactOutput, error) {
	rev, err := version(in.IfMatch)
	if err != nil {
		return nil, err
	}
	c, err := a.cfg.Domain.EditContact(ctx, v.gate, in.Contact, rev, in.Body.apply)
	if err != nil {
		return nil, err
	}
	return &contactOutput{ETag: etag(c.Rev), Body: contactOf(c)}, nil
}

func (e *EditContact) apply(c *inbox.Contact) error {
	set(&c.Name, e.Name)
	set(&c.Blocked, e.Blocked)
	set(&c.TimeZone, e.TimeZone)
	if e.Location != nil {
		c.Location = inbox.Location(*e.Location)
	}
	if e.Attributes != nil {
		c.Attributes = *e.Attributes
	}
	if e.Emails != nil || e.Phones != nil {
		was := contactOf(c)
		set(&was.Emails, e.Emails)
		set(&was.Phones, e.Phones)
		c.Identities = identities(was.Emails, was.Phones)
	}
	return nil
}

// set changes a field if the client gave one.
func set[T any](field *T, given *T) {
	if given != nil {
		*field = *given
	}
}

type suppressionInput struct {
	Audience string `path:"audience" maxLength:"64" doc:"An audience's id."`
	Address  string `path:"address" maxLength:"254" doc:"An email address." example:"robin@example.com"`
}

func (a *API) liftSuppression(ctx context.Context, v *visit, in *suppressionInput) (*struct{}, error) {
	return nil, a.cfg.Domain.LiftSuppression(ctx, v.gate, in.Audience, inbox.NormalizeAddress(in.Address))
}
