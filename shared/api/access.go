package api

import (
	"context"
	"net/http"
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

	"list-notices": {place: anyMember},
	"see-notices":  {place: anyMember},

	"list-members":  {place: anyMember},
	"invite-member": {inAccount, inbox.CanManageMembers},
	"uninvite":      {inAccount, inbox.CanManageMembers},
	"edit-member":   {inAccount, inbox.CanManageMembers},
	"remove-member": {inAccount, inbox.CanManageMembers},

	"list-saved-replies":  {inAudience, inbox.CanRead},
	"create-saved-reply":  {inAudience, inbox.CanManage},
	"edit-saved-reply":    {ofObject, inbox.CanManage},
	"delete-saved-reply":  {ofObject, inbox.CanManage},
	"preview-saved-reply": {inAudience, inbox.CanAnswer},

	"list-campaigns": {inAudience, inbox.CanRead},
	"list-coupons":   {inAudience, inbox.CanRead},
	"create-coupons": {inAudience, inbox.CanManage},
	"add-coupons":    {inAudience, inbox.CanManage},
	"delete-coupons": {inAudience, inbox.CanManage},

	"list-keys":  {inAccount, inbox.CanAdminister},
	"create-key": {inAccount, inbox.CanAdminister},
	"revoke-key": {inAccount, inbox.CanAdminister},
	"list-audit": {inAccount, inbox.CanAdminister},

	"list-audiences":  {place: anyMember},
	"create-audience": {inAccount, inbox.CanAdminister},
	"get-audience":    {inAudience, inbox.CanRead},
	"edit-audience":   {inAudience, inbox.CanManage}, // addresses: see audienceGate
	"delete-audience": {inAudience, inbox.CanManageMembers},

	"attend":                     {ofObject, inbox.CanRead},
	"leave":                      {ofObject, inbox.CanRead},
	"list-present":               {ofObject, inbox.CanRead},
	"list-webhooks":              {inAudience, inbox.CanAdminister},
	"create-webhook":             {inAudience, inbox.CanAdminister},
	"get-webhook":                {inAudience, inbox.CanAdminister},
	"edit-webhook":               {inAudience, inbox.CanAdminister},
	"rotate-webhook":             {inAudience, inbox.CanAdminister},
	"delete-webhook":             {inAudience, inbox.CanAdminister},
	"test-webhook":               {inAudience, inbox.CanAdminister},
	"list-deliveries":            {inAudience, inbox.CanAdminister},
	"replay-delivery":            {inAudience, inbox.CanAdminister},
	"list-changes":               {inAudience, inbox.CanRead},
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
	"assign":              {ofObject, inbox.CanAnswer},
	"set-labels":          {ofObject, inbox.CanAnswer},
	"add-note":            {ofObject, inbox.CanAnswer},
	"delete-note":         {ofObject, inbox.CanAnswer},

	"find-reference": {inAudience, inbox.CanRead},

	"list-labels":  {inAudience, inbox.CanRead},
	"create-label": {inAudience, inbox.CanManage},
	"edit-label":   {inAudience, inbox.CanManage},
	"delete-label": {inAudience, inbox.CanManage},
	"list-teams":   {inAudience, inbox.CanRead},
	"create-team":  {inAudience, inbox.CanManage},
	"edit-team":    {inAudience, inbox.CanManage},
	"delete-team":  {inAudience, inbox.CanManage},

	"reply":              {ofObject, inbox.CanAnswer},
	"start-conversation": {inAudience, inbox.CanAnswer},
	"create-upload":      {inAudience, inbox.CanAnswer},
	"cancel-message":     {ofObject, inbox.CanAnswer},
	"undo-message":       {ofObject, inbox.CanAnswer},
	"settle-message":     {ofObject, inbox.CanAnswer},

	"list-numbers":    {inAudience, inbox.CanRead},
	"get-texting":     {ofObject, inbox.CanRead},
	"measure-text":    {inAudience, inbox.CanRead},
	"record-consents": {inAudience, inbox.CanAnswer},

	"list-phone-history":         {inAudience, inbox.CanRead},
	"list-contact-phone-history": {ofObject, inbox.CanRead},
	"get-evidence":               {inAudience, inbox.CanManage},

	"search-messages": {inAudience, inbox.CanRead},
	"bulk-change":     {inAudience, inbox.CanAnswer},

	"delete-conversations": {inAudience, inbox.CanManage},
	"erase-contact":        {ofObject, inbox.CanAdminister},
	"export-contact":       {ofObject, inbox.CanAdminister},
	"get-export":           {ofObject, inbox.CanAdminister},

	"start-check": {inAccount, inbox.CanManageMembers},
	"list-checks": {inAccount, inbox.CanManageMembers},

	"list-jobs":        {inAudience, inbox.CanRead},
	"get-job":          {ofObject, inbox.CanRead},
	"list-job-results": {ofObject, inbox.CanRead},
	"cancel-job":       {ofObject, inbox.CanAnswer}, // and what its kind takes: see gateFor

	"list-contacts":    {inAudience, inbox.CanRead},
	"create-contact":   {inAudience, inbox.CanAnswer},
	"get-contact":      {ofObject, inbox.CanRead},
	"edit-contact":     {ofObject, inbox.CanAnswer},
	"lift-suppression": {inAudience, inbox.CanAnswer},

	"merge-contacts":      {ofObject, inbox.CanAnswer},
	"unmerge-contact":     {ofObject, inbox.CanAnswer},
	"merge-conversations": {ofObject, inbox.CanAnswer},
	"split-message":       {ofObject, inbox.CanAnswer},

	"list-contact-activity": {ofObject, inbox.CanRead},
	"list-contact-orders":   {ofObject, inbox.CanRead},
	"post-contact-event":    {ofObject, inbox.CanAnswer},
	"post-event":            {inAudience, inbox.CanAnswer},
	"put-order":             {inAudience, inbox.CanAnswer},
}

