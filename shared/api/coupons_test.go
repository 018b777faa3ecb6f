package api_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"confab/shared/api"
	"confab/shared/inbox"
)

func TestCouponCodesAreAddedAndOnlyCounted(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	list := call{as: "viewer", method: "GET", path: "/v1/audiences/own/coupons"}.to(t, a)
	var pools api.CouponPools
	list.into(t, http.StatusOK, &pools)
	if len(pools.Pools) != 1 || pools.Pools[0].Left != 3 || pools.Pools[0].Taken != 2 || strings.Contains(list.body, "codes") {
		t.Errorf("pools %s", list.body)
	}
	add := call{as: "manager", method: "POST", path: "/v1/audiences/own/coupons/welcome/codes", body: `{"codes":["A-1","A-2"]}`, header: map[string]string{"Idempotency-Key": "k"}}
	var done api.CouponsAdded
	add.to(t, a).into(t, http.StatusOK, &done)
	if done.Added != 1 || len(done.Duplicates) != 1 || w.made == nil {
		t.Errorf("added %+v", done)
	}
	for _, name := range []string{"", "Welcome", "a b", "a.b", strings.Repeat("a", 33)} {
		call{as: "manager", method: "POST", path: "/v1/audiences/own/coupons", body: `{"name":"` + name + `"}`}.to(t, a).problem(t, 422)
	}
	w.msg[inbox.MessageKey{Conversation: "c-own", Message: "m-own"}].Coupons = []inbox.Coupon{{Pool: "welcome", Code: "A-1"}}
	var m api.MessageList
	call{as: "viewer", method: "GET", path: "/v1/conversations/c-own/messages"}.to(t, a).into(t, http.StatusOK, &m)
	if c := m.Messages[0].Coupons; len(c) != 1 || c[0] != (api.Coupon{Pool: "welcome", Code: "A-1"}) {
		t.Errorf("codes of a message %+v", c)
	}
}
