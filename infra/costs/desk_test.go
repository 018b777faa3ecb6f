package costs_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/smtp"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"confab/infra/local/seed"
	"confab/infra/local/stack"
	"confab/infra/local/texts"
	"confab/shared/inbox"
	"confab/shared/setup"
	"confab/shared/store/meter"
)

const support = "support@inbox.example.com"

// watched are the functions whose calls and lines are counted. What update-index
// does it does for many changes at once: see [updates].
var watched = []string{"receive-email", "receive-sms", "publish-events", "send-message", "record-delivery", "wake", "inbox-api", "public-api"}

// desk is a deployment with one audience, watched at the wire.
type desk struct {
	testing.TB
	*stack.Stack
	meters   map[string]*meter.Meter
	log      string // the file that functions log and measure into
	read     int    // how much of it belongs to what was measured before
	box      *inbox.Inbox
	audience *inbox.Audience
	token    string
	answered float64 // bytes of the API's answers since the last measurement
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	d := &desk{TB: t, meters: map[string]*meter.Meter{}, log: filepath.Join(t.TempDir(), "log")}
	for _, name := range watched {
		d.meters[name] = &meter.Meter{}
	}
	restore := d.record()
	defer restore()
	var err error
	d.Stack, err = stack.Start(t.Context(), stack.Options{
		Dir: t.TempDir(),
		// No sweep after the first but those that are asked for.
		Timing: stack.Timing{Visibility: time.Minute, Wake: time.Hour},
		Configure: func(function string, cfg aws.Config) aws.Config {
			if m := d.meters[function]; m != nil {
				m.Attach(&cfg)
			}
			return cfg
		},
	})
	d.must(err)
	t.Cleanup(d.Close)
	tokens, err := d.Issuer.SignIn("owner@example.com")
	d.must(err)
	d.token = tokens.Access
	d.call(http.MethodPost, "/v1/me", "")
	r, err := setup.ReceiveEmail(t.Context(), d.Config, func(name string) string { return d.Env[name] })
	d.must(err)
	d.box = r.Inbox
	d.audience, err = d.box.CreateAudience(t.Context(), func(context.Context, string) error { return nil }, inbox.Audience{
		Name: "Customers", FromName: "Example Team", FromAddress: "team@example.com", ForwardingAddress: support,
	}, nil)
	d.must(err)
	d.wait(counts{invocations + "wake": 1}, 1) // the first sweep
	d.since()
	return d
}

