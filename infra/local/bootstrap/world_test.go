package bootstrap_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"confab/infra/local/bootstrap"
	"confab/infra/local/disk"
	"confab/infra/local/dynamo/dynamotest"
	"confab/infra/local/queues"
	"confab/infra/local/stack"
	"confab/infra/template"
	"confab/shared/inbox"
	"confab/shared/setup"
)

// What the sample events speak of.
const (
	audience     = "01JD3X5W8Q4C9V2N7K1M6P0AAA"
	contact      = "01JD3X5W8Q4C9V2N7K1M6P0RSV"
	conversation = "01JD3X5W8Q4C9V2N7K1M6P0RST"
	message      = "01JD3X5W8Q4C9V2N7K1M6P0RSW"
	ada          = "ada@example.org"

	issuer          = "https://id.example.com/pool"
	apiAudience     = "01KAJ6Q5M0AAAAAAAAAAAAAAAA"
	apiContact      = "01KAJ6Q5M0BBBBBBBBBBBBBBBB"
	apiConversation = "01KAJ6Q5M0CCCCCCCCCCCCCCCC"
)

// built are the binaries of all functions and what the template says of them.
type built struct {
	functions map[string]bootstrap.Function
	binaries  map[string]string
	root      string
}

// builtOnce builds the binaries for this machine, as make build does for Lambda.
var builtOnce = sync.OnceValues(func() (*built, error) {
	if runtime.GOOS != "linux" {
		return nil, bootstrap.ErrUnsupported
	}
	root, err := disk.Root()
	if err != nil {
		return nil, err
	}
	described, err := template.Read(root)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(root, "functions/web-client/handler/dist/index.html")); err != nil {
		return nil, fmt.Errorf("the page is not built, run make build: %w", err)
	}
	b := &built{functions: bootstrap.Functions(described), root: root}
	// What make reads alone is out of sight of Go's cache of test results.
	for _, source := range append([]string{"Makefile"}, b.mains()...) {
		if _, err := os.Stat(filepath.Join(root, source)); err != nil {
			return nil, err
		}
	}
	if b.binaries, err = bootstrap.Build(context.Background(), root, "build/"+runtime.GOARCH, runtime.GOARCH, b.names()); err != nil {
		return nil, err
	}
	// Whether this machine can run them shows with one that ends at once: it is given nothing.
	_, err = bootstrap.Start(context.Background(), b.functions["wake"], b.binaries["wake"], nil)
	if errors.Is(err, bootstrap.ErrUnsupported) {
		return nil, err
	}
	return b, nil
})

// names are the functions' in order.
func (b *built) names() []string { return slices.Sorted(maps.Keys(b.functions)) }

// mains are the files of which nothing but the binaries is made.
func (b *built) mains() (paths []string) {
	for _, name := range b.names() {
		paths = append(paths, "functions/"+name+"/main.go")
	}
	return paths
}

// build returns the binaries. Where they cannot run, the test ends, of which
// make test speaks before.
func build(t testing.TB) *built {
	t.Helper()
	b, err := builtOnce()
	if errors.Is(err, bootstrap.ErrUnsupported) && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	must(t, err)
	return b
}

// world is what a binary works on: a local stack for buckets, mail and secrets; a
// table and a queue of its own, so that nobody but the binary acts on a change.
type world struct {
	*built
	stack     *stack.Stack
	queue     *queues.Queues
	box       *inbox.Inbox // wired as receive-email is, to prepare and to look
	bucket    rawMail
	variables map[string]string // of the functions
	endpoints []string          // where the services are
}

// rawMail writes what SES would have put into the bucket.
type rawMail interface {
	Put(ctx context.Context, key, mediaType string, data []byte) error
}

// startStack starts a stack whose own functions have nothing to do.
func startStack(t testing.TB) *stack.Stack {
	t.Helper()
	s, err := stack.Start(t.Context(), stack.Options{Dir: t.TempDir(), Timing: stack.Timing{Wake: time.Hour}})
	must(t, err)
	t.Cleanup(s.Close)
	return s
}