// peopleOnly are the operations that no key may do, whatever its role: a key that
// makes keys or members would outlive its own end.
var peopleOnly = map[string]bool{
	"sign-in": true, "invite-member": true, "uninvite": true, "edit-member": true, "remove-member": true,
	"list-keys": true, "create-key": true, "revoke-key": true,
}

// visit is one request on its way through the gate.
type visit struct {
	*caller
	op       *huma.Operation
	rule     rule
	ifMatch  bool        // the client named the version it saw
	linkBase string      // where short links are served, by the host that was asked
	passed   atomic.Bool // somebody asked, and the answer was yes
}

type visitKey struct{}

// visitFrom returns what admit put into the context.
func visitFrom(ctx context.Context) *visit {
	return ctx.Value(visitKey{}).(*visit)
}

// admit turns away whom it does not know, and begins to look up a membership so
// that it is at hand when the operation has read what it is about.
func (a *API) admit(ctx huma.Context, next func(huma.Context)) {
	op := ctx.Operation()
	rule, known := access[op.OperationID]
	who, refused := a.identify(ctx)
	if refused == nil {
		defer who.wait()
		switch {
		case !known:
			refused = newProblem(http.StatusForbidden, "forbidden", "Nobody may do this.")
		case who.key && peopleOnly[op.OperationID]:
			refused = newProblem(http.StatusForbidden, "forbidden", "This takes a person: API keys are refused.")
		}
	}
	if refused != nil {
		switch refused.Status {
		case http.StatusUnauthorized:
			ctx.SetHeader("WWW-Authenticate", "Bearer") // RFC 6750 §3
		case http.StatusTooManyRequests:
			ctx.SetHeader("Retry-After", retryAfter) // RFC 6585 §4
		}
		refuse(ctx, refused)
		return
	}
	v := &visit{op: op, rule: rule, caller: who, ifMatch: ctx.Header("If-Match") != "", linkBase: linkBase(ctx.Host())}
	v.passed.Store(rule.place == anyToken)
	next(huma.WithContext(ctx, context.WithValue(inbox.WithActor(ctx.Context(), who.id), visitKey{}, v)))
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
