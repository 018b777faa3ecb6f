package inbox

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"
)

// maxIdentities is how many addresses and numbers a contact may have.
const maxIdentities = 20

// maxAttributeName is how long the name of an attribute may be.
const maxAttributeName = 100

// CreateContact adds a contact to its audience. ErrConflict where another
// contact has one of its identities already.
func (b *Inbox) CreateContact(ctx context.Context, gate Gate, c Contact, r *Request) (*Contact, error) {
	f, err := b.Store.Load(ctx, Keys{Audiences: []string{c.Audience}, Requests: requestKeys(r)})
	if err != nil {
		return nil, err
	}
	if f.Audiences[c.Audience] == nil {
		return nil, problem(ErrNotFound, "There is no such audience.")
	}
	if err := gate(ctx, c.Audience); err != nil {
		return nil, err
	}
	done, err := r.replayed(f)
	if err != nil {
		return nil, err
	}
	if done != nil {
		return b.contact(ctx, done.Contact)
	}
	now := b.Now()
	c.ID, c.Created, c.Rev = b.IDs.New(now), now, 0
	if err := c.tidy(); err != nil {
		return nil, err
	}
	change := Change{Contacts: []Edit[Contact]{{After: &c}}, Request: r.made(now, "", "", c.ID)}
	if err := b.Store.Commit(ctx, change); err != nil {
		return nil, taken(err)
	}
	return &c, nil
}

