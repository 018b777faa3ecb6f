package api_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"

	"confab/shared/api"
)

// route is what the matrix expects of an operation.
type route struct {
	of   string // account, audience, member or token
	from string // the least role that may, of owner > admin > manager > agent > viewer
	body string
}

var roles = []string{"owner", "admin", "manager", "agent", "viewer"}

// matrix says who may do what, apart from the table that decides it.
var matrix = map[string]route{
	"sign-in":      {of: "token"},
	"get-me":       {of: "member"},
	"list-members": {of: "member"},

	"list-snooze-options": {of: "member"},
	"invite-member":       {"account", "owner", `{"email":"new@example.com","roles":{"own":"agent"}}`},
	"uninvite":            {of: "account", from: "owner"},
	"edit-member":         {"account", "owner", `{"name":"Alex"}`},
	"remove-member":       {of: "account", from: "owner"},
	"list-notices":        {of: "member"},
	"see-notices":         {"member", "", `{"up_to":"n"}`},

	"list-saved-replies":  {of: "audience", from: "viewer"},
	"create-saved-reply":  {"audience", "manager", `{"name":"Hello","text":"Hello {{contact.name}}"}`},
	"edit-saved-reply":    {"audience", "manager", `{"text":"Hello"}`},
	"delete-saved-reply":  {of: "audience", from: "manager"},
	"preview-saved-reply": {"audience", "agent", `{"text":"Hello"}`},

	"list-campaigns": {of: "audience", from: "viewer"},
	"list-coupons":   {of: "audience", from: "viewer"},
	"create-coupons": {"audience", "manager", `{"name":"autumn"}`},
	"add-coupons":    {"audience", "manager", `{"codes":["SPRING-7Q2M"]}`},
	"delete-coupons": {of: "audience", from: "manager"},

	"list-keys":  {of: "account", from: "admin"},
	"create-key": {"account", "admin", `{"name":"Webshop","role":"agent"}`},
	"revoke-key": {of: "account", from: "admin"},
	"list-audit": {of: "account", from: "admin"},

	"list-audiences":  {of: "member"},
	"create-audience": {"account", "admin", `{"name":"New","from_address":"new@example.com"}`},
	"get-audience":    {of: "audience", from: "viewer"},
	"edit-audience":   {"audience", "manager", `{"name":"New"}`},
	"delete-audience": {"audience", "owner", `{"confirm":"Shop"}`},

	"attend":          {"audience", "viewer", `{"typing":true}`},
	"leave":           {of: "audience", from: "viewer"},
	"list-present":    {of: "audience", from: "viewer"},
	"list-webhooks":   {of: "audience", from: "admin"},
	"create-webhook":  {"audience", "admin", `{"url":"https://example.com/hook"}`},
	"get-webhook":     {of: "audience", from: "admin"},
	"edit-webhook":    {"audience", "admin", `{"state":"active"}`},
	"rotate-webhook":  {of: "audience", from: "admin"},
	"delete-webhook":  {of: "audience", from: "admin"},
	"test-webhook":    {of: "audience", from: "admin"},
	"list-deliveries": {of: "audience", from: "admin"},
	"replay-delivery": {of: "audience", from: "admin"},
	"list-changes":    {of: "audience", from: "viewer"},
	"find-reference":  {of: "audience", from: "viewer"},

	"list-labels":  {of: "audience", from: "viewer"},
	"create-label": {"audience", "manager", `{"name":"Refund","colour":"red"}`},
	"edit-label":   {"audience", "manager", `{"colour":"blue"}`},
	"delete-label": {of: "audience", from: "manager"},
	"list-teams":   {of: "audience", from: "viewer"},
	"create-team":  {"audience", "manager", `{"name":"Returns"}`},
	"edit-team":    {"audience", "manager", `{"name":"Returns"}`},
	"delete-team":  {of: "audience", from: "manager"},

	"list-conversations":         {of: "audience", from: "viewer"},
	"list-contact-conversations": {of: "audience", from: "viewer"},
	"get-conversation":           {of: "audience", from: "viewer"},
	"list-messages":              {of: "audience", from: "viewer"},
	"get-message-body":           {of: "audience", from: "viewer"},
	"get-message-facts":          {of: "audience", from: "viewer"},
	"get-message-raw":            {of: "audience", from: "viewer"},
	"get-attachment-link":        {of: "audience", from: "viewer"},

	"mark-read":          {"audience", "agent", `{"last_seen":"m-own"}`},
	"mark-unread":        {of: "audience", from: "agent"},
	"set-status":         {"audience", "agent", `{"status":"done"}`},
	"snooze":             {"audience", "agent", `{"preset":"tomorrow","zone":"Europe/Lisbon"}`},
	"assign":             {"audience", "agent", `{"assignee":"me"}`},
	"set-labels":         {"audience", "agent", `{"add":["001"]}`},
	"add-note":           {"audience", "agent", `{"text":"They have paid twice."}`},
	"delete-note":        {of: "audience", from: "agent"},
	"reply":              {"audience", "agent", `{"text":"Hello"}`},
	"start-conversation": {"audience", "agent", `{"address":{"address":"robin@example.com"},"subject":"Hi","text":"Hello"}`},
	"create-upload":      {"audience", "agent", `{"name":"a.txt","type":"text/plain","size":3}`},
	"cancel-message":     {of: "audience", from: "agent"},
	"undo-message":       {of: "audience", from: "agent"},
	"settle-message":     {"audience", "agent", `{"state":"sent"}`},

	"list-numbers":    {of: "audience", from: "viewer"},
	"get-texting":     {of: "audience", from: "viewer"},
	"measure-text":    {"audience", "viewer", `{"text":"Hello"}`},
	"record-consents": {"audience", "agent", `{"entries":[{"number":"+15550142","kind":"consent","words":"On paper."}]}`},

	"list-phone-history":         {of: "audience", from: "viewer"},
	"list-contact-phone-history": {of: "audience", from: "viewer"},
	"get-evidence":               {of: "audience", from: "manager"},

	"search-messages": {of: "audience", from: "viewer"},
	"bulk-change":     {"audience", "agent", `{"action":{"status":"done"},"conversations":["c-own"]}`},

	"delete-conversations": {"audience", "manager", `{"ids":["c-own"],"confirm":"DELETE","count":1}`},
	"erase-contact":        {"audience", "admin", `{"confirm":"ERASE"}`},
	"export-contact":       {of: "audience", from: "admin"},
	"get-export":           {of: "audience", from: "admin"},

	"start-check": {"account", "owner", `{}`},
	"list-checks": {of: "account", from: "owner"},

	"list-jobs":        {of: "audience", from: "viewer"},
	"get-job":          {of: "audience", from: "viewer"},
	"list-job-results": {of: "audience", from: "viewer"},
	"cancel-job":       {of: "audience", from: "agent"},

	"list-contacts":    {of: "audience", from: "viewer"},
	"create-contact":   {"audience", "agent", `{"emails":["new@example.com"]}`},
	"get-contact":      {of: "audience", from: "viewer"},
	"edit-contact":     {"audience", "agent", `{"name":"Robin"}`},
	"lift-suppression": {of: "audience", from: "agent"},

	"merge-contacts":      {"audience", "agent", `{"from":"p-own"}`},
	"unmerge-contact":     {"audience", "agent", `{"from":"p-own"}`},
	"merge-conversations": {"audience", "agent", `{"from":"c-own"}`},
	"split-message":       {of: "audience", from: "agent"},

	"list-contact-activity": {of: "audience", from: "viewer"},
	"list-contact-orders":   {of: "audience", from: "viewer"},
	"post-contact-event":    {"audience", "agent", `{"name":"cart_abandoned","properties":{"items":3}}`},
	"post-event":            {"audience", "agent", `{"email":"robin@example.com","name":"cart_abandoned"}`},
	"put-order":             {"audience", "agent", `{"email":"robin@example.com","currency":"EUR","total":"9.90","placed_at":"2026-02-01T10:00:00Z"}`},
}

