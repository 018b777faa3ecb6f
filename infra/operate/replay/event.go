package replay

import (
	"bytes"
	"context"
	"fmt"
	"io"
	netmail "net/mail"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"confab/shared/channel/email"
	"confab/shared/setup"
)

// head is how many bytes of a mail are read: SES writes its own lines on top, and
// takes no more than this of headers into an event.
const head = 64 << 10

// event makes the event that SES would send for a mail, as far as receive-email
// reads it. Its headers and commonHeaders are empty: the function has the mail.
func (r *Replay) event(ctx context.Context, bucket, domain string, m object) (events.SimpleEmailEvent, error) {
	var e events.SimpleEmailEvent
	in := &s3.GetObjectInput{Bucket: &bucket, Key: &m.key}
	if m.size > head { // S3 refuses a range of nothing
		in.Range = aws.String(fmt.Sprintf("bytes=0-%d", head-1))
	}
	out, err := r.Objects.GetObject(ctx, in)
	if err != nil {
		return e, fmt.Errorf("read %s: %w", m.key, err)
	}
	defer out.Body.Close()
	raw, err := io.ReadAll(out.Body)
	if err != nil {
		return e, fmt.Errorf("read %s: %w", m.key, err)
	}
	e.Records = []events.SimpleEmailRecord{{
		EventVersion: "1.0", EventSource: "aws:ses", SES: rebuilt(strings.TrimPrefix(m.key, setup.RawPrefix), raw, domain, m.saved),
	}}
	return e, nil
}

// rebuilt is what SES told of a mail, from what SES wrote into it.
func rebuilt(id string, raw []byte, domain string, saved time.Time) events.SimpleEmailService {
	h := readHeader(raw)
	trace := h.trace(id)
	at := saved.UTC()
	if t, err := netmail.ParseDate(trace.date); err == nil && !t.After(saved) && saved.Sub(t) < longestRule {
		at = t.UTC()
	}
	m := email.Parse(raw)
	status := func(s string) events.SimpleEmailVerdict { return events.SimpleEmailVerdict{Status: s} }
	recipients := h.recipients(trace.recipient, domain, m)
	return events.SimpleEmailService{
		Mail: events.SimpleEmailMessage{
			MessageID: id, Source: strings.Trim(h.first("Return-Path"), "<> "), Timestamp: at, Destination: recipients, HeadersTruncated: true,
		},
		Receipt: events.SimpleEmailReceipt{
			Recipients: recipients, Timestamp: at,
			SpamVerdict: status(verdict(h.first("X-SES-Spam-Verdict"))), VirusVerdict: status(verdict(h.first("X-SES-Virus-Verdict"))),
			SPFVerdict: status(judged(m.Auth.SPF)), DKIMVerdict: status(judged(signed(m.Auth))), DMARCVerdict: status(judged(m.Auth.DMARC)),
			Action: events.SimpleEmailReceiptAction{Type: "Lambda", InvocationType: "Event"},
		},
	}
}

// longestRule is how long SES may take from a mail's arrival to the bucket: it
// tries a rule's actions for up to 36 hours.
// Source: SES developer guide, "Viewing metrics for your Amazon SES email receiving".
const longestRule = 36 * time.Hour

// verdict is a scan's, PROCESSING_FAILED where SES wrote none: who does not know
// must not say PASS.
func verdict(s string) string {
	switch s = strings.ToUpper(strings.TrimSpace(s)); s {
	case "PASS", "FAIL", "GRAY", "DISABLED":
		return s
	}
	return "PROCESSING_FAILED"
}

// judged is the status SES gives for what its Authentication-Results header says
// (RFC 8601 §2.7).
func judged(result string) string {
	switch result {
	case "pass":
		return "PASS"
	case "fail", "softfail":
		return "FAIL"
	case "none", "neutral", "policy":
		return "GRAY"
	}
	return "PROCESSING_FAILED"
}

// signed is the best that a mail's signatures have come to.
func signed(a email.AuthResults) string {
	best := ""
	for _, s := range a.DKIM {
		if best == "" || s.Result == "pass" {
			best = s.Result
		}
	}
	return best
}

// received is what the line says that SES itself wrote on top of the others.
type received struct{ recipient, date string }

// forPattern finds the recipient in a Received line (RFC 5321 §4.4).
var forPattern = regexp.MustCompile(`(?i)\sfor\s+<?([^\s<>;]+@[^\s<>;]+)>?`)

// trace reads the topmost Received line, if it is SES's of this very mail: others
// are the sender's own words.
func (h header) trace(id string) received {
	line := h.first("Received")
	semicolon := strings.LastIndexByte(line, ';')
	if semicolon < 0 || !strings.Contains(line, id) {
		return received{}
	}
	r := received{date: strings.TrimSpace(line[semicolon+1:])}
	if m := forPattern.FindStringSubmatch(line[:semicolon]); m != nil {
		r.recipient = m[1]
	}
	return r
}

// recipients are the addresses of ours that a mail is known to be for. The trace's
// comes first. A mail with neither Message-ID nor Date gets no further ones: its
// copy for another address, which came as a mail of its own, could not be told
// from it, and it would be there twice.
func (h header) recipients(trace, domain string, m *email.Mail) []string {
	named := []string{trace}
	if trace == "" || h.first("Message-ID") != "" || h.first("Date") != "" {
		for _, value := range slices.Concat(h.all("Delivered-To"), h.all("X-Original-To")) {
			named = append(named, strings.Trim(value, "<> "))
		}
		for _, a := range slices.Concat(m.To, m.Cc) {
			named = append(named, a.Address)
		}
	}
	var out []string
	for _, address := range named {
		known := func(a string) bool { return strings.EqualFold(a, address) }
		ours := strings.EqualFold(address[strings.LastIndexByte(address, '@')+1:], domain)
		if ours && len(out) < maxRecipients && !slices.ContainsFunc(out, known) {
			out = append(out, address)
		}
	}
	return out
}

// maxRecipients is how many a mail can have. Source: "Service quotas in Amazon SES".
const maxRecipients = 500

// header holds the fields of a mail in their order, unfolded.
type header []field

type field struct{ name, value string }

// readHeader reads what is there; a line that is none ends nothing.
func readHeader(raw []byte) header {
	var h header
	for line := range bytes.Lines(raw) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if (line[0] == ' ' || line[0] == '\t') && len(h) > 0 {
			h[len(h)-1].value += " " + string(bytes.TrimSpace(line))
			continue
		}
		if name, value, ok := bytes.Cut(line, []byte(":")); ok {
			h = append(h, field{string(bytes.TrimSpace(name)), string(bytes.TrimSpace(value))})
		}
	}
	return h
}

func (h header) all(name string) (values []string) {
	for _, f := range h {
		if strings.EqualFold(f.name, name) {
			values = append(values, f.value)
		}
	}
	return values
}

func (h header) first(name string) string {
	if values := h.all(name); len(values) > 0 {
		return values[0]
	}
	return ""
}
