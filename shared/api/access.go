package api

import (
	"context"
	"net/http"
	"slices"
	"sync/atomic"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

// place says of what a permission is needed.
type place int

const (
	anyToken   place = iota + 1 // nothing: a valid token is enough
	anyMember                   // nothing: a member sees only what is theirs
	inAccount                   // the account
	inAudience                  // the audience named by the path
	ofObject                    // the audience of the object that was loaded
)

// rule is what a route asks of whoever calls it.
type rule struct {
	place place
	needs inbox.Permission
}

// access says for every operation what it asks. An operation without an entry
// is refused to everybody.
var access = map[string]rule{
	"sign-in": {place: anyToken},
	"get-me":  {place: anyMember},

	"list-members":  {place: anyMember},
	"invite-member": {inAccount, inbox.CanManageMembers},
	"uninvite":      {inAccount, inbox.CanManageMembers},
	"edit-member":   {inAccount, inbox.CanManageMembers},
	"remove-member": {inAccount, inbox.CanManageMembers},

	"list-audit": {inAccount, inbox.CanAdminister},

	"list-audiences":  {place: anyMember},
	"create-audience": {inAccount, inbox.CanAdminister},
	"get-audience":    {inAudience, inbox.CanRead},
	"edit-audience":   {inAudience, inbox.CanManage}, // addresses: see audienceGate

	"list-conversations":         {inAudience, inbox.CanRead},
	"get-conversation":           {ofObject, inbox.CanRead},
	"list-messages":              {ofObject, inbox.CanRead},
	"list-contact-conversations": {ofObject, inbox.CanRead},

	"get-message-body":    {ofObject, inbox.CanRead},
	"get-message-facts":   {ofObject, inbox.CanRead},
	"get-message-raw":     {ofObject, inbox.CanRead},
	"get-attachment-link": {ofObject, inbox.CanRead},

	"mark-read":   {ofObject, inbox.CanAnswer},
	"mark-unread": {ofObject, inbox.CanAnswer},
	"set-status":  {ofObject, inbox.CanAnswer},
	"snooze":      {ofObject, inbox.CanAnswer},

	"list-snooze-options": {place: anyMember},

	"reply":              {ofObject, inbox.CanAnswer},
	"start-conversation": {inAudience, inbox.CanAnswer},
	"create-upload":      {inAudience, inbox.CanAnswer},
	"cancel-message":     {ofObject, inbox.CanAnswer},
	"settle-message":     {ofObject, inbox.CanAnswer},

	"list-numbers":    {inAudience, inbox.CanRead},
	"get-texting":     {ofObject, inbox.CanRead},
	"measure-text":    {inAudience, inbox.CanRead},
	"record-consents": {inAudience, inbox.CanAnswer},

	"list-phone-history":         {inAudience, inbox.CanRead},
	"list-contact-phone-history": {ofObject, inbox.CanRead},
	"get-evidence":               {inAudience, inbox.CanManage},

	"list-contacts":    {inAudience, inbox.CanRead},
	"create-contact":   {inAudience, inbox.CanAnswer},
	"get-contact":      {ofObject, inbox.CanRead},
	"edit-contact":     {ofObject, inbox.CanAnswer},
	"lift-suppression": {inAudience, inbox.CanAnswer},

	"list-contact-activity": {ofObject, inbox.CanRead},
	"list-contact-orders":   {ofObject, inbox.CanRead},
	"post-contact-event":    {ofObject, inbox.CanAnswer},
	"post-event":            {inAudience, inbox.CanAnswer},
	"put-order":             {inAudience, inbox.CanAnswer},
}

// visit is one request on its way through the gate.
type visit struct {
	op       *huma.Operation
	rule     rule
	claims   Claims
	id       string // of the member, whether there is one or not
	member   func(context.Context) (*inbox.Member, error)
	ifMatch  bool        // the client named the version it saw
	linkBase string      // where short links are served, by the host that was asked
	passed   atomic.Bool // somebody asked, and the answer was yes
}

type visitKey struct{}

// visitFrom returns what admit put into the context.
func visitFrom(ctx context.Context) *visit {
	return ctx.Value(visitKey{}).(*visit)
}

// admit turns away who has no token, and begins to look up the membership so
// that it is at hand when the operation has read what it is about.
func (a *API) admit(ctx huma.Context, next func(huma.Context)) {
	op := ctx.Operation()
	rule, known := access[op.OperationID]
	claims, signed := claimsFrom(ctx.Context())
	switch {
	case !signed:
		ctx.SetHeader("WWW-Authenticate", "Bearer") // RFC 6750 §3
		refuse(ctx, newProblem(http.StatusUnauthorized, "unauthenticated", "Sign in: a valid bearer token is required."))
		return
	case a.cfg.Scope != "" && !slices.Contains(claims.Scopes, a.cfg.Scope):
		refuse(ctx, newProblem(http.StatusForbidden, "insufficient_scope", "The token lacks the scope that this API requires."))
		return
	case !known:
		refuse(ctx, newProblem(http.StatusForbidden, "forbidden", "Nobody may do this."))
		return
	}
	id := inbox.MemberID(claims.Issuer, claims.Subject)
	member, wait := a.lookUp(ctx.Context(), id)
	defer wait()
	v := &visit{op: op, rule: rule, claims: claims, id: id, member: member, ifMatch: ctx.Header("If-Match") != "", linkBase: linkBase(ctx.Host())}
	v.passed.Store(rule.place == anyToken)
	next(huma.WithContext(ctx, context.WithValue(inbox.WithActor(ctx.Context(), id), visitKey{}, v)))
}

// gate is an [inbox.Gate]: it lets pass who has the permission that the route
// needs in the audience, or in the account where the route is about that.
func (v *visit) gate(ctx context.Context, audience string) error {
	return v.require(ctx, audience, v.rule.needs)
}

// gateFor is a gate that asks for one permission more than the route does.
func (v *visit) gateFor(more inbox.Permission) inbox.Gate {
	return func(ctx context.Context, audience string) error {
		return v.require(ctx, audience, v.rule.needs, more)
	}
}

func (v *visit) require(ctx context.Context, audience string, needs ...inbox.Permission) error {
	m, err := v.self(ctx)
	if err != nil {
		return err
	}
	v.passed.Store(false)
	role := m.Account
	if v.rule.place != inAccount {
		if role = m.In(audience); role == "" {
			return inbox.ErrNotFound
		}
	}
	for _, p := range needs {
		if !role.May(p) {
			return errNotYours
		}
	}
	v.passed.Store(true)
	return nil
}

// self returns the member who calls; errNoMembership where there is none. For a
// route that is open to any member, that is all it takes to pass.
func (v *visit) self(ctx context.Context) (*inbox.Member, error) {
	m, err := v.member(ctx)
	if err != nil {
		return nil, err
	}
	if m == nil {
		return nil, errNoMembership
	}
	if v.rule.place == anyMember {
		v.passed.Store(true)
	}
	return m, nil
}

// audienceGate asks for more where an edit touches addresses or numbers, which
// decide whose mail and texts come in and in whose name they go out, or how the
// audience is stored.
func (v *visit) audienceGate(e *EditAudience) inbox.Gate {
	if e.FromAddress != nil || e.ForwardingAddress != nil || e.Shards != nil || e.Texting.administers() {
		return v.gateFor(inbox.CanAdminister)
	}
	return v.gate
}
