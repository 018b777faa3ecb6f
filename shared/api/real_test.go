package api_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"confab/infra/local/dynamo/dynamotest"
	"confab/shared/api"
	"confab/shared/channel/sms"
	"confab/shared/inbox"
	"confab/shared/search"
	"confab/shared/setup"
	"confab/shared/store"
	"confab/shared/store/meter"
)

// real is the API over the domain and a true table that holds what the world
// holds. Files alone are made up.
type real struct {
	*api.API
	*meter.Meter
	world *world
	box   *inbox.Inbox
}

func newReal(t *testing.T) *real {
	t.Helper()
	table, m, w := dynamotest.New(t), &meter.Meter{}, newWorld()
	m.Attach(&table.Config)
	kept := store.New(dynamodb.NewFromConfig(table.Config), table.Name)
	box := &inbox.Inbox{
		Store: kept, IDs: &sequence{}, Now: func() time.Time { return w.now }, Log: slog.New(slog.DiscardHandler),
		Tokens: &inbox.Tokens{Domain: "in.example.com", Keys: map[byte][]byte{'a': []byte("secret")}, Current: 'a'},
		Texts:  sms.Texts{},

		Signing: &inbox.Signing{Current: "a", Keys: map[string][]byte{"a": []byte("secret")}}, Poster: setup.Webhooks(),
		Finder: search.Finder{Index: &search.Index{Manifests: kept}}, // of which nothing is indexed
	}
	kept.Now = box.Now
	for _, change := range w.changes() {
		if err := kept.Commit(t.Context(), change); err != nil {
			t.Fatal(err)
		}
	}
	for _, a := range []string{own, other} {
		if err := activate(t.Context(), kept, ours(a)); err != nil {
			t.Fatal(err)
		}
	}
	cfg := w.config(io.Discard)
	cfg.Domain, cfg.Store, cfg.IDs = box, kept, box.IDs
	m.Reset()
	return &real{api.New(cfg), m, w, box}
}

// sequence makes ids that sort as they were made.
type sequence struct {
	mu sync.Mutex
	n  int
}

func (s *sequence) New(time.Time) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n++
	return fmt.Sprintf("n%025d", s.n)
}

func (s *sequence) Derive(at time.Time, _ ...string) string { return s.New(at) }

func (*sequence) Time(string) time.Time { return time.Time{} }

// changes write the world into a store.
func (w *world) changes() []inbox.Change {
	var members, each inbox.Change
	for _, m := range w.members {
		members.Members = append(members.Members, inbox.Edit[inbox.Member]{After: m})
	}
	for _, k := range w.keys {
		members.APIKeys = append(members.APIKeys, inbox.Edit[inbox.APIKey]{After: k})
	}
	second := &inbox.Member{ID: "second-owner", Account: inbox.Owner}
	members.Members = append(members.Members, inbox.Edit[inbox.Member]{After: second})
	members.Invitations = []inbox.Edit[inbox.Invitation]{{After: &inbox.Invitation{Email: "invited@example.com", Roles: map[string]inbox.Role{own: inbox.Agent}}}}
	for _, a := range []string{own, other} {
		each.SavedReplies = append(each.SavedReplies, inbox.Edit[inbox.SavedReply]{After: w.savedReply("r-" + a)})
		each.CouponPools = append(each.CouponPools, inbox.Edit[inbox.CouponPool]{After: w.couponPool(a)})
		each.CouponPages = append(each.CouponPages, inbox.Edit[inbox.CouponPage]{After: &inbox.CouponPage{Audience: a, Pool: "welcome", Codes: []string{"1", "2", "3", "4", "5"}}})
		c := w.conversation("c-" + a)
		c.Contact, c.Arrived = "p-"+a, noon
		c.Answer = inbox.Answer{To: []inbox.Address{{Address: "robin@example.com"}}, Subject: c.Subject, MessageID: "1@example.com"}
		each.Webhooks = append(each.Webhooks, inbox.Edit[inbox.Webhook]{After: hook(a)})
		each.HookDeliveries = append(each.HookDeliveries, inbox.Edit[inbox.HookDelivery]{After: hookDelivery(a)})
		each.Audiences = append(each.Audiences, inbox.Edit[inbox.Audience]{After: w.audience(a)})
		each.Contacts = append(each.Contacts, inbox.Edit[inbox.Contact]{After: w.contact("p-" + a)})
		each.Conversations = append(each.Conversations, inbox.Edit[inbox.Conversation]{After: c})
		m := w.msg[inbox.MessageKey{Conversation: c.ID, Message: "m-" + a}]
		each.Messages = append(each.Messages, inbox.Edit[inbox.Message]{After: m})
		each.Directories = append(each.Directories, inbox.Edit[inbox.Directory]{After: &inbox.Directory{
			Audience: a, Made: 1, Labels: []inbox.Label{{ID: "001", Name: "Late " + secret(a), Colour: "red", Rev: 1}},
			Teams: []inbox.Team{{ID: "team", Name: secret(a), Rev: 1}},
		}})
		each.Jobs = append(each.Jobs, inbox.Edit[inbox.Job]{After: w.job("j-" + a)})
	}
	return []inbox.Change{members, each, w.texts()}
}