// world makes a new table and queue, and the account that the samples speak of.
func (b *built) world(t testing.TB, s *stack.Stack) *world {
	t.Helper()
	table := dynamotest.New(t)
	db, err := disk.Open(filepath.Join(t.TempDir(), "queues.db"), queues.Schema)
	must(t, err)
	t.Cleanup(func() { _ = db.Close() })
	w := &world{built: b, stack: s, queue: queues.New(db, queues.Queue{Name: "send"}, queues.Queue{Name: "jobs"})}
	sqs := httptest.NewServer(w.queue)
	t.Cleanup(sqs.Close)
	w.endpoints = []string{
		"AWS_ENDPOINT_URL_DYNAMODB=" + table.Endpoint, "AWS_ENDPOINT_URL_SQS=" + sqs.URL, "AWS_ENDPOINT_URL_S3=" + s.AWSURL,
		"AWS_ENDPOINT_URL_SESV2=" + s.AWSURL, "AWS_ENDPOINT_URL_SECRETS_MANAGER=" + s.AWSURL,
	}
	w.variables = map[string]string{
		"TABLE_NAME": table.Name, "SEND_QUEUE_URL": queues.URL(sqs.URL, "send"), "NOTIFY_QUEUE_URL": queues.URL(sqs.URL, "notify"), "JOBS_QUEUE_URL": queues.URL(sqs.URL, "jobs"),
		"BUCKET": s.Env["BUCKET"], "CONFIGURATION_SET": s.Env["CONFIGURATION_SET"], "MASTER_SECRET_ARN": s.Env["MASTER_SECRET_ARN"],
		"INBOUND_DOMAIN": s.Env["INBOUND_DOMAIN"], "OWNER_EMAIL": s.Env["OWNER_EMAIL"],
		"OIDC_ISSUER": issuer, "OIDC_CLIENT_ID": "confab", "CONNECT_ORIGINS": s.AWSURL,
	}
	r, err := setup.ReceiveEmail(t.Context(), w.config(), func(name string) string { return w.variables[name] })
	must(t, err)
	w.box, w.bucket = r.Inbox, r.Raw
	must(t, w.box.Store.Commit(t.Context(), correspondence()))
	must(t, w.box.Store.Commit(t.Context(), account()))
	return w
}

// config is how the test itself reaches what the binaries reach.
func (w *world) config() aws.Config {
	variables := append([]string{"AWS_REGION=" + bootstrap.Region, "AWS_ACCESS_KEY_ID=local", "AWS_SECRET_ACCESS_KEY=local"}, w.endpoints...)
	return setup.AWS(func(name string) string {
		for _, v := range variables {
			if value, ok := strings.CutPrefix(v, name+"="); ok {
				return value
			}
		}
		return ""
	})
}

// start starts a function's binary.
func (w *world) start(t testing.TB, name string) *bootstrap.Process {
	t.Helper()
	p, err := bootstrap.Start(t.Context(), w.functions[name], w.binaries[name], w.variables, w.endpoints...)
	must(t, err)
	t.Cleanup(p.Stop)
	return p
}

