package store

import (
	"time"

	"confab/shared/inbox"
)

type contactEventRecord struct {
	ID           string                 `dynamodbav:"id"`
	Audience     string                 `dynamodbav:"audience"`
	Contact      string                 `dynamodbav:"contact"`
	Kind         inbox.ContactEventKind `dynamodbav:"kind"`
	At           time.Time              `dynamodbav:"at,omitempty"`
	Recorded     time.Time              `dynamodbav:"recorded,omitempty"`
	Name         string                 `dynamodbav:"name,omitempty"`
	Author       string                 `dynamodbav:"author,omitempty"`
	Campaign     string                 `dynamodbav:"campaign,omitempty"`
	Conversation string                 `dynamodbav:"conversation,omitempty"`
	Message      string                 `dynamodbav:"message,omitempty"`
	Order        string                 `dynamodbav:"order,omitempty"`
	Other        string                 `dynamodbav:"other,omitempty"`
	Detail       string                 `dynamodbav:"detail,omitempty"`
	Properties   string                 `dynamodbav:"properties,omitempty"`
}

func contactEventOf(it item) (inbox.ContactEvent, error) {
	r, err := decode[contactEventRecord](it)
	return inbox.ContactEvent(r), err
}

// orderRecord is kept under one attribute, which the index of lists shows: one
// item is both the order and its place among the contact's.
type orderRecord struct {
	Audience string            `dynamodbav:"audience"`
	External string            `dynamodbav:"external"`
	Contact  string            `dynamodbav:"contact"`
	Number   string            `dynamodbav:"number,omitempty"`
	Status   string            `dynamodbav:"status,omitempty"`
	Currency string            `dynamodbav:"currency,omitempty"`
	Total    string            `dynamodbav:"total,omitempty"`
	Lines    []inbox.OrderLine `dynamodbav:"lines,omitempty"`
	Link     string            `dynamodbav:"link,omitempty"`
	Placed   time.Time         `dynamodbav:"placed,omitempty"`
	Updated  time.Time         `dynamodbav:"updated,omitempty"`
	Rev      int64             `dynamodbav:"rev"`
}

type orderItem struct {
	Row orderRecord `dynamodbav:"row"`
	Rev int64       `dynamodbav:"rev"`
}

func orderOf(it item) (*inbox.Order, error) {
	r, err := decode[orderItem](it)
	o := inbox.Order(r.Row)
	return &o, err
}

func (p *plan) order(e inbox.Edit[inbox.Order]) {
	about := subject(e)
	k := orderKey(inbox.OrderKey{Audience: about.Audience, External: about.External})
	versioned(p, k, e, func(o *inbox.Order) *int64 { return &o.Rev }, func(o inbox.Order) (item, error) {
		it, err := encode(k, orderItem{orderRecord(o), o.Rev})
		return listed(it, list(contactOwner(o.Contact), ordersList, 0), orderSort(&o)), err
	})
}

// ordersList is the name of the list of a contact's orders.
const ordersList = "orders"

func orderSort(o *inbox.Order) string { return arrivalSort(o.Placed, bounded(o.External)) }
