package mailin_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net"
	netmail "net/mail"
	"net/smtp"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"confab/infra/local/mailin"
)

// inbox is a server whose bucket and function only remember.
type inbox struct {
	addr   string
	refuse error // what Invoke answers

	mu      sync.Mutex
	objects map[string]string
	events  []events.SimpleEmailRecord
}

func newInbox(t *testing.T, a mailin.Authentication) *inbox {
	t.Helper()
	in := &inbox{objects: map[string]string{}}
	server := &mailin.Server{
		Domains: []string{"in.example.com"}, Prefix: "raw/", FunctionARN: "arn:aws:lambda:us-east-1:000000000000:function:receive-email",
		Put: func(_ context.Context, key string, data []byte) error {
			in.mu.Lock()
			defer in.mu.Unlock()
			in.objects[key] = string(data)
			return nil
		},
		Invoke: func(_ context.Context, payload []byte) error {
			var event events.SimpleEmailEvent
			if err := json.Unmarshal(payload, &event); err != nil {
				t.Error(err)
			}
			in.mu.Lock()
			defer in.mu.Unlock()
			in.events = append(in.events, event.Records...)
			return in.refuse
		},
	}
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() {
		if err := server.Serve(ctx, l, a)(); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() { cancel(); done.Wait() })
	in.addr = l.Addr().String()
	return in
}

func (in *inbox) send(t *testing.T, text string) {
	t.Helper()
	if err := smtp.SendMail(in.addr, nil, "ann@example.com", []string{"SUPPORT@in.example.com", "bcc@in.example.com"}, []byte(text)); err != nil {
		t.Fatal(err)
	}
}

const plain = "From: =?UTF-8?Q?Ann_=C3=89?= <ann@example.com>\r\nTo: support@in.example.com\r\nSubject: =?UTF-8?B?w4k=?= there\r\n" +
	"Authentication-Results: amazonses.com; dmarc=pass header.from=example.com\r\nReceived: from a\r\n\tby b\r\nnot a header\r\n\r\nHello\r\n"

func TestAMailReachesTheBucketAndTheFunctionAsFromSES(t *testing.T) {
	in := newInbox(t, mailin.Passes)
	in.send(t, plain)
	in.send(t, plain)
	if len(in.events) != 2 || len(in.objects) != 2 {
		t.Fatalf("%d events, %d objects; want 2 and 2: each transaction has its own id", len(in.events), len(in.objects))
	}
	ses := in.events[0].SES
	raw := in.objects["raw/"+ses.Mail.MessageID]
	if !strings.HasSuffix(raw, plain) || !strings.HasPrefix(raw, "Return-Path: <ann@example.com>\r\n") {
		t.Errorf("raw mail = %q", raw)
	}
	if strings.Join(ses.Receipt.Recipients, " ") != "SUPPORT@in.example.com bcc@in.example.com" {
		t.Errorf("recipients = %v", ses.Receipt.Recipients)
	}
	if c := ses.Mail.CommonHeaders; c.Subject != "É there" || len(c.From) != 1 || c.From[0] != "Ann É <ann@example.com>" {
		t.Errorf("common headers = %+v", c)
	}
	if a := ses.Receipt.Action; a.Type != "Lambda" || a.BucketName != "" || a.ObjectKey != "" || a.InvocationType != "Event" {
		t.Errorf("action = %+v", a)
	}
	if len(ses.Mail.MessageID) != 40 || ses.Mail.Source != "ann@example.com" {
		t.Errorf("mail = %+v", ses.Mail)
	}
}

