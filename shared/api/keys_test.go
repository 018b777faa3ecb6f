package api_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"confab/shared/api"
	"confab/shared/inbox"
)

// presented is a key of the world as its client presents it. Its role holds in
// the account, or in own alone.
func presented(role, where string) string { return "ck_" + role + "-" + where + "_open-sesame" }

// addKeys puts a key of each role and scope into the world.
func (w *world) addKeys() {
	w.keys = map[string]*inbox.APIKey{}
	for _, role := range roles[1:] {
		for where, audiences := range map[string][]string{"account": nil, own: {own}} {
			id := role + "-" + where
			w.keys[id] = &inbox.APIKey{
				ID: id, Name: "name of " + id, Role: inbox.Role(role), Audiences: audiences, Created: noon,
				Hash: "d7ecdf25eaf3deba0f2628771dbdd22d4138ab6cf38f91ed02a2ca0dec7c8ab7",
			}
		}
	}
}

// byKey makes the call on the route for machines.
func (c call) byKey(key string) call {
	c.as, c.machine, c.key = "", true, key
	return c
}

// wantOfKey is the status for a key with a role; 0 means success.
func (r route) wantOfKey(op, role, where, audience string) int {
	people := []string{"sign-in", "invite-member", "uninvite", "edit-member", "remove-member", "list-keys", "create-key", "revoke-key"}
	spans := where == "account"
	switch {
	case slices.Contains(people, op):
		return http.StatusForbidden
	case r.of == "member":
		return 0
	case r.of == "audience" && audience == other && !spans:
		return http.StatusNotFound
	case r.of == "account" && !spans, slices.Index(roles, role) > slices.Index(roles, r.from):
		return http.StatusForbidden
	}
	return 0
}

func TestAKeyMayWhatItsRoleMayWhereItHoldsAndNothingOfPeople(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	for op, where := range registered(t, a) {
		for _, role := range roles[1:] {
			for _, scope := range []string{"account", own} {
				for _, audience := range []string{own, other} {
					t.Run(fmt.Sprintf("%s as %s of %s in %s", op, role, scope, audience), func(t *testing.T) {
						w.reset()
						r := matrix[op]
						judge(t, w, r.call("", audience, where).byKey(presented(role, scope)).to(t, a), r.wantOfKey(op, role, scope, audience))
					})
				}
			}
		}
	}
}

func TestOnlyAKeyInForceOpensTheRouteForMachinesAndNoOther(t *testing.T) {
	w := newWorld()
	w.keys["revoked"] = &inbox.APIKey{ID: "revoked", Role: inbox.Admin, Hash: w.keys["admin-account"].Hash, Revoked: noon}
	w.keys["expired"] = &inbox.APIKey{ID: "expired", Role: inbox.Admin, Hash: w.keys["admin-account"].Hash, Expires: noon}
	a := api.New(w.config(io.Discard))
	c := call{method: "GET", path: "/v1/audiences"}
	for _, key := range []string{
		"", "ck_", "ck__", "ck_admin-account", "ck_admin-account_", "ck_admin-account_open-sesamE", "ck_agent-own-x_open-sesame",
		"ck_revoked_open-sesame", "ck_expired_open-sesame", "open-sesame",
	} {
		got := c.byKey(key).to(t, a)
		if got.problem(t, http.StatusUnauthorized); got.header.Get("WWW-Authenticate") != "Bearer" {
			t.Errorf("%q: header %v", key, got.header)
		}
	}
	c.byKey(presented("viewer", own)).to(t, a).into(t, http.StatusOK, new(api.AudienceList))

	r := httptest.NewRequestWithContext(t.Context(), c.method, c.path, nil)
	r.Header.Set("Authorization", "Bearer "+presented("admin", "account"))
	ordinary := httptest.NewRecorder()
	if a.ServeHTTP(ordinary, r); ordinary.Code != http.StatusUnauthorized {
		t.Errorf("a key on an ordinary route: status %d", ordinary.Code)
	}
	r = r.WithContext(api.WithKeyRoute(api.WithClaims(r.Context(), api.Claims{Issuer: issuer, Subject: "owner"})))
	r.Header.Set("Authorization", "Bearer e30.e30.x")
	machine := httptest.NewRecorder()
	if a.ServeHTTP(machine, r); machine.Code != http.StatusUnauthorized {
		t.Errorf("a token on the route for machines: status %d", machine.Code)
	}
}

func TestAKeyIsReadOnceAMinuteAndItsUseNotedOnceADay(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	ask := func() {
		call{method: "GET", path: "/v1/me"}.byKey(presented("agent", own)).to(t, a).into(t, 200, new(api.Me))
	}
	for _, step := range []struct {
		wait        time.Duration
		reads, used int
	}{{0, 1, 1}, {time.Second, 1, 1}, {time.Minute, 2, 1}, {24 * time.Hour, 3, 2}, {time.Second, 3, 2}} {
		w.now = w.now.Add(step.wait)
		ask()
		reads := 0
		for _, l := range w.loads {
			reads += len(l.APIKeys)
		}
		if reads != step.reads || w.keyUses != step.used {
			t.Errorf("after %v: %d reads and %d uses noted, want %d and %d", step.wait, reads, w.keyUses, step.reads, step.used)
		}
	}
}

func TestAKeyThatCallsTooOftenWaitsForTheNextMinute(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	c := call{method: "GET", path: "/v1/audiences/nowhere"}
	for range 600 {
		c.byKey(presented("agent", own)).to(t, a).problem(t, http.StatusNotFound)
	}
	got := c.byKey(presented("agent", own)).to(t, a)
	if got.problem(t, http.StatusTooManyRequests); got.header.Get("Retry-After") == "" {
		t.Errorf("header %v", got.header)
	}
	c.byKey(presented("viewer", own)).to(t, a).problem(t, http.StatusNotFound) // another key
	w.now = w.now.Add(time.Minute)
	c.byKey(presented("agent", own)).to(t, a).problem(t, http.StatusNotFound)
}

func TestASecretIsShownOnceAndNeverOnAList(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	var made api.MadeKey
	body := `{"name":"Webshop","role":"agent","audiences":["own"],"expires":"2027-01-01T00:00:00Z"}`
	call{as: "admin", method: "POST", path: "/v1/keys", body: body}.to(t, a).into(t, http.StatusCreated, &made)
	if made.Secret == "" || made.State != "active" || made.Expires == nil || made.Audiences[0] != own {
		t.Errorf("made %+v", made)
	}
	got := call{as: "admin", method: "GET", path: "/v1/keys"}.to(t, a)
	var list api.KeyList
	if got.into(t, http.StatusOK, &list); len(list.Keys) != 8 || strings.Contains(got.body, w.keys["admin-own"].Hash) {
		t.Errorf("list %s", got.body)
	}
	var members api.MemberList
	call{as: "viewer", method: "GET", path: "/v1/members"}.to(t, a).into(t, http.StatusOK, &members)
	if !slices.Contains(members.Keys, api.KeyName{ID: "key:agent-own", Name: "name of agent-own"}) {
		t.Errorf("authors %+v", members.Keys)
	}
}
