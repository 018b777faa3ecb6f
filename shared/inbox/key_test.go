package inbox_test

import (
	"errors"
	"testing"
	"time"

	"confab/shared/inbox"
)

func TestAKeyIsMadeOnceOpensWithItsSecretAndEndsWhenRevoked(t *testing.T) {
	f := newFixture(t)
	f.advance(time.Second) // behind the making of the audience
	ctx := inbox.WithActor(t.Context(), "alex")
	want := inbox.APIKey{Name: "Webshop ", Role: inbox.Agent, Audiences: []string{f.audience.ID}, Expires: start.AddDate(0, 1, 0)}
	request := &inbox.Request{Key: "k", Digest: "d"}
	made, presented, err := f.CreateAPIKey(ctx, anybody, want, request)
	f.must(err)
	id, secret, ok := inbox.ReadAPIKey(presented)
	if !ok || id != made.ID || made.Name != "Webshop" || made.Author != "alex" || !made.Opens(secret, start) || made.Opens(secret+"x", start) {
		t.Errorf("made %+v, presented as %q", made, presented)
	}
	if made.Opens(secret, want.Expires) {
		t.Error("it opens when it has expired")
	}
	again, shown, err := f.CreateAPIKey(ctx, anybody, want, request)
	if f.must(err); again.ID != made.ID || shown != "" {
		t.Errorf("a repetition made %+v, presented as %q", again, shown)
	}

	by := func() string {
		p, err := f.PreviewReply(inbox.WithActor(ctx, made.Actor()), anybody, f.audience.ID, "", "{{agent.name}}")
		f.must(err)
		return p.Text
	}
	if by() != "Webshop" {
		t.Errorf("the key acts as %q", by())
	}

	f.must(f.NoteKeyUse(ctx, made))
	f.must(f.NoteKeyUse(ctx, made)) // another was first
	f.advance(time.Second)
	for range 2 {
		f.must(f.RevokeAPIKey(ctx, anybody, made.ID))
	}
	keys, err := f.Store.APIKeys(ctx)
	f.must(err)
	if len(keys) != 1 || keys[0].Used != "2026-03-02" || keys[0].Opens(secret, start) {
		t.Errorf("kept %+v", keys)
	}
	if by() != "" {
		t.Errorf("a revoked key acts as %q", by())
	}
	log := f.log(inbox.AuditQuery{})
	if n := len(log); n != 3 || log[2] != "alex key.revoked map[from:agent in "+f.audience.ID+"]" {
		t.Errorf("log %q", log)
	}
}

func TestAKeyIsNeverMoreThanItMayBe(t *testing.T) {
	f := newFixture(t)
	for name, k := range map[string]inbox.APIKey{
		"an owner":         {Name: "k", Role: inbox.Owner},
		"no role":          {Name: "k"},
		"no name":          {Name: " ", Role: inbox.Agent},
		"expired":          {Name: "k", Role: inbox.Agent, Expires: start.Add(-time.Second)},
		"unknown audience": {Name: "k", Role: inbox.Agent, Audiences: []string{"nowhere"}},
	} {
		if _, _, err := f.CreateAPIKey(t.Context(), anybody, k, nil); !errors.Is(err, inbox.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := f.RevokeAPIKey(t.Context(), anybody, "nowhere"); !errors.Is(err, inbox.ErrNotFound) {
		t.Errorf("revoked what is not there: %v", err)
	}
}