// correspondence is a conversation whose answer is queued and long overdue.
func correspondence() inbox.Change {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	to := inbox.Address{Name: "Ada", Address: ada}
	return inbox.Change{
		Audiences: []inbox.Edit[inbox.Audience]{{After: &inbox.Audience{
			ID: audience, Name: "Customers", FromName: "Example Team", FromAddress: "team@example.com",
			ForwardingAddress: "support@inbox.example.com", Unmatched: inbox.UnmatchedNew, Shards: 1, Created: at, Texting: texting(),
		}}},
		Links: []inbox.Edit[inbox.Link]{{After: new(shortLink())}},
		Contacts: []inbox.Edit[inbox.Contact]{{After: &inbox.Contact{
			ID: contact, Audience: audience, Name: "Ada", Identities: []inbox.Identity{{Kind: inbox.IdentityEmail, Value: ada}}, Created: at,
		}}},
		Conversations: []inbox.Edit[inbox.Conversation]{{After: &inbox.Conversation{
			ID: conversation, Audience: audience, Channel: inbox.Email, Contact: contact, ContactName: "Ada",
			Subject: "Hello", Preview: "Hello.", Status: inbox.Open, Unread: true, Arrived: at, Created: at, LastOutbound: at,
			Participants: []string{ada}, Outbox: []string{message},
		}}},
		Messages: []inbox.Edit[inbox.Message]{{After: &inbox.Message{
			ID: message, Conversation: conversation, Audience: audience, Direction: inbox.Outbound, Channel: inbox.Email,
			Kind: inbox.KindMessage, At: at, Arrived: at, To: []inbox.Address{to}, Subject: "Re: Hello", Text: "Hello, Ada.",
			Delivery: &inbox.Delivery{State: inbox.Queued, Deadline: at.Add(time.Minute)},
		}}},
	}
}

// account is an agent, somebody invited, and a conversation to answer.
func account() inbox.Change {
	at := time.Date(2026, 11, 21, 9, 30, 0, 0, time.UTC)
	robin := inbox.Address{Name: "Robin", Address: "robin@example.com"}
	roles := func(r inbox.Role) map[string]inbox.Role { return map[string]inbox.Role{apiAudience: r} }
	return inbox.Change{
		Audiences: []inbox.Edit[inbox.Audience]{{After: &inbox.Audience{
			ID: apiAudience, Name: "Shop", FromAddress: "hello@example.com", Unmatched: inbox.UnmatchedNew, Shards: 1, Created: at,
		}}},
		Members: []inbox.Edit[inbox.Member]{{After: &inbox.Member{
			ID: inbox.MemberID(issuer, "agent-1"), Name: "Sam", Roles: roles(inbox.Agent), Created: at,
		}}},
		Invitations: []inbox.Edit[inbox.Invitation]{{After: &inbox.Invitation{Email: "alex@example.com", Roles: roles(inbox.Viewer), Created: at}}},
		APIKeys: []inbox.Edit[inbox.APIKey]{{After: &inbox.APIKey{
			ID: "01KAJ6Q5M0EEEEEEEEEEEEEEEE", Name: "Webshop", Role: inbox.Viewer, Created: at,
			Hash: "7ab313dd4f79d1674123a79eeb2ac14bd8aa2fe4e1c03e27a3b53a418357d95f",
		}}},
		Contacts: []inbox.Edit[inbox.Contact]{{After: &inbox.Contact{
			ID: apiContact, Audience: apiAudience, Name: robin.Name,
			Identities: []inbox.Identity{{Kind: inbox.IdentityEmail, Value: robin.Address}}, Created: at,
		}}},
		Conversations: []inbox.Edit[inbox.Conversation]{{After: &inbox.Conversation{
			ID: apiConversation, Audience: apiAudience, Channel: inbox.Email, Contact: apiContact, ContactName: robin.Name,
			Subject: "Where is my order?", Preview: "I ordered on Monday", Status: inbox.Open, Unread: true, Arrived: at, Created: at,
			Participants: []string{robin.Address},
			Answer:       inbox.Answer{To: []inbox.Address{robin}, Subject: "Where is my order?", MessageID: "1@example.com"},
		}}},
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// offered are the messages that the send queue holds, which are gone then.
func (w *world) offered(t testing.TB) []string {
	t.Helper()
	found, err := w.queue.Receive(t.Context(), "send", 10, 0, 0)
	must(t, err)
	var bodies []string
	for _, m := range found {
		bodies = append(bodies, m.Body)
		must(t, w.queue.Delete(t.Context(), "send", m.Receipt))
	}
	slices.Sort(bodies)
	return bodies
}
