package outgoing

import (
	"bytes"
	"errors"
	"fmt"
	netmail "net/mail"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/wneessen/go-mail"
	"golang.org/x/net/idna"

	"confab/shared/channel/email/sent"
	"confab/shared/channel/email/tidy"
	"confab/shared/inbox"
)

// MaxSize is the most that SES sends: the whole MIME form, in bytes. Base64
// leaves about 29 MB of it for files.
// Source: Service quotas in Amazon SES.
const MaxSize = 40 << 20

// ErrInvalid marks what Compose refuses to write.
var ErrInvalid = errors.New("invalid mail")

// Mail is one to be written. Ids are without angle brackets.
type Mail struct {
	From    inbox.Address
	To      []inbox.Address
	Cc      []inbox.Address
	ReplyTo []inbox.Address
	Subject string

	MessageID  string
	InReplyTo  string
	References []string  // oldest first; shortened to the first and the newest that fit
	Date       time.Time // now when zero

	Text  string
	HTML  string // the text again with markup; empty for a plain mail
	Files []File

	Headers       []Header // beside those above, which may not be repeated here
	AutoSubmitted string   // RFC 3834, for what no person wrote: auto-replied or auto-generated
}

// Header is one header field.
type Header struct {
	Name  string
	Value string
}

// Compose writes a mail in MIME form (RFC 5322, RFC 2045), ready for SES's raw
// sending. Its errors wrap ErrInvalid and are safe to show: a value with a line
// break or another control character, a malformed address or id, a header that
// is not the caller's to set, a file type that SES refuses, a mail beyond
// MaxSize. Nothing is silently changed to fit, except that References is
// shortened. SES replaces Message-ID and Date.
func Compose(m Mail) ([]byte, error) {
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	for _, step := range []func(*mail.Msg, *Mail) error{
		setAddresses, setThreading, setHeaders, setBody, setFiles,
	} {
		if err := step(msg, &m); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	if _, err := msg.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("write mail: %w", err)
	}
	if out.Len() > MaxSize {
		return nil, invalid("the mail is %d bytes, SES sends at most %d", out.Len(), MaxSize)
	}
	return out.Bytes(), nil
}

func invalid(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrInvalid, fmt.Sprintf(format, args...))
}

// checkLine refuses what would end a header line or hide in it.
func checkLine(what, value string) error {
	for _, r := range value {
		if r < ' ' && r != '\t' || r == 0x7f || r == '\u2028' || r == '\u2029' || r == '\u0085' {
			return invalid("%s has a line break or control character", what)
		}
	}
	return nil
}

func setAddresses(msg *mail.Msg, m *Mail) error {
	from, err := wireAddresses("From", []inbox.Address{m.From})
	if err != nil {
		return err
	}
	msg.FromMailAddress(from[0])
	to, err := wireAddresses("To", m.To)
	if err != nil {
		return err
	}
	cc, err := wireAddresses("Cc", m.Cc)
	if err != nil {
		return err
	}
	replyTo, err := wireAddresses("Reply-To", m.ReplyTo)
	if err != nil {
		return err
	}
	if len(to)+len(cc) == 0 {
		return invalid("no recipient")
	}
	if len(to) > 0 {
		msg.ToMailAddress(to...)
	}
	if len(cc) > 0 {
		msg.CcMailAddress(cc...)
	}
	loop := []string{from[0].Address}
	if len(replyTo) > 0 {
		msg.ReplyToMailAddress(replyTo...)
		loop = append(loop, replyTo[0].Address)
	}
	msg.SetGenHeader(sent.LoopField, strings.Join(loop, ", "))
	return nil
}

// wireAddresses checks addresses and gives them their form on the wire: SES
// takes ASCII local parts only, and domains in Punycode.
// Source: SendEmail, Amazon SES API v2 reference.
func wireAddresses(what string, list []inbox.Address) ([]*netmail.Address, error) {
	out := make([]*netmail.Address, 0, len(list))
	for _, a := range list {
		if err := checkLine(what, a.Name+a.Address); err != nil {
			return nil, err
		}
		at := strings.LastIndexByte(a.Address, '@')
		if at <= 0 {
			return nil, invalid("%s has an address without a domain", what)
		}
		domain, err := idna.Lookup.ToASCII(a.Address[at+1:])
		if err != nil {
			return nil, invalid("%s has an address with a malformed domain", what)
		}
		if at > 64 || !localPart.MatchString(a.Address[:at]) || len(domain) > 255 || !domainLabels.MatchString(domain) || len(a.Name) > 500 {
			return nil, invalid("%s has a malformed address", what)
		}
		out = append(out, &netmail.Address{Name: displayName(a.Name), Address: a.Address[:at+1] + domain})
	}
	return out, nil
}