// record has what is wired until restore write into the log: functions take
// their outputs when they are wired.
func (d *desk) record() (restore func()) {
	d.Helper()
	f, err := os.OpenFile(d.log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	d.must(err)
	d.Cleanup(func() { _ = f.Close() })
	out, errOut := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = f, f
	return func() { os.Stdout, os.Stderr = out, errOut }
}

func (d *desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

// call calls the API as the owner and returns the answer, which it weighs as it
// came over the wire.
func (d *desk) call(method, path, body string) []byte {
	d.Helper()
	req, err := http.NewRequestWithContext(d.Context(), method, d.PageURL+path, strings.NewReader(body))
	d.must(err)
	req.Header.Set("Authorization", "Bearer "+d.token)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept-Encoding", "gzip") // as browsers do
	req.Header.Set("Idempotency-Key", rand.Text())
	res, err := http.DefaultClient.Do(req)
	d.must(err)
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	d.must(err)
	if res.StatusCode >= 300 {
		d.Fatalf("%s %s: %s %s", method, path, res.Status, answer)
	}
	d.answered += float64(len(answer))
	return answer
}

// words are n bytes of plain words.
func words(n int) string {
	const text = "We ordered two of them in spring and one came without its screws, could you send them on? "
	return strings.Repeat(text, n/len(text)+1)[:n]
}

// submit sends a mail of common size, text and HTML, as a mail server would.
func (d *desk) submit(from, to, subject string) {
	d.Helper()
	var paragraphs strings.Builder
	for range 4 {
		fmt.Fprintf(&paragraphs, "<div style=\"font-family: sans-serif\"><span>%s</span></div>\n", words(wordsInMail/4))
	}
	raw := fmt.Sprintf(`From: Ada Example <%[1]s>
To: %[2]s
Subject: %[3]s
Message-ID: <%[4]d.%[1]s>
Date: %[5]s
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=utf-8

%[6]s
--b
Content-Type: text/html; charset=utf-8

%[7]s
--b--
`, from, to, subject, time.Now().UnixNano(), time.Now().Format(time.RFC1123Z), words(wordsInMail), &paragraphs)
	d.must(smtp.SendMail(d.SMTP, nil, from, []string{to}, []byte(strings.ReplaceAll(raw, "\n", "\r\n"))))
}

// write sends a text from the phone of a number.
func (d *desk) write(phone int, body string) {
	d.Helper()
	_, err := d.Texts.Write(d.Context(), texts.Written{From: fmt.Sprintf("+155501%02d", 10+phone), To: seed.Number, Body: body})
	d.must(err)
}

// conversations are the ids of the newest open ones.
func (d *desk) conversations() (ids []string) {
	d.Helper()
	var page struct {
		Conversations []struct{ ID string }
	}
	d.must(json.Unmarshal(d.call(http.MethodGet, d.list(), ""), &page))
	for _, c := range page.Conversations {
		ids = append(ids, c.ID)
	}
	return ids
}

func (d *desk) list() string {
	return "/v1/audiences/" + d.audience.ID + "/conversations?status=open&limit=25"
}

// quiet is for how many looks nothing more must be written before all is over. The
// index is updated a quarter of a second after what it follows.
const quiet = 50

// wait waits until as many invocations are over as an activity leads to, at least,
// and no more of them follow: the last line of each says so.
func (d *desk) wait(leads counts, times int) {
	d.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	timeout := time.After(time.Minute)
	for still, last := 0, 0; ; {
		late := ""
		now, end := d.written()
		for what, n := range leads {
			if now[what] < n*float64(times) {
				late = fmt.Sprintf("%.0f of %.0f %s", now[what], n*float64(times), what)
			}
		}
		if still++; end != last {
			still, last = 0, end
		}
		if late == "" && still == quiet {
			return
		}
		select {
		case <-tick.C:
		case <-timeout:
			d.Fatalf("not within a minute: %s", late)
		}
	}
}

// stored is what the table and its indexes keep, as DynamoDB bills it: names and
// values of attributes, and 100 bytes an item. Source: DynamoDB, "Item sizes and
// formats"; pricing page.
func (d *desk) stored() (bytes float64) {
	d.Helper()
	client := dynamodb.NewFromConfig(d.Config)
	for _, index := range []*string{nil, aws.String("lists"), aws.String("due")} {
		pages := dynamodb.NewScanPaginator(client, &dynamodb.ScanInput{TableName: aws.String(d.Env["TABLE_NAME"]), IndexName: index})
		for pages.HasMorePages() {
			page, err := pages.NextPage(d.Context())
			d.must(err)
			for _, item := range page.Items {
				if item["ttl"] != nil {
					continue // it is gone within days
				}
				bytes += 100 + size(&types.AttributeValueMemberM{Value: item})
			}
		}
	}
	return bytes
}

func size(v types.AttributeValue) (bytes float64) {
	switch v := v.(type) {
	case *types.AttributeValueMemberS:
		return float64(len(v.Value))
	case *types.AttributeValueMemberN:
		return float64(len(v.Value)/2 + 1)
	case *types.AttributeValueMemberB:
		return float64(len(v.Value))
	case *types.AttributeValueMemberSS:
		return float64(len(strings.Join(v.Value, "")))
	case *types.AttributeValueMemberL:
		for _, e := range v.Value {
			bytes += 1 + size(e)
		}
	case *types.AttributeValueMemberM:
		for name, e := range v.Value {
			bytes += 1 + float64(len(name)) + size(e)
		}
	default: // a truth or nothing
		bytes = 1
	}
	return bytes
}
