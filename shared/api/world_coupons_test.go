package api_test

import (
	"context"

	"confab/shared/inbox"
)

func (w *world) couponPool(audience string) *inbox.CouponPool {
	if w.audience(audience) == nil {
		return nil
	}
	return &inbox.CouponPool{Audience: audience, Name: "welcome", Made: 5, Taken: 2, Author: secret(audience), Created: noon, Rev: 3}
}

func (w *world) CouponPools(_ context.Context, audience string) (out []inbox.CouponPool, err error) {
	if p := w.couponPool(audience); p != nil {
		out = append(out, *p)
	}
	return out, nil
}

func (w *world) CreateCouponPool(ctx context.Context, gate inbox.Gate, audience, name string, r *inbox.Request) (*inbox.CouponPool, error) {
	if w.audience(audience) == nil {
		return nil, notThere("audience")
	}
	w.made = r
	return &inbox.CouponPool{Audience: audience, Name: name, Rev: 1}, w.pass(ctx, gate, audience, "create a pool")
}

func (w *world) AddCoupons(ctx context.Context, gate inbox.Gate, key inbox.CouponKey, codes []string, r *inbox.Request) (*inbox.CouponsAdded, error) {
	p := w.couponPool(key.Audience)
	if p == nil {
		return nil, notThere("pool of coupon codes")
	}
	w.made = r
	return &inbox.CouponsAdded{Pool: p, Added: len(codes) - 1, Duplicates: codes[:1]}, w.pass(ctx, gate, key.Audience, "add codes")
}

func (w *world) DeleteCouponPool(ctx context.Context, gate inbox.Gate, key inbox.CouponKey) error {
	if w.couponPool(key.Audience) == nil {
		return notThere("pool of coupon codes")
	}
	return w.pass(ctx, gate, key.Audience, "delete "+key.Name)
}

func (w *world) Campaigns(_ context.Context, q inbox.CampaignQuery) (out []inbox.Campaign, err error) {
	for _, c := range []inbox.Campaign{{ID: "3", Name: secret(q.Audience)}, {ID: "2"}, {ID: "1"}} {
		if (q.After == "" || c.ID < q.After) && len(out) < q.Limit {
			out = append(out, c)
		}
	}
	return out, nil
}
