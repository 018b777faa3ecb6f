package inbox

import (
	"cmp"
	"context"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Order is what a contact ordered, as a shop tells it. Nothing is computed from
// it: amounts are decimal numbers in words, such as "129.90", so that nobody has
// to know how many decimals a currency has.
type Order struct {
	Audience string
	External string // the shop's id of it, unique in the audience
	Contact  string
	Number   string // by which people know it
	Status   string // the shop's word
	Currency string // ISO 4217
	Total    string
	Lines    []OrderLine
	Link     string // https, to the order in the shop
	Placed   time.Time
	// Updated is of which moment this version is: an older one never replaces it.
	Updated time.Time
	Rev     int64
}

// OrderLine is one position of an order.
type OrderLine struct {
	Product  string
	Quantity int
	Price    string // of all of them
}

// OrderKey names an order.
type OrderKey struct{ Audience, External string }

// OrderQuery asks for one page of a contact's orders, the newest first.
type OrderQuery struct {
	Contact string
	After   string // Cursor of the order to go on after
	Limit   int
}

// ListedOrder is an order with its place on a list.
type ListedOrder struct {
	Order
	Cursor string
}

// OrderPage is one page of orders.
type OrderPage struct {
	Orders []ListedOrder
	More   bool
}

// OrdersOf reads one page of a contact's orders, with those of the contacts that
// were merged into it.
func (b *Inbox) OrdersOf(ctx context.Context, gate Gate, q OrderQuery) (*OrderPage, error) {
	c, err := b.contact(ctx, q.Contact)
	if err != nil {
		return nil, err
	}
	if err := gate(ctx, c.Audience); err != nil {
		return nil, err
	}
	ids := c.everyID()
	pages := make([]*OrderPage, len(ids))
	var reads []func() error
	for i, id := range ids {
		reads = append(reads, func() (err error) {
			pages[i], err = b.Store.Orders(ctx, OrderQuery{Contact: id, After: q.After, Limit: q.Limit})
			return err
		})
	}
	if err := together(reads); err != nil {
		return nil, err
	}
	out := &OrderPage{}
	for _, p := range pages {
		out.Orders, out.More = append(out.Orders, p.Orders...), out.More || p.More
	}
	slices.SortFunc(out.Orders, func(a, b ListedOrder) int { return cmp.Compare(b.Cursor, a.Cursor) })
	if len(out.Orders) > q.Limit {
		out.Orders, out.More = out.Orders[:q.Limit], true
	}
	return out, nil
}

// Limits of an order.
const (
	MaxOrderLines = 100
	maxOrderLink  = 2000
	maxAmount     = 20
)

// Whom says of which contact a client tells: by id, or by an address or number
// in an audience. Who is not known becomes a contact.
type Whom struct {
	Audience string // may be empty with Contact
	Contact  string
	Identity Identity
}

// PutOrder keeps an order as a shop tells it, and enters in the contact's
// activity that it was placed or has another status. What is kept of a later
// moment stays and is returned.
func (b *Inbox) PutOrder(ctx context.Context, gate Gate, whom Whom, o Order) (out *Order, err error) {
	err = b.retry(ctx, func() error {
		out, err = b.putOrder(ctx, gate, whom, o)
		return err
	})
	return out, err
}

func (b *Inbox) putOrder(ctx context.Context, gate Gate, whom Whom, o Order) (*Order, error) {
	key := OrderKey{whom.Audience, o.External}
	var change Change
	t, err := b.tellOf(ctx, gate, whom, Keys{Orders: []OrderKey{key}}, &change)
	if err != nil {
		return nil, err
	}
	if err := o.tidy(b.Now()); err != nil {
		return nil, err
	}
	before := t.found.Orders[key]
	o.Audience, o.Contact = whom.Audience, t.contact.ID
	if before != nil {
		o.Rev = before.Rev
		if before.Updated.After(o.Updated) || reflect.DeepEqual(*before, o) {
			return before, nil
		}
	}
	change.Orders = []Edit[Order]{{Before: before, After: &o}}
	if before == nil || before.Status != o.Status {
		at := o.Updated
		if before == nil {
			at = o.Placed
		}
		e := ContactEvent{Kind: EventOrder, At: at, Name: o.Number, Order: o.External, Detail: o.Status, Author: Actor(ctx)}
		change.ContactEvents = []ContactEvent{b.contactEvent(o.Audience, o.Contact, e, o.External+" "+o.Status+" "+o.Updated.String())}
	}
	return &o, b.Store.Commit(ctx, change)
}

// tidy brings what a shop tells into its one form and says what cannot be.
func (o *Order) tidy(now time.Time) error {
	o.Number, o.Status = clip(oneLine(o.Number), maxName), clip(oneLine(o.Status), maxName)
	o.Currency = strings.ToUpper(strings.TrimSpace(o.Currency))
	if o.Placed = o.Placed.UTC().Truncate(time.Millisecond); o.Updated.IsZero() {
		o.Updated = now
	}
	o.Updated = o.Updated.UTC().Truncate(time.Millisecond)
	link, err := url.Parse(o.Link)
	switch {
	case o.External == "" || o.External != oneLine(o.External):
		return problem(ErrInvalid, "An order needs an id in one line.")
	case len(o.Currency) != 3 || strings.Trim(o.Currency, capitals) != "":
		return problem(ErrInvalid, "%q is not a currency code of three letters such as EUR (ISO 4217).", o.Currency)
	case !validAmount(o.Total):
		return problem(ErrInvalid, "The total must be a decimal number such as 129.90.")
	case o.Placed.IsZero() || o.Placed.After(now.Add(clockSkew)) || o.Updated.After(now.Add(clockSkew)):
		return problem(ErrInvalid, "placed_at and updated_at must be times that are past.")
	case o.Link != "" && (err != nil || link.Scheme != "https" || link.Host == "" || len(o.Link) > maxOrderLink):
		return problem(ErrInvalid, "The link must be an address that begins with https://.")
	case len(o.Lines) > MaxOrderLines:
		return problem(ErrInvalid, "An order has at most %d lines.", MaxOrderLines)
	}
	for i := range o.Lines {
		l := &o.Lines[i]
		if l.Product = clip(oneLine(l.Product), maxName); l.Product == "" || l.Quantity < 1 || !validAmount(l.Price) {
			return problem(ErrInvalid, "Line %d needs a product, a quantity of 1 or more, and a price such as 64.95.", i+1)
		}
	}
	return nil
}

// validAmount tells a decimal number, written with a point and without
// separators.
func validAmount(s string) bool {
	whole, decimals, point := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	return len(s) <= maxAmount && digits(whole) && (!point || digits(decimals))
}

// told is what was read for something that a client tells of a contact.
type told struct {
	found   *Found
	contact *Contact
}

// tellOf finds of whom a client tells, and makes them a contact where nobody has
// their address or number; it reads what else is asked for in the same round
// trip. It asks the gate, and has the change require who is known already.
func (b *Inbox) tellOf(ctx context.Context, gate Gate, whom Whom, keys Keys, change *Change) (told, error) {
	if whom.Contact != "" {
		keys.Contacts = []string{whom.Contact}
	} else {
		keys.Audiences = []string{whom.Audience}
		keys.Senders = []Identity{whom.Identity}
	}
	f, err := b.Store.Load(ctx, keys)
	if err != nil {
		return told{}, err
	}
	t := told{found: f, contact: f.Contacts[whom.Contact]}
	if whom.Contact != "" {
		if t.contact == nil {
			return t, problem(ErrNotFound, "There is no such contact.")
		}
		if err := gate(ctx, t.contact.Audience); err != nil {
			return t, err
		}
		if whom.Audience != "" && whom.Audience != t.contact.Audience {
			return t, problem(ErrNotFound, "There is no such contact in this audience.")
		}
		change.RequireContact = t.contact.ID
		return t, nil
	}
	if f.Audiences[whom.Audience] == nil {
		return t, problem(ErrNotFound, "There is no such audience.")
	}
	if err := gate(ctx, whom.Audience); err != nil {
		return t, err
	}
	if known := f.Senders[whom.Identity][whom.Audience]; known.Contact != "" {
		t.contact = &Contact{ID: known.Contact, Audience: whom.Audience}
		change.RequireContact = known.Contact
		return t, nil
	}
	now := b.Now()
	t.contact = &Contact{ID: b.IDs.New(now), Audience: whom.Audience, Identities: []Identity{whom.Identity}, Created: now}
	change.Contacts = []Edit[Contact]{{After: t.contact}}
	return t, t.contact.tidy()
}
