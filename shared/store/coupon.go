package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"confab/shared/inbox"
)

type couponPoolRecord struct {
	Audience string    `dynamodbav:"audience"`
	Name     string    `dynamodbav:"name"`
	Made     int       `dynamodbav:"made,omitempty"`
	Taken    int       `dynamodbav:"taken,omitempty"`
	Author   string    `dynamodbav:"author,omitempty"`
	Created  time.Time `dynamodbav:"created,omitempty"`
	Rev      int64     `dynamodbav:"rev"`
}

type couponPageRecord struct {
	Audience string   `dynamodbav:"audience"`
	Pool     string   `dynamodbav:"pool"`
	N        int      `dynamodbav:"n"`
	Codes    []string `dynamodbav:"codes"`
	Rev      int64    `dynamodbav:"rev"`
}

func couponPoolOf(it item) (*inbox.CouponPool, error) {
	r, err := decode[couponPoolRecord](it)
	p := inbox.CouponPool(r)
	return &p, err
}

func couponPageOf(it item) (*inbox.CouponPage, error) {
	r, err := decode[couponPageRecord](it)
	p := inbox.CouponPage(r)
	return &p, err
}

func couponPools(audience string) string { return list(audience, "coupons", 0) }

func (p *plan) couponPool(e inbox.Edit[inbox.CouponPool]) {
	about := subject(e)
	k := couponPoolKey(inbox.CouponKey{Audience: about.Audience, Name: about.Name})
	versioned(p, k, e, func(c *inbox.CouponPool) *int64 { return &c.Rev }, func(c inbox.CouponPool) (item, error) {
		it, err := encode(k, couponPoolRecord(c))
		return listed(it, couponPools(c.Audience), bounded(c.Name)), err
	})
}

func (p *plan) couponPage(e inbox.Edit[inbox.CouponPage]) {
	about := subject(e)
	k := couponPageKey(inbox.CouponPageKey{Audience: about.Audience, Pool: about.Pool, N: about.N})
	versioned(p, k, e, func(c *inbox.CouponPage) *int64 { return &c.Rev }, func(c inbox.CouponPage) (item, error) {
		return encode(k, couponPageRecord(c))
	})
}

// CouponPools lists an audience's, by name.
func (t *Table) CouponPools(ctx context.Context, audience string) ([]inbox.CouponPool, error) {
	var out []inbox.CouponPool
	err := t.accountList(ctx, couponPools(audience), func(it item) error {
		p, err := couponPoolOf(it)
		out = append(out, *p)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list pools of coupon codes: %w", err)
	}
	slices.SortFunc(out, func(a, b inbox.CouponPool) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}
