package api_test

import (
	"fmt"
	"testing"
)

// costs are the calls of DynamoDB that each request makes: those it is allowed,
// and a Load for what the container does not remember (cold) of the membership
// and of the audience.
var costs = []struct {
	name   string
	call   call
	cursor bool           // it goes on where the same call without one ended
	cold   map[string]int // membership and audience not remembered
	warm   map[string]int
}{
	{
		name: "a page of conversations",
		call: call{as: "agent", method: "GET", path: "/v1/audiences/own/conversations"},
		cold: map[string]int{"BatchGetItem": 2, "Query": 3}, // one Query a shard
		warm: map[string]int{"Query": 3},
	},
	{
		name: "a conversation",
		call: call{as: "agent", method: "GET", path: "/v1/conversations/c-own"},
		cold: map[string]int{"BatchGetItem": 1, "Query": 1},
		warm: map[string]int{"Query": 1},
	},
	{
		name: "an unread badge",
		call: call{as: "agent", method: "GET", path: "/v1/audiences/own"},
		cold: map[string]int{"BatchGetItem": 2},
		warm: map[string]int{"BatchGetItem": 1},
	},
	{
		name: "a contact's conversations",
		call: call{as: "agent", method: "GET", path: "/v1/contacts/p-own/conversations"},
		cold: map[string]int{"BatchGetItem": 1, "Query": 1},
		warm: map[string]int{"Query": 1},
	},
	{
		name: "being there",
		call: call{as: "viewer", method: "PUT", path: "/v1/conversations/c-own/presence", body: `{}`},
		cold: map[string]int{"BatchGetItem": 2, "PutItem": 1, "Query": 1},
		warm: map[string]int{"BatchGetItem": 1, "PutItem": 1, "Query": 1},
	},
	{
		name: "where the change feed ends",
		call: call{as: "viewer", method: "GET", path: "/v1/audiences/own/changes"},
		cold: map[string]int{"BatchGetItem": 2},
		warm: map[string]int{},
	},
	{
		name: "marking read",
		call: call{as: "agent", method: "POST", path: "/v1/conversations/c-own/read", body: `{"last_seen":"m-own"}`},
		cold: map[string]int{"BatchGetItem": 2},
		warm: map[string]int{"BatchGetItem": 1},
	},
	{
		name: "an answer by text, while the contact's own is fresh",
		call: text(`{"text":"Hi"}`),
		cold: map[string]int{"BatchGetItem": 2, "TransactWriteItems": 1},
		warm: map[string]int{"BatchGetItem": 1, "TransactWriteItems": 1},
	},
	{
		name: "an answer by text with a link",
		call: text(`{"text":"See https://example.com/orders/4711/tracking?step=2"}`),
		cold: map[string]int{"BatchGetItem": 3, "TransactWriteItems": 1},
		warm: map[string]int{"BatchGetItem": 2, "TransactWriteItems": 1},
	},
	{
		name: "whether a contact may be texted",
		call: call{as: "agent", method: "GET", path: "/v1/conversations/t-own/texting"},
		cold: map[string]int{"BatchGetItem": 3},
		warm: map[string]int{"BatchGetItem": 2},
	},
	{
		name: "measuring a text",
		call: call{as: "agent", method: "POST", path: "/v1/audiences/own/texts/measure", body: `{"text":"Hi"}`},
		cold: map[string]int{"BatchGetItem": 2},
		warm: map[string]int{"BatchGetItem": 1},
	},
	{
		name: "an audience's numbers",
		call: call{as: "agent", method: "GET", path: "/v1/audiences/own/numbers"},
		cold: map[string]int{"BatchGetItem": 3},
		warm: map[string]int{"BatchGetItem": 2},
	},
	{
		name: "recording a consent",
		call: call{as: "agent", method: "POST", path: "/v1/audiences/own/consents", body: `{"entries":[{"number":"+15550142","kind":"opt_out"}]}`},
		cold: map[string]int{"BatchGetItem": 2, "Query": 1, "TransactWriteItems": 1},
		warm: map[string]int{"BatchGetItem": 1, "Query": 1, "TransactWriteItems": 1},
	},
	{
		name: "a contact's activity: their row and their events, the records of one number, a list and two threads",
		call: call{as: "agent", method: "GET", path: "/v1/contacts/p-own/activity"},
		cold: map[string]int{"BatchGetItem": 2, "Query": 5},
		warm: map[string]int{"BatchGetItem": 1, "Query": 5},
	},
	{
		name: "a contact's orders",
		call: call{as: "agent", method: "GET", path: "/v1/contacts/p-own/orders"},
		cold: map[string]int{"BatchGetItem": 2, "Query": 1},
		warm: map[string]int{"BatchGetItem": 1, "Query": 1},
	},
	{
		name: "a contact with all that is known of them",
		call: call{as: "agent", method: "GET", path: "/v1/contacts/p-own"},
		cold: map[string]int{"BatchGetItem": 3},
		warm: map[string]int{"BatchGetItem": 2},
	},
	{
		name: "an event that a client posts",
		call: call{as: "agent", method: "POST", path: "/v1/audiences/own/events", body: `{"email":"robin@example.com","name":"cart_abandoned"}`},
		cold: map[string]int{"BatchGetItem": 2, "Query": 1, "TransactWriteItems": 1},
		warm: map[string]int{"BatchGetItem": 1, "Query": 1, "TransactWriteItems": 1},
	},
	{
		name: "an order",
		call: call{as: "agent", method: "PUT", path: "/v1/audiences/own/orders/4711", body: `{"contact":"p-own","currency":"EUR","total":"9.90","placed_at":"2026-02-01T10:00:00Z","updated_at":"2026-02-01T10:00:00Z"}`},
		cold: map[string]int{"BatchGetItem": 2, "TransactWriteItems": 1},
		warm: map[string]int{"BatchGetItem": 1}, // it is known already
	},
	{
		name: "a contact's history, of one number",
		call: call{as: "agent", method: "GET", path: "/v1/contacts/p-own/phone-history"},
		cold: map[string]int{"BatchGetItem": 3, "Query": 1},
		warm: map[string]int{"BatchGetItem": 2, "Query": 1},
	},
	{
		name: "cancelling",
		call: call{as: "agent", method: "POST", path: "/v1/conversations/t-own/messages/s-own/cancel"},
		cold: map[string]int{"BatchGetItem": 2, "TransactWriteItems": 1},
		warm: map[string]int{"BatchGetItem": 1}, // it is cancelled already
	},
	{
		name: "a status",
		call: call{as: "agent", method: "POST", path: "/v1/conversations/c-own/status", body: `{"status":"done"}`},
		cold: map[string]int{"BatchGetItem": 2, "TransactWriteItems": 1},
		warm: map[string]int{"BatchGetItem": 1}, // it has it already
	},
	{
		name: "a snooze",
		call: call{as: "agent", method: "POST", path: "/v1/conversations/c-own/snooze", body: `{"preset":"until_reply"}`},
		cold: map[string]int{"BatchGetItem": 2, "TransactWriteItems": 1},
		warm: map[string]int{"BatchGetItem": 1},
	},
	{
		name: "a page of the audit log",
		call: call{as: "admin", method: "GET", path: "/v1/audit"},
		cold: map[string]int{"BatchGetItem": 1, "Query": 1},
		warm: map[string]int{"Query": 1},
	},
	{
		name: "an audience's part of the audit log",
		call: call{as: "admin", method: "GET", path: "/v1/audit?audience=own"},
		cold: map[string]int{"BatchGetItem": 1, "Query": 1}, // and a read, where there are entries
		warm: map[string]int{"Query": 1},
	},
	{
		name: "the account's keys",
		call: call{as: "admin", method: "GET", path: "/v1/keys"},
		cold: map[string]int{"BatchGetItem": 2, "Query": 1},
		warm: map[string]int{"BatchGetItem": 1, "Query": 1},
	},
	{
		name: "a new key",
		call: call{as: "admin", method: "POST", path: "/v1/keys", body: `{"name":"Webshop","role":"agent"}`, header: map[string]string{"Idempotency-Key": "k"}},
		cold: map[string]int{"BatchGetItem": 2, "TransactWriteItems": 1},
		warm: map[string]int{"BatchGetItem": 1, "TransactWriteItems": 1},
	},
	{
		name: "an audience's saved replies",
		call: call{as: "agent", method: "GET", path: "/v1/audiences/own/saved-replies"},
		cold: map[string]int{"BatchGetItem": 2, "Query": 1},
		warm: map[string]int{"BatchGetItem": 1, "Query": 1},
	},
	{
		name: "a new saved reply",
		call: call{as: "manager", method: "POST", path: "/v1/audiences/own/saved-replies", body: `{"name":"New","text":"Hello"}`, header: map[string]string{"Idempotency-Key": "k"}},
		cold: map[string]int{"BatchGetItem": 3, "Query": 1, "TransactWriteItems": 1},
		warm: map[string]int{"BatchGetItem": 2, "Query": 1, "TransactWriteItems": 1},
	},
	{
		name: "a saved reply previewed",
		call: call{as: "agent", method: "POST", path: "/v1/audiences/own/saved-replies/preview", body: `{"text":"Hello {{contact.name}}","conversation":"c-own"}`},
		cold: map[string]int{"BatchGetItem": 3},
		warm: map[string]int{"BatchGetItem": 2},
	},
	{
		name: "a page of campaigns",
		call: call{as: "agent", method: "GET", path: "/v1/audiences/own/campaigns"},
		cold: map[string]int{"BatchGetItem": 2, "Query": 1}, // and a read, where there are any
		warm: map[string]int{"Query": 1},
	},
	{
		name: "an audience's pools of coupon codes",
		call: call{as: "agent", method: "GET", path: "/v1/audiences/own/coupons"},
		cold: map[string]int{"BatchGetItem": 2, "Query": 1},
		warm: map[string]int{"BatchGetItem": 1, "Query": 1},
	},
	{
		name: "coupon codes put into a pool",
		call: call{as: "manager", method: "POST", path: "/v1/audiences/own/coupons/welcome/codes", body: `{"codes":["A","B"]}`},
		cold: map[string]int{"BatchGetItem": 3, "TransactWriteItems": 1},
		warm: map[string]int{"BatchGetItem": 2}, // they are there already
	},
	{
		name: "a reply with a coupon code",
		call: reply(`{"text":"Take {{coupon.welcome}}"}`),
		cold: map[string]int{"BatchGetItem": 3, "TransactWriteItems": 1},
		warm: map[string]int{"BatchGetItem": 2, "TransactWriteItems": 1},
	},
	{
		name: "what has changed since a cursor",
		call: call{as: "viewer", method: "GET", path: "/v1/audiences/own/changes"}, cursor: true,
		cold: map[string]int{"BatchGetItem": 1, "Query": 1},
		warm: map[string]int{"Query": 1},
	},
	{
		name: "who is there",
		call: call{as: "viewer", method: "GET", path: "/v1/conversations/c-own/presence"},
		cold: map[string]int{"BatchGetItem": 2, "Query": 1},
		warm: map[string]int{"BatchGetItem": 1, "Query": 1},
	},
	{
		name: "marking unread",
		call: call{as: "agent", method: "POST", path: "/v1/conversations/c-own/unread"},
		cold: map[string]int{"BatchGetItem": 2, "TransactWriteItems": 1},
		warm: map[string]int{"BatchGetItem": 1}, // it is unread already
	},
	{
		name: "undoing",
		call: call{as: "agent", method: "POST", path: "/v1/conversations/t-own/messages/q-own/undo"},
		cold: map[string]int{"BatchGetItem": 2, "TransactWriteItems": 1},
		warm: map[string]int{"BatchGetItem": 1}, // it is taken back already
	},
	{
		name: "a change of many conversations, begun",
		call: call{as: "agent", method: "POST", path: "/v1/audiences/own/conversations/bulk", body: `{"action":{"status":"done"},"conversations":["c-own"]}`, header: map[string]string{"Idempotency-Key": "k"}},
		cold: map[string]int{"BatchGetItem": 3, "TransactWriteItems": 1},
		warm: map[string]int{"BatchGetItem": 2, "TransactWriteItems": 1},
	},
	{
		name: "deleting for good, begun",
		call: call{as: "manager", method: "POST", path: "/v1/audiences/own/conversations/delete", body: `{"ids":["c-own"],"confirm":"DELETE","count":1}`, header: map[string]string{"Idempotency-Key": "k"}},
		cold: map[string]int{"BatchGetItem": 3, "TransactWriteItems": 1},
		warm: map[string]int{"BatchGetItem": 2, "TransactWriteItems": 1},
	},
	{
		name: "an audience's jobs",
		call: call{as: "viewer", method: "GET", path: "/v1/audiences/own/jobs"},
		cold: map[string]int{"BatchGetItem": 3, "Query": 1},
		warm: map[string]int{"BatchGetItem": 1, "Query": 1},
	},
	{
		name: "a job",
		call: call{as: "viewer", method: "GET", path: "/v1/jobs/j-own"},
		cold: map[string]int{"BatchGetItem": 2},
		warm: map[string]int{"BatchGetItem": 1},
	},
	{
		name: "what became of a job's items",
		call: call{as: "viewer", method: "GET", path: "/v1/jobs/j-own/results"},
		cold: map[string]int{"BatchGetItem": 2, "Query": 1},
		warm: map[string]int{"BatchGetItem": 1, "Query": 1},
	},
	{
		name: "a page of contacts",
		call: call{as: "viewer", method: "GET", path: "/v1/audiences/own/contacts"},
		cold: map[string]int{"BatchGetItem": 1, "Query": 1},
		warm: map[string]int{"Query": 1},
	},
	{
		name: "a search for contacts",
		call: call{as: "viewer", method: "GET", path: "/v1/audiences/own/contacts?q=robin"},
		cold: map[string]int{"BatchGetItem": 3},
		warm: map[string]int{"BatchGetItem": 2},
	},
	{
		name: "a reply",
		call: reply(`{"text":"Hi"}`),
		cold: map[string]int{"BatchGetItem": 2, "TransactWriteItems": 1},
		warm: map[string]int{"BatchGetItem": 1, "TransactWriteItems": 1},
	},
}

func TestWhatARequestCosts(t *testing.T) {
	for _, c := range costs {
		t.Run(c.name, func(t *testing.T) {
			h := newReal(t)
			if c.cursor {
				var first struct{ Cursor string }
				call{as: "owner", method: c.call.method, path: c.call.path}.to(t, h).into(t, 200, &first)
				c.call.path += "?cursor=" + first.Cursor
			}
			for _, want := range []map[string]int{c.cold, c.warm} {
				h.Reset()
				if c.call.header["Idempotency-Key"] != "" {
					c.call.header["Idempotency-Key"] += "+"
				}
				if got := c.call.to(t, h); got.status >= 300 {
					t.Fatalf("status %d: %s", got.status, got.body)
				}
				got := map[string]int{}
				for _, call := range h.Calls() {
					got[call.Operation]++
				}
				if fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("calls %v, want %v", got, want)
				}
			}
		})
	}
}