// want is the status for a role ("" without a token, "stranger" without a
// membership); 0 means success.
func (r route) want(role, audience string) int {
	rank := slices.Index(roles, role)
	everywhere := role == "owner" || role == "admin"
	switch {
	case role == "":
		return http.StatusUnauthorized
	case role == "stranger":
		return http.StatusForbidden
	case r.of == "token" || r.of == "member":
		return 0
	case r.of == "audience" && audience == other && !everywhere:
		return http.StatusNotFound
	case rank > slices.Index(roles, r.from):
		return http.StatusForbidden
	}
	return 0
}

// registered walks the operations that the API says it serves.
func registered(t *testing.T, a *api.API) map[string][2]string {
	t.Helper()
	doc, err := a.Document()
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Paths map[string]map[string]struct {
			OperationID string `json:"operationId"`
		} `json:"paths"`
	}
	if err := json.Unmarshal(doc, &d); err != nil {
		t.Fatal(err)
	}
	out := map[string][2]string{}
	for path, methods := range d.Paths {
		for method, op := range methods {
			out[op.OperationID] = [2]string{strings.ToUpper(method), path}
		}
	}
	return out
}

// ofTexts are the ends of routes that are about a conversation by text, and about
// which of its messages.
var ofTexts = map[string]string{"texting": "", "cancel": "s-", "undo": "q-", "settle": "u-"}