func TestTheTrueDomainRefusesWhatTheMatrixRefuses(t *testing.T) {
	h := newReal(t)
	for op, where := range registered(t, h.API) {
		for _, role := range append([]string{"", "stranger"}, roles...) {
			for _, audience := range []string{own, other} {
				r := matrix[op]
				want := r.want(role, audience)
				if want == 0 {
					continue
				}
				if got := r.call(role, audience, where).to(t, h); got.status != want || strings.Contains(got.body, "secret") {
					t.Errorf("%s as %q in %s: status %d, want %d: %s", op, role, audience, got.status, want, got.body)
				}
			}
		}
	}
	if n := h.Count("TransactWriteItems"); n != 0 {
		t.Errorf("%d writes by who may not", n)
	}
}

// exported makes the audience's job an export that is done.
func (h *real) exported(t *testing.T) {
	t.Helper()
	before := h.world.job("j-own")
	before.Rev = 1
	after := *before
	after.Kind, after.State, after.Ended = inbox.JobExport, inbox.JobDone, h.box.Now()
	err := h.box.Store.Commit(t.Context(), inbox.Change{
		Jobs:     []inbox.Edit[inbox.Job]{{Before: before, After: &after}},
		JobItems: []inbox.JobItem{{Job: after.ID, ID: "p-own", Outcome: inbox.ItemDone, Expires: after.Expires}},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// empty makes an audience with nothing in it.
func (h *real) empty(t *testing.T) string {
	t.Helper()
	a, err := h.box.CreateAudience(t.Context(), func(context.Context, string) error { return nil }, inbox.Audience{Name: "Shop", FromAddress: "shop@example.com"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return a.ID
}

func TestTheTrueDomainServesWhomTheMatrixServes(t *testing.T) {
	for op, where := range registered(t, api.New(newWorld().config(io.Discard))) {
		t.Run(op, func(t *testing.T) {
			h, r := newReal(t), matrix[op]
			older := *h.world.msg[inbox.MessageKey{Conversation: "c-own", Message: "m-own"}] // so that this one can be split off
			older.ID, older.Rev = "l-own", 0
			if err := h.box.Store.Commit(t.Context(), inbox.Change{Messages: []inbox.Edit[inbox.Message]{{After: &older}}}); err != nil {
				t.Fatal(err)
			}
			if op == "get-export" {
				h.exported(t)
			}
			role := r.from
			if role == "" {
				role = "viewer"
			}
			audience := own
			if op == "delete-audience" {
				audience = h.empty(t)
			}
			if got := r.call(role, audience, where).to(t, h); got.status >= 300 {
				t.Errorf("as %s: status %d: %s", role, got.status, got.body)
			}
		})
	}
}
