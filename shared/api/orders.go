package api

import (
	"context"
	"time"

	"confab/shared/inbox"
)

// Order is what a contact ordered. Amounts are decimal numbers in words, so that
// nothing has to know how many decimals a currency has.
type Order struct {
	ID       string      `json:"id" example:"shop-4711" doc:"The shop's id of it."`
	Contact  string      `json:"contact" doc:"The contact's id."`
	Number   string      `json:"number" example:"#4711" doc:"By which people know it."`
	Status   string      `json:"status" example:"shipped" doc:"The shop's word."`
	Currency string      `json:"currency" example:"EUR" doc:"ISO 4217."`
	Total    string      `json:"total" example:"129.90"`
	Lines    []OrderLine `json:"lines"`
	Link     string      `json:"link" doc:"To the order in the shop, or empty."`
	PlacedAt time.Time   `json:"placed_at"`
	Updated  time.Time   `json:"updated_at" doc:"Of which moment this version is."`
}

// OrderLine is one position of an order.
type OrderLine struct {
	Product  string `json:"product" minLength:"1" maxLength:"200" example:"Chair, oak"`
	Quantity int    `json:"quantity" minimum:"1" maximum:"1000000"`
	Price    string `json:"price" pattern:"^-?[0-9]+(\\.[0-9]+)?$" maxLength:"20" example:"64.95" doc:"Of all of them."`
}

// OrderList is one page of a contact's orders.
type OrderList struct {
	Orders     []Order `json:"orders"`
	NextCursor string  `json:"next_cursor,omitempty" doc:"Give it as cursor to go on; absent at the end."`
}

// PutOrder is an order as a shop tells it, of a contact by id, email or phone.
type PutOrder struct {
	Identified
	Contact  string      `json:"contact,omitempty" maxLength:"64" doc:"The contact's id, in place of email or phone."`
	Number   string      `json:"number,omitempty" maxLength:"100"`
	Status   string      `json:"status,omitempty" maxLength:"100"`
	Currency string      `json:"currency" pattern:"^[A-Za-z]{3}$" example:"EUR"`
	Total    string      `json:"total" pattern:"^-?[0-9]+(\\.[0-9]+)?$" maxLength:"20" example:"129.90"`
	Lines    []OrderLine `json:"lines,omitempty" maxItems:"100"`
	Link     string      `json:"link,omitempty" maxLength:"2000" example:"https://shop.example.com/orders/4711"`
	PlacedAt time.Time   `json:"placed_at"`
	Updated  time.Time   `json:"updated_at,omitempty" doc:"Of which moment this is; now if left out. An older version never replaces a later one."`
}

type putOrderInput struct {
	Audience string `path:"audience" maxLength:"64" doc:"An audience's id."`
	Order    string `path:"order" maxLength:"100" doc:"The shop's id of the order."`
	Body     PutOrder
}

type orderOutput struct{ Body Order }

func (a *API) putOrder(ctx context.Context, v *visit, in *putOrderInput) (*orderOutput, error) {
	whom := inbox.Whom{Audience: in.Audience, Contact: in.Body.Contact}
	if in.Body.Contact == "" {
		var err error
		if whom, err = in.Body.whom(in.Audience); err != nil {
			return nil, err
		}
	}
	o, err := a.cfg.Domain.PutOrder(ctx, v.gate, whom, inbox.Order{
		External: in.Order, Number: in.Body.Number, Status: in.Body.Status, Currency: in.Body.Currency, Total: in.Body.Total,
		Lines: each(in.Body.Lines, func(l OrderLine) inbox.OrderLine { return inbox.OrderLine(l) }),
		Link:  in.Body.Link, Placed: in.Body.PlacedAt, Updated: in.Body.Updated,
	})
	if err != nil {
		return nil, err
	}
	return &orderOutput{Body: orderOf(o)}, nil
}

func orderOf(o *inbox.Order) Order {
	return Order{
		ID: o.External, Contact: o.Contact, Number: o.Number, Status: o.Status, Currency: o.Currency, Total: o.Total,
		Lines: each(o.Lines, func(l inbox.OrderLine) OrderLine { return OrderLine(l) }),
		Link:  o.Link, PlacedAt: o.Placed.UTC(), Updated: o.Updated.UTC(),
	}
}

type listContactOrdersInput struct {
	Contact string `path:"contact" maxLength:"64" doc:"A contact's id."`
	Cursor  string `query:"cursor" maxLength:"1024"`
	Limit   int    `query:"limit" minimum:"1" maximum:"25" default:"10"`
}

type ordersOutput struct{ Body OrderList }

func (a *API) listContactOrders(ctx context.Context, v *visit, in *listContactOrdersInput) (*ordersOutput, error) {
	l := list{"orders", in.Contact}
	after, err := a.after(l, in.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := a.cfg.Domain.OrdersOf(ctx, v.gate, inbox.OrderQuery{Contact: in.Contact, After: after, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	out := &ordersOutput{Body: OrderList{Orders: each(page.Orders, func(o inbox.ListedOrder) Order { return orderOf(&o.Order) })}}
	if n := len(page.Orders); page.More && n > 0 {
		out.Body.NextCursor = a.cursor(l, page.Orders[n-1].Cursor)
	}
	return out, nil
}