// at fills in a route's path with the objects of an audience.
func at(route, audience string) string {
	conversation, message := "c-", "m-"
	if m, ok := ofTexts[path.Base(route)]; ok {
		conversation, message = "t-", m
	}
	if strings.Contains(route, "/notes/") {
		conversation, message = "t-", "n-"
	}
	if path.Base(route) == "search" {
		route += "?q=hello"
	}
	return strings.NewReplacer("{audience}", audience, "{conversation}", conversation+audience, "{message}", message+audience,
		"{contact}", "p-"+audience, "{n}", "0", "{webhook}", "w-"+audience, "{delivery}", "d-"+audience, "{number}", theirs, "{address}", "robin@example.com", "{email}", "invited@example.com",
		"{member}", memberID("agent"), "{order}", "4711", "{pool}", "welcome", "{key}", "agent-own", "{reply}", "r-"+audience,
		"{label}", "001", "{team}", "team", "{reference}", "C-7KQ2MX", "{job}", "j-"+audience).Replace(route)
}

func TestEveryRouteIsOpenToThoseItIsMeantForAndToNobodyElse(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	ops := registered(t, a)
	for op := range matrix {
		if _, ok := ops[op]; !ok {
			t.Errorf("the matrix expects %s, which is not registered", op)
		}
	}
	for op, where := range ops {
		r, ok := matrix[op]
		if !ok {
			t.Errorf("%s is registered, but nobody has said who may call it", op)
			continue
		}
		for _, role := range append([]string{"", "stranger"}, roles...) {
			for _, audience := range []string{own, other} {
				t.Run(fmt.Sprintf("%s as %q in %s", op, role, audience), func(t *testing.T) {
					w.reset()
					judge(t, w, r.call(role, audience, where).to(t, a), r.want(role, audience))
				})
			}
		}
	}
}

func (r route) call(role, audience string, where [2]string) call {
	return call{as: role, method: where[0], path: at(where[1], audience), body: r.body, header: map[string]string{"Idempotency-Key": "k"}}
}

// judge holds an answer against the status that is wanted.
func judge(t *testing.T, w *world, got answer, want int) {
	t.Helper()
	if want == 0 {
		if got.status >= 300 {
			t.Fatalf("status %d: %s", got.status, got.body)
		}
		return
	}
	got.problem(t, want)
	if len(w.done) > 0 {
		t.Errorf("refused, and yet it did %v", w.done)
	}
	if strings.Contains(got.body, "secret") {
		t.Errorf("refused, and yet it told %s", got.body)
	}
}

