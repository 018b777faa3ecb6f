package api_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"confab/shared/api"
	"confab/shared/inbox"
)

func TestSigningInTakesAVerifiedEmail(t *testing.T) {
	info := func(email string, verified bool, err error) api.Userinfo {
		return func(_ context.Context, bearer string) (string, bool, string, error) {
			if bearer != "token" {
				t.Errorf("asked the issuer with %q", bearer)
			}
			return email, verified, "Alex", err
		}
	}
	for _, c := range []struct {
		name   string
		email  string // in the token
		proved bool
		info   api.Userinfo
		status int
		kind   string
	}{
		{"in the token", "Invited@Example.com", true, nil, 200, ""},
		{"in the token, so that the issuer is not asked", "invited@example.com", true, info("", false, errors.New("asked")), 200, ""},
		{"from the issuer", "", false, info("invited@example.com", true, nil), 200, ""},
		{"from the issuer, where the token's is not verified", "invited@example.com", false, info("invited@example.com", true, nil), 200, ""},
		{"not verified in the token, and nobody to ask", "invited@example.com", false, nil, 403, "no_verified_email"},
		{"not verified by the issuer either", "", false, info("invited@example.com", false, nil), 403, "no_verified_email"},
		{"of nobody who was invited", "mallory@example.com", true, nil, 403, "forbidden"},
		{"from an issuer that is down", "", false, info("", false, errors.New("no answer")), 500, "internal"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			cfg := w.config(io.Discard)
			cfg.Userinfo = c.info
			a := api.New(cfg)
			claims := &api.Claims{Issuer: issuer, Subject: "new", Email: c.email, EmailVerified: c.proved}
			got := call{claims: claims, method: "POST", path: "/v1/me", header: map[string]string{"Authorization": "Bearer token"}}.to(t, a)
			if c.status != 200 {
				if p := got.problem(t, c.status); p.kind() != c.kind {
					t.Errorf("problem %+v", p)
				}
				return
			}
			var me api.Me
			got.into(t, http.StatusOK, &me)
			if me.Member.ID != memberID("new") || len(me.Audiences) != 1 || me.Audiences[0].Role != "agent" {
				t.Errorf("me %+v", me)
			}
			if w.signIn.VerifiedEmail != "invited@example.com" || w.signIn.OwnerEmail != "owner@example.com" {
				t.Errorf("signed in with %+v", w.signIn)
			}
			call{claims: claims, method: "GET", path: "/v1/conversations/c-own"}.to(t, a).into(t, http.StatusOK, new(api.Thread))
		})
	}
}

func TestAMemberSignsInWithoutProvingAnythingAgain(t *testing.T) {
	w := newWorld()
	var me api.Me
	call{as: "agent", method: "POST", path: "/v1/me"}.to(t, api.New(w.config(io.Discard))).into(t, http.StatusOK, &me)
	if me.Member.ID != memberID("agent") || w.signIn != (inbox.SignIn{}) {
		t.Errorf("me %+v after %+v", me, w.signIn)
	}
}

// memberLoads counts the reads of memberships so far.
func (w *world) memberLoads() int {
	n := 0
	for _, keys := range w.loads {
		n += len(keys.Members)
	}
	return n
}

func TestAMembershipIsRememberedForAMinute(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	get := func() answer { return call{as: "agent", method: "GET", path: "/v1/conversations/c-own"}.to(t, a) }
	for range 3 {
		get().into(t, http.StatusOK, new(api.Thread))
	}
	if n := w.memberLoads(); n != 1 {
		t.Errorf("read the membership %d times", n)
	}
	delete(w.members, memberID("agent")) // by another container
	w.now = w.now.Add(59 * time.Second)
	get().into(t, http.StatusOK, new(api.Thread))
	w.now = w.now.Add(time.Second)
	get().problem(t, http.StatusForbidden)
}

func TestWhoIsRemovedHereIsForgottenHereAtOnce(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	get := call{as: "agent", method: "GET", path: "/v1/conversations/c-own"}
	get.to(t, a).into(t, http.StatusOK, new(api.Thread))
	if got := (call{as: "owner", method: "DELETE", path: "/v1/members/" + memberID("agent")}).to(t, a); got.status != http.StatusNoContent {
		t.Fatalf("status %d: %s", got.status, got.body)
	}
	get.to(t, a).problem(t, http.StatusForbidden)
}

// slowMembers answers reads of memberships only once the thread has been read.
type slowMembers struct {
	*world
	read chan struct{}
}

func (s *slowMembers) Load(ctx context.Context, keys inbox.Keys) (*inbox.Found, error) {
	if len(keys.Members) > 0 {
		select {
		case <-s.read:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return s.world.Load(ctx, keys)
}

func (s *slowMembers) Thread(ctx context.Context, q inbox.ThreadQuery) (*inbox.Thread, error) {
	defer close(s.read)
	return s.world.Thread(ctx, q)
}

func TestTheMembershipIsReadBesideWhatIsAskedFor(t *testing.T) {
	s := &slowMembers{newWorld(), make(chan struct{})}
	cfg := s.config(io.Discard)
	cfg.Store = s
	call{as: "agent", method: "GET", path: "/v1/conversations/c-own"}.to(t, api.New(cfg)).into(t, http.StatusOK, new(api.Thread))
}

func TestARequestThatEndsEarlyLeavesNoReadBehind(t *testing.T) {
	s := &slowMembers{newWorld(), make(chan struct{})}
	cfg := s.config(io.Discard)
	cfg.Store = s
	reply(`{"text":5}`).to(t, api.New(cfg)).problem(t, 422) // returns only when the read has been given up
}

func TestAMembershipThatCannotBeReadIsNoRefusal(t *testing.T) {
	w := newWorld()
	cfg := w.config(io.Discard)
	cfg.Store = failing{w}
	call{as: "agent", method: "GET", path: "/v1/conversations/c-own"}.to(t, api.New(cfg)).problem(t, http.StatusInternalServerError)
}

type failing struct{ *world }

func (failing) Load(context.Context, inbox.Keys) (*inbox.Found, error) {
	return nil, errors.New("throttled")
}