// displayName is a name that survives its encoding: net/mail puts a backslash
// bare into an encoded-word, where RFC 2047 §5 does not admit it.
func displayName(name string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(name, "\ufffd"), `\`, "/")
}

// localPart is RFC 5321 §4.1.2's Dot-string and no quoted string, for what
// stands in quotes may look like another address to a careless server.
var localPart = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$")

// domainLabels are a domain's, none of them empty.
var domainLabels = regexp.MustCompile(`^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$`)

// idPattern is what a message id may be made of: printable ASCII that does not
// end it. RFC 5322 §3.6.4 asks for an @ too, but shops and scanners send ids
// without one, and their clients thread by them all the same.
var idPattern = regexp.MustCompile(`^[!-;=?-~]+$`)

func setThreading(msg *mail.Msg, m *Mail) error {
	for _, id := range append([]string{m.MessageID, m.InReplyTo}, m.References...) {
		if id != "" && (len(id) > maxReferences || !idPattern.MatchString(id)) {
			return invalid("a message id is malformed")
		}
	}
	if m.MessageID != "" {
		msg.SetMessageIDWithValue(m.MessageID)
	}
	if m.InReplyTo != "" {
		msg.SetGenHeader(mail.HeaderInReplyTo, "<"+m.InReplyTo+">")
	}
	if references := fitReferences(m.References); references != "" {
		msg.SetGenHeader(mail.HeaderReferences, references)
	}
	if m.Date.IsZero() {
		m.Date = time.Now()
	}
	msg.SetDateWithValue(m.Date)
	return nil
}

// maxReferences bounds the References value, in bytes: SES takes header values
// of 995 at most where it checks them.
const maxReferences = 900

// fitReferences joins the first id and the newest that fit: clients thread by
// the newest, and by the first where they know no other (RFC 5322 §3.6.4).
func fitReferences(ids []string) string {
	kept := make([]string, 0, len(ids))
	seen := map[string]bool{"": true}
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			kept = append(kept, "<"+id+">")
		}
	}
	if len(kept) == 0 {
		return ""
	}
	size, from := len(kept[0]), len(kept)
	for from > 1 && size+1+len(kept[from-1]) <= maxReferences {
		from--
		size += 1 + len(kept[from])
	}
	return strings.Join(append(kept[:1:1], kept[from:]...), " ")
}

// ownHeaders are those that Compose writes from a Mail, lower case, and
// those that are no header of an outgoing mail at all.
var ownHeaders = map[string]bool{
	"from": true, "sender": true, "to": true, "cc": true, "bcc": true, "reply-to": true, "subject": true,
	"message-id": true, "in-reply-to": true, "references": true, "date": true, "mime-version": true,
	"content-type": true, "content-transfer-encoding": true, "content-disposition": true, "content-id": true,
	"auto-submitted": true, "return-path": true, "received": true, "x-inbox-loop": true,
}

// maxFieldName bounds the name of a header field, in bytes.
// Source: MessageHeader, Amazon SES API v2 reference.
const maxFieldName = 126

var fieldName = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")

func setHeaders(msg *mail.Msg, m *Mail) error {
	if err := checkHeaderValue("Subject", m.Subject); err != nil {
		return err
	}
	msg.Subject(m.Subject)
	seen := map[string]bool{}
	for _, h := range m.Headers {
		name := strings.ToLower(h.Name)
		if len(h.Name) > maxFieldName || !fieldName.MatchString(h.Name) || ownHeaders[name] || seen[name] {
			return invalid("the header %q cannot be set", h.Name)
		}
		if err := checkHeaderValue(h.Name, h.Value); err != nil {
			return err
		}
		seen[name] = true
		msg.SetGenHeader(mail.Header(h.Name), h.Value)
	}
	switch m.AutoSubmitted {
	case "":
	case "auto-replied", "auto-generated":
		msg.SetGenHeader("Auto-Submitted", m.AutoSubmitted)
	default:
		return invalid("Auto-Submitted must be auto-replied or auto-generated")
	}
	return nil
}

// maxWord is the longest word of a header that still fits on a line of its own
// (RFC 5322 §2.1.1), in bytes.
const maxWord = 900

func checkHeaderValue(name, value string) error {
	if err := checkLine(name, value); err != nil {
		return err
	}
	if len(value) > 5000 {
		return invalid("%s is too long", name)
	}
	for _, word := range strings.Fields(value) {
		if len(word) > maxWord && !strings.ContainsFunc(value, beyondASCII) {
			return invalid("%s has a word that fits on no line", name)
		}
	}
	return nil
}

// beyondASCII tells what makes a value go out as encoded words, which have room
// on any line.
func beyondASCII(r rune) bool { return r >= utf8.RuneSelf }

func setBody(msg *mail.Msg, m *Mail) error {
	msg.SetBodyString(mail.TypeTextPlain, tidy.Text(m.Text))
	if m.HTML != "" {
		msg.AddAlternativeString(mail.TypeTextHTML, tidy.Text(m.HTML))
	}
	return nil
}