// EditContact changes a contact. ifMatch, unless 0, is the revision the caller
// saw. Blocking closes the contact's conversations, see closeAll; unblocking lets
// new messages in and leaves those that are closed. What the contact's
// conversations show of its name stays until they move.
func (b *Inbox) EditContact(ctx context.Context, gate Gate, id string, ifMatch int64, edit func(*Contact) error) (*Contact, error) {
	before, err := b.contact(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := gate(ctx, before.Audience); err != nil {
		return nil, err
	}
	if ifMatch != 0 && ifMatch != before.Rev {
		return nil, problem(ErrConflict, "The contact has changed since you loaded it; load it again.")
	}
	after := *before
	after.Identities = slices.Clone(before.Identities)
	after.Attributes = maps.Clone(before.Attributes)
	if err := edit(&after); err != nil {
		return nil, err
	}
	if err := after.tidy(); err != nil {
		return nil, err
	}
	after.Updated = b.Now()
	change := Change{Contacts: []Edit[Contact]{{Before: before, After: &after}}}
	if after.Blocked != before.Blocked {
		b.noteBlocking(ctx, &change, &after)
	}
	if err := b.inherit(ctx, &change, before, &after); err != nil {
		return nil, err
	}
	if err := b.Store.Commit(ctx, change); err != nil {
		return nil, taken(err)
	}
	if !after.Blocked {
		return &after, nil
	}
	return &after, b.closeAll(ctx, &after)
}

// inherit has addresses that a contact gains remember what its others remember.
func (b *Inbox) inherit(ctx context.Context, change *Change, before, after *Contact) error {
	had := before.Emails()
	if len(had) == 0 {
		return nil
	}
	first := Identity{Kind: IdentityEmail, Value: had[0]}
	var known Known
	for _, email := range after.Emails() {
		if slices.Contains(had, email) {
			continue
		}
		if known.Contact == "" {
			f, err := b.Store.Load(ctx, Keys{Senders: []Identity{first}})
			if err != nil {
				return err
			}
			known = f.Senders[first][after.Audience]
		}
		gained := known
		gained.Contact, gained.Identity.Value = after.ID, email
		change.Recent = append(change.Recent, Recent{Known: gained})
	}
	return nil
}

// LiftSuppression lets an address be mailed again, on an agent's say.
func (b *Inbox) LiftSuppression(ctx context.Context, gate Gate, audience, address string) error {
	if err := gate(ctx, audience); err != nil {
		return err
	}
	s := Suppression{Audience: audience, Address: NormalizeAddress(address)}
	return b.Store.Commit(ctx, Change{
		Unsuppress: []Suppression{s},
		Audit:      b.audit(ctx, AuditSuppressionLifted, audience, masked(s.Address), nil),
	})
}

func (b *Inbox) contact(ctx context.Context, id string) (*Contact, error) {
	f, err := b.Store.Load(ctx, Keys{Contacts: []string{id}})
	if err != nil {
		return nil, err
	}
	if f.Contacts[id] == nil {
		return nil, problem(ErrNotFound, "There is no such contact.")
	}
	return f.Contacts[id], nil
}

// tidy brings what people typed into its one form and says what cannot be.
func (c *Contact) tidy() error {
	c.Name = clip(oneLine(c.Name), maxName)
	if c.TimeZone != "" {
		if _, err := time.LoadLocation(c.TimeZone); err != nil || c.TimeZone == "Local" {
			return problem(ErrInvalid, "%q is not an IANA time zone such as Europe/Lisbon.", c.TimeZone)
		}
	}
	if err := c.Location.tidy(); err != nil {
		return err
	}
	if err := checkAttributes(c.Attributes); err != nil {
		return err
	}
	var out []Identity
	for _, i := range c.Identities {
		switch i.Kind {
		case IdentityEmail:
			i.Value = NormalizeAddress(i.Value)
			if !validAddress(i.Value) {
				return problem(ErrInvalid, "%q is not an email address.", i.Value)
			}
		case IdentityPhone:
			i.Value = strings.TrimSpace(i.Value)
			if !validPhone(i.Value) {
				return problem(ErrInvalid, "%q is not a phone number in E.164 form such as +15550123.", i.Value)
			}
		default:
			return problem(ErrInvalid, "%q is not a kind of identity; email and phone are.", i.Kind)
		}
		if !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	if len(out) == 0 {
		return problem(ErrInvalid, "A contact needs at least one email address or phone number.")
	}
	if len(out) > maxIdentities {
		return problem(ErrInvalid, "A contact has at most %d addresses and numbers.", maxIdentities)
	}
	c.Identities = out
	return nil
}

func (l *Location) tidy() error {
	l.City, l.Region = clip(oneLine(l.City), maxName), clip(oneLine(l.Region), maxName)
	l.Country = strings.ToUpper(strings.TrimSpace(l.Country))
	if l.Country != "" && (len(l.Country) != 2 || strings.Trim(l.Country, capitals) != "") {
		return problem(ErrInvalid, "%q is not a country code of two letters such as PT.", l.Country)
	}
	return nil
}

const (
	capitals       = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	attributeSigns = "abcdefghijklmnopqrstuvwxyz0123456789_"
)

// checkAttributes refuses names that templates could not hold, and more than a
// row has room for.
func checkAttributes(attributes map[string]string) error {
	if len(attributes) > MaxAttributes {
		return problem(ErrInvalid, "A contact has at most %d attributes.", MaxAttributes)
	}
	for name, value := range attributes {
		switch {
		case name == "" || len(name) > maxAttributeName || strings.Trim(name, attributeSigns) != "":
			return problem(ErrInvalid, "The name of an attribute has 1 to %d lower-case letters, digits and underscores.", maxAttributeName)
		case len(value) > MaxAttribute:
			return problem(ErrInvalid, "The attribute %s has %d bytes; at most %d can be kept.", name, len(value), MaxAttribute)
		}
	}
	return nil
}

// validPhone tells whether s is in E.164 form: a plus and up to 15 digits, the
// first not zero (ITU-T E.164 §6).
func validPhone(s string) bool {
	if len(s) < 8 || len(s) > 16 || s[0] != '+' || s[1] == '0' {
		return false
	}
	return strings.Trim(s[1:], "0123456789") == ""
}

func taken(err error) error {
	if errors.Is(err, ErrConflict) {
		return problem(ErrConflict, "Another contact has one of these addresses, or this contact has changed meanwhile.")
	}
	return err
}

func requestKeys(r *Request) []string {
	if r == nil {
		return nil
	}
	return []string{r.Key}
}

// made completes the record of a request with what it made.
func (r *Request) made(at time.Time, conversation, message, other string) *Request {
	if r == nil {
		return nil
	}
	done := *r
	done.Conversation, done.Message, done.Contact, done.Expires = conversation, message, other, at.Add(RequestTTL)
	return &done
}