func TestWhatIsForeignAndWhatIsNotThereReadTheSame(t *testing.T) {
	a := api.New(newWorld().config(io.Discard))
	for op, where := range registered(t, a) {
		if r := matrix[op]; r.of == "audience" {
			c := call{as: "agent", method: where[0], body: r.body, header: map[string]string{"Idempotency-Key": "k"}}
			c.path = at(where[1], other)
			foreign := c.to(t, a).problem(t, http.StatusNotFound)
			c.path = at(where[1], "nowhere")
			if unknown := c.to(t, a).problem(t, http.StatusNotFound); fmt.Sprint(unknown) != fmt.Sprint(foreign) {
				t.Errorf("%s: %v for a foreign object, %v for an unknown one", op, foreign, unknown)
			}
		}
	}
}

func TestNobodyFindsAnAudienceThatIsNotThere(t *testing.T) {
	a := api.New(newWorld().config(io.Discard))
	for _, path := range []string{"", "/conversations", "/contacts", "/contacts?q=robin", "/search?q=hello", "/changes"} {
		call{as: "owner", method: "GET", path: "/v1/audiences/nowhere" + path}.to(t, a).problem(t, http.StatusNotFound)
	}
	call{as: "owner", method: "POST", path: "/v1/audiences/nowhere/uploads", body: matrix["create-upload"].body}.to(t, a).problem(t, http.StatusNotFound)
}

func TestAddressesOfAnAudienceTakeMoreThanItsManager(t *testing.T) {
	for role, status := range map[string]int{"owner": 200, "admin": 200, "manager": 403, "agent": 403} {
		for _, field := range []string{"from_address", "forwarding_address"} {
			a := api.New(newWorld().config(io.Discard))
			got := call{as: role, method: "PATCH", path: "/v1/audiences/own", body: fmt.Sprintf(`{%q:"x@example.com"}`, field)}.to(t, a)
			if got.status != status {
				t.Errorf("%s as %s: status %d: %s", field, role, got.status, got.body)
			}
		}
	}
}

func TestMembersSeeThoseTheyShareAnAudienceWith(t *testing.T) {
	a := api.New(newWorld().config(io.Discard))
	for role, want := range map[string][2]int{"owner": {6, 1}, "admin": {6, 0}, "agent": {5, 0}} {
		var got api.MemberList
		call{as: role, method: "GET", path: "/v1/members"}.to(t, a).into(t, http.StatusOK, &got)
		if len(got.Members) != want[0] || len(got.Invitations) != want[1] {
			t.Errorf("%s sees %d members and %d invitations, want %v", role, len(got.Members), len(got.Invitations), want)
		}
	}
}

func TestATokenNeedsTheScope(t *testing.T) {
	cfg := newWorld().config(io.Discard)
	cfg.Scope = "inbox"
	a := api.New(cfg)
	c := call{method: "GET", path: "/v1/me", claims: &api.Claims{Issuer: issuer, Subject: "agent", Scopes: []string{"openid"}}}
	if p := c.to(t, a).problem(t, http.StatusForbidden); p.kind() != "insufficient_scope" {
		t.Errorf("problem %+v", p)
	}
	c.claims.Scopes = append(c.claims.Scopes, "inbox")
	c.to(t, a).into(t, http.StatusOK, new(api.Me))
}

func TestAMemberIsKnownByIssuerAndSubjectAlone(t *testing.T) {
	a := api.New(newWorld().config(io.Discard))
	for name, claims := range map[string]api.Claims{
		"another issuer":  {Issuer: "https://elsewhere.example.com", Subject: "owner"},
		"another subject": {Issuer: issuer, Subject: "mallory", Email: "owner@example.com", EmailVerified: true},
	} {
		p := call{claims: &claims, method: "GET", path: "/v1/me"}.to(t, a).problem(t, http.StatusForbidden)
		if p.kind() != "no_membership" {
			t.Errorf("%s: %+v", name, p)
		}
	}
}
