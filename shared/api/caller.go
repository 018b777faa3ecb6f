package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

// caller is who calls: a person by the claims of a verified token, or a machine
// by its key.
type caller struct {
	id     string // of the member or key, whether a person is a member or not
	claims Claims // of a person
	key    bool
	member func(context.Context) (*inbox.Member, error)
	wait   func() // until nothing is under way any more
}

type keyRouteKey struct{}

// WithKeyRoute marks a request that came by the route for machines, which API
// Gateway lets through as it comes: there a key counts and nothing else.
func WithKeyRoute(ctx context.Context) context.Context {
	return context.WithValue(ctx, keyRouteKey{}, true)
}

// OnKeyRoute tells whether WithKeyRoute has marked the request.
func OnKeyRoute(ctx context.Context) bool { return ctx.Value(keyRouteKey{}) != nil }

// identify tells who calls, or what to answer whom it does not know.
func (a *API) identify(ctx huma.Context) (*caller, *Problem) {
	if OnKeyRoute(ctx.Context()) {
		return a.machine(ctx.Context(), ctx.Header("Authorization"))
	}
	claims, signed := claimsFrom(ctx.Context())
	switch {
	case !signed:
		return nil, unauthenticated("Sign in: a valid bearer token is required.")
	case a.cfg.Scope != "" && !slices.Contains(claims.Scopes, a.cfg.Scope):
		return nil, newProblem(http.StatusForbidden, "insufficient_scope", "The token lacks the scope that this API requires.")
	}
	c := &caller{id: inbox.MemberID(claims.Issuer, claims.Subject), claims: claims}
	c.member, c.wait = a.lookUp(ctx.Context(), c.id)
	return c, nil
}

func unauthenticated(sentence string) *Problem {
	return newProblem(http.StatusUnauthorized, "unauthenticated", sentence)
}

// machine verifies a key before anything else is done for it. That costs a read
// where the container does not remember the key.
func (a *API) machine(ctx context.Context, authorization string) (*caller, *Problem) {
	refused := unauthenticated("A valid API key is required as bearer token.")
	bearer, _ := bearerOf(authorization)
	id, secret, ok := inbox.ReadAPIKey(bearer)
	if !ok {
		return nil, refused
	}
	key, remembered, err := a.key(ctx, id)
	if err != nil {
		a.cfg.Log.ErrorContext(ctx, "request failed", "request_id", RequestID(ctx), "key", id, "error", err)
		return nil, newProblem(http.StatusInternalServerError, "internal", internalSentence)
	}
	now := a.cfg.Now()
	if key == nil || !key.Opens(secret, now) {
		return nil, refused
	}
	if today := now.UTC().Format(time.DateOnly); !remembered && key.Used != today {
		a.noteUse(ctx, key)
	}
	if !a.rates.allow(id, now) {
		return nil, newProblem(http.StatusTooManyRequests, "rate_limited", "This key calls too often; wait a minute.")
	}
	m := key.Member()
	return &caller{
		id: m.ID, key: true,
		member: func(context.Context) (*inbox.Member, error) { return m, nil },
		wait:   func() {},
	}, nil
}

// noteUse has the day recorded on which a key is used, which must not keep the
// request from being answered.
func (a *API) noteUse(ctx context.Context, k *inbox.APIKey) {
	if err := a.cfg.Domain.NoteKeyUse(ctx, k); err != nil {
		a.cfg.Log.ErrorContext(ctx, "use of a key not noted", "request_id", RequestID(ctx), "key", k.ID, "error", err)
	}
}

// key reads a key or remembers it; nil where there is none.
func (a *API) key(ctx context.Context, id string) (k *inbox.APIKey, remembered bool, err error) {
	if k, ok := a.keys.get(id); ok {
		return k, true, nil
	}
	found, err := a.cfg.Store.Load(ctx, inbox.Keys{APIKeys: []string{id}})
	if err != nil {
		return nil, false, fmt.Errorf("load key: %w", err)
	}
	if k = found.APIKeys[id]; k != nil {
		a.keys.put(id, k)
	}
	return k, false, nil
}

// keyRate is how many requests of one key a container answers in a minute: enough
// for any honest client, and no room for one that went wild. Containers count
// apart, since counting together would cost a write for each request; API Gateway
// holds down what all keys send together.
const keyRate = 600

// rates counts requests by key in the present minute.
type rates struct {
	mu     sync.Mutex
	minute time.Time
	counts map[string]int
}

func (r *rates) allow(key string, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if minute := now.Truncate(time.Minute); r.counts == nil || !minute.Equal(r.minute) {
		r.minute, r.counts = minute, map[string]int{}
	}
	r.counts[key]++
	return r.counts[key] <= keyRate
}