func TestVerdictsAndTheTopmostHeaderAgree(t *testing.T) {
	tests := []struct {
		name           string
		authentication mailin.Authentication
		verdict        string
		policy         string
		results        string
	}{
		{"mail that authenticates", mailin.Passes, "PASS", "", "spf=pass dkim=pass header.i=@example.com dmarc=pass header.from=example.com"},
		{"mail that fails", mailin.Fails, "FAIL", "reject", "spf=fail dkim=fail header.i=@example.com dmarc=fail (p=reject) header.from=example.com"},
		{"mail of a domain without any policy", mailin.Gray, "GRAY", "", "spf=none dkim=none dmarc=none header.from=example.com"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := newInbox(t, tt.authentication)
			in.send(t, plain)
			r := in.events[0].SES.Receipt
			for name, v := range map[string]events.SimpleEmailVerdict{"SPF": r.SPFVerdict, "DKIM": r.DKIMVerdict, "DMARC": r.DMARCVerdict} {
				if v.Status != tt.verdict {
					t.Errorf("%s = %s, want %s", name, v.Status, tt.verdict)
				}
			}
			if r.DMARCPolicy != tt.policy {
				t.Errorf("policy = %q, want %q", r.DMARCPolicy, tt.policy)
			}
			var raw string
			for _, raw = range in.objects {
			}
			m, err := netmail.ReadMessage(strings.NewReader(strings.Replace(raw, "not a header\r\n", "", 1)))
			if err != nil {
				t.Fatal(err)
			}
			top := m.Header["Authentication-Results"][0]
			if !strings.HasPrefix(top, "amazonses.com;") {
				t.Errorf("topmost = %q", top)
			}
			for word := range strings.FieldsSeq(tt.results) {
				if !strings.Contains(top, word) {
					t.Errorf("%q does not say %s", top, word)
				}
			}
		})
	}
}

func TestTestTextsFailTheScans(t *testing.T) {
	eicar := `X5O!P%@AP[4\PZX54(P^)7CC)7}$` + `EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`
	gtube := `XJS*C4JDBQADN1.NSBN3*2IDNEN*` + `GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X`
	encoded := func(before string) string {
		return strings.Join(strings.SplitAfter(base64.StdEncoding.EncodeToString([]byte(before+eicar)), "R"), "\r\n")
	}
	tests := []struct{ name, body, spam, virus string }{
		{"a plain mail", "hello", "PASS", "PASS"},
		{"a test virus in the text", eicar, "PASS", "FAIL"},
		{"a test virus in base64", encoded(""), "PASS", "FAIL"},
		{"the same one byte on", encoded("x"), "PASS", "FAIL"},
		{"the same two bytes on", encoded("xx"), "PASS", "FAIL"},
		{"a test spam", gtube, "FAIL", "PASS"},
	}
	in := newInbox(t, mailin.Passes)
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in.send(t, "From: ann@example.com\r\n\r\n"+tt.body)
			if r := in.events[i].SES.Receipt; r.SpamVerdict.Status != tt.spam || r.VirusVerdict.Status != tt.virus {
				t.Errorf("spam %s, virus %s; want %s, %s", r.SpamVerdict.Status, r.VirusVerdict.Status, tt.spam, tt.virus)
			}
		})
	}
}

func TestMailIsAcceptedOnlyWhenTheInvocationIs(t *testing.T) {
	in := newInbox(t, mailin.Passes)
	in.refuse = errors.New("disk is full")
	err := smtp.SendMail(in.addr, nil, "ann@example.com", []string{"support@in.example.com"}, []byte(plain))
	if err == nil || !strings.Contains(err.Error(), "451") {
		t.Errorf("answer = %v, want 451", err)
	}
}

func TestOtherDomainsAreRefused(t *testing.T) {
	in := newInbox(t, mailin.Passes)
	err := smtp.SendMail(in.addr, nil, "ann@example.com", []string{"someone@example.org"}, []byte(plain))
	if err == nil || !strings.Contains(err.Error(), "550") {
		t.Errorf("answer = %v, want 550", err)
	}
}

func TestHeadersPastTheLimitAreCutFromTheEvent(t *testing.T) {
	in := newInbox(t, mailin.Passes)
	in.send(t, "From: ann@example.com\r\n"+strings.Repeat("X-Long: "+strings.Repeat("y", 900)+"\r\n", 100)+"\r\nhello")
	m := in.events[0].SES.Mail
	if !m.HeadersTruncated || len(m.Headers) >= 100 {
		t.Errorf("truncated %v, %d headers", m.HeadersTruncated, len(m.Headers))
	}
}

func TestAHeaderOfAMegabyteIsRead(t *testing.T) {
	in := newInbox(t, mailin.Passes)
	in.send(t, "From: ann@example.com\r\nSubject: x\r\n"+strings.Repeat(" y\r\n", 1<<18)+"To: support@in.example.com\r\n\r\nhello")
	if c := in.events[0].SES.Mail.CommonHeaders; len(c.Subject) != 1+2<<18 || !strings.HasPrefix(c.Subject, "x y y") || len(c.To) != 1 {
		t.Errorf("a subject of %d bytes, to %v", len(c.Subject), c.To)
	}
}
