package mailin

import (
	"bytes"
	"mime"
	netmail "net/mail"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
)

// How many bytes of headers an event carries at most.
// Source: "Service quotas in Amazon SES".
const maxHeaders = 50 << 10

// mail is one SMTP transaction as SES sees it.
type mail struct {
	id             string
	raw            []byte // with what SES wrote above it
	source         string
	recipients     []string
	received       time.Time
	authentication Authentication
	spam, virus    string
	headers        []events.SimpleEmailHeader
}

func newMail(raw []byte, from string, to []string, helo string, a Authentication, now time.Time) *mail {
	if helo = clean(helo); helo == "" {
		helo = "unknown"
	}
	m := &mail{
		id: newID(), source: clean(from), recipients: slices.Clone(to), received: now.UTC(), authentication: a,
		spam: spamVerdict(raw), virus: virusVerdict(raw), headers: readHeaders(raw),
	}
	trace := m.trace(helo)
	m.headers = append(readHeaders(trace), m.headers...)
	m.raw = append(trace, raw...)
	return m
}

// clean keeps what a client said from ending the header line it goes into.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}

// readHeaders reads the headers of any mail: a line it does not understand ends
// nothing and is left out. Folded lines are joined (RFC 5322 §2.2.3).
func readHeaders(raw []byte) []events.SimpleEmailHeader {
	var headers []events.SimpleEmailHeader
	var value strings.Builder // of the last header, which may go on
	flush := func() {
		if n := len(headers); n > 0 {
			headers[n-1].Value = value.String()
		}
		value.Reset()
	}
	for len(raw) > 0 {
		line, rest, _ := bytes.Cut(raw, []byte("\n"))
		raw = rest
		line = bytes.TrimSuffix(line, []byte("\r"))
		if len(line) == 0 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			value.WriteByte(' ')
			value.Write(bytes.TrimSpace(line))
			continue
		}
		if name, text, ok := bytes.Cut(line, []byte(":")); ok {
			flush()
			headers = append(headers, events.SimpleEmailHeader{Name: string(bytes.TrimSpace(name))})
			value.Write(bytes.TrimSpace(text))
		}
	}
	flush()
	return headers
}

// header returns the first header of that name, with its encoded words decoded.
func (m *mail) header(name string) string {
	for _, h := range m.headers {
		if strings.EqualFold(h.Name, name) {
			if decoded, err := new(mime.WordDecoder).DecodeHeader(h.Value); err == nil {
				return decoded
			}
			return h.Value
		}
	}
	return ""
}

// addresses splits an address header; one that cannot be read is one entry.
func (m *mail) addresses(name string) []string {
	value := m.header(name)
	if value == "" {
		return nil
	}
	list, err := netmail.ParseAddressList(value)
	if err != nil {
		return []string{value}
	}
	var out []string
	for _, a := range list {
		if a.Name == "" {
			out = append(out, a.Address)
		} else {
			out = append(out, a.Name+" <"+a.Address+">")
		}
	}
	return out
}

func (m *mail) fromAddress() string {
	if list, err := netmail.ParseAddressList(m.header("From")); err == nil {
		return clean(list[0].Address)
	}
	return m.source
}

// event is what SES's Lambda action delivers. Its receipt names no bucket and no
// key: they are the S3 action's.
// Source: "Contents of notifications for Amazon SES email receiving".
func (m *mail) event(functionARN string) events.SimpleEmailEvent {
	status := func(s string) events.SimpleEmailVerdict { return events.SimpleEmailVerdict{Status: s} }
	sender := status(m.authentication.verdict())
	headers, truncated := truncate(m.headers)
	at := m.received.Truncate(time.Millisecond)
	return events.SimpleEmailEvent{Records: []events.SimpleEmailRecord{{
		EventVersion: "1.0", EventSource: "aws:ses",
		SES: events.SimpleEmailService{
			Mail: events.SimpleEmailMessage{
				Source: m.source, Timestamp: at, Destination: m.recipients, MessageID: m.id,
				Headers: headers, HeadersTruncated: truncated,
				CommonHeaders: events.SimpleEmailCommonHeaders{
					From: m.addresses("From"), To: m.addresses("To"), Cc: m.addresses("Cc"), ReturnPath: m.source,
					MessageID: m.header("Message-ID"), Date: m.header("Date"), Subject: m.header("Subject"),
				},
			},
			Receipt: events.SimpleEmailReceipt{
				Recipients: m.recipients, Timestamp: at, ProcessingTimeMillis: 100,
				SpamVerdict: status(m.spam), VirusVerdict: status(m.virus),
				SPFVerdict: sender, DKIMVerdict: sender, DMARCVerdict: sender, DMARCPolicy: m.authentication.policy(),
				Action: events.SimpleEmailReceiptAction{Type: "Lambda", InvocationType: "Event", FunctionARN: functionARN},
			},
		},
	}}}
}

// truncate keeps the first headers that fit into an event.
func truncate(headers []events.SimpleEmailHeader) (kept []events.SimpleEmailHeader, truncated bool) {
	size := 0
	for i, h := range headers {
		if size += len(h.Name) + len(h.Value); size > maxHeaders {
			return headers[:i], true
		}
	}
	return headers, false
}
