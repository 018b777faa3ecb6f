package email

import (
	"strings"
	"time"

	"confab/shared/channel/email/tidy"
	"confab/shared/inbox"
)

// Delivery is what the receiving server tells of a mail besides its bytes.
type Delivery struct {
	ID         string // the server's id for this delivery
	Key        string // of the raw mail
	Received   time.Time
	Sender     string   // of the envelope; empty for reports
	Recipients []string // of the envelope
	Verdicts   Verdicts
}

// Verdicts are SES's: PASS, FAIL, GRAY, PROCESSING_FAILED or DISABLED (AWS, "Contents of
// notifications for Amazon SES email receiving").
type Verdicts struct {
	Spam, Virus, SPF, DKIM, DMARC string
}

const (
	pass = "PASS"
	fail = "FAIL"
)

// Incoming reads a mail and says what it is in the words of the inbox. It never
// fails: of an unreadable mail it tells what its envelope and header tell.
func Incoming(raw []byte, d Delivery) inbox.Incoming {
	m := Parse(raw)
	if (m.Kind == KindMessage || m.Kind == KindList) && m.comesBack(d.Recipients) {
		m.Kind, m.AutoReply = KindAutoReply, &AutoReply{Evidence: evidenceOwn}
	}
	in := inbox.Incoming{
		Channel: inbox.Email, ProviderID: d.ID, Received: d.Received.UTC(), Recipients: d.Recipients,
		Nature:  inbox.Nature(m.Kind),
		From:    inbox.Address(m.From),
		ReplyTo: addresses(m.ReplyTo), To: addresses(m.To), Cc: addresses(m.Cc),
		Subject: m.Subject, MessageID: m.MessageID, InReplyTo: m.InReplyTo, References: m.References,
		Date: m.Date.UTC(),
		Text: m.Text, Full: m.FullText, HTML: m.HTML, Raw: d.Key,
		Spam: d.Verdicts.Spam == fail, Virus: d.Verdicts.Virus == fail, Unverified: !m.verified(d.Verdicts),
		Reports: m.reports(),
		Facts:   m.facts(d),
	}
	if in.From.Address == "" {
		in.From.Address = d.Sender
	}
	if m.Date.IsZero() {
		in.Date = time.Time{}
	}
	for _, a := range m.Attachments {
		in.Files = append(in.Files, inbox.IncomingFile{
			File: inbox.File{Name: a.Name, Type: a.Type, Data: a.Content}, ContentID: a.ContentID, Inline: a.Inline,
		})
	}
	return in
}

// verified tells whether the domain of From is proven: by DMARC, or, where the
// domain has no policy (GRAY), by a DKIM signature of the same domain.
func (m *Mail) verified(v Verdicts) bool {
	if v.DMARC == pass || v.DMARC == fail {
		return v.DMARC == pass
	}
	domain := domainOf(m.From.Address)
	for _, sig := range m.Auth.DKIM {
		if sig.Result == "pass" && aligned(sig.Domain, domain) {
			return true
		}
	}
	return false
}

// aligned tells whether a signature of one domain speaks for an address of
// another: where one is the other or lies above it. This is stricter than
// relaxed alignment (RFC 7489 §3.1.1), which needs the public suffix list.
func aligned(signer, domain string) bool {
	return signer != "" && strings.Contains(signer, ".") &&
		(strings.EqualFold(signer, domain) || strings.HasSuffix(strings.ToLower(domain), "."+strings.ToLower(signer)))
}

// reports says what a bounce or complaint tells of earlier messages.
func (m *Mail) reports() []inbox.Report {
	var out []inbox.Report
	for _, b := range m.Bounces {
		r := inbox.Report{MessageID: b.OriginalMessageID, Recipient: b.Recipient, Hard: b.Hard, Reason: strings.TrimSpace(b.ReplyCode + " " + b.Status)}
		switch b.Action {
		case "failed":
			r.State = inbox.Bounced
		case "delivered":
			r.State, r.Hard = inbox.Delivered, false
		default: // delayed, relayed and expanded settle nothing
			continue
		}
		out = append(out, r)
	}
	if c := m.Complaint; c != nil && c.unwanted() {
		for _, recipient := range c.Recipients {
			out = append(out, inbox.Report{
				MessageID: c.OriginalMessageID, Recipient: recipient, State: inbox.Complained, Hard: true, Reason: c.Type,
			})
		}
	}
	return out
}

func (m *Mail) facts(d Delivery) []inbox.Fact {
	facts := []inbox.Fact{{At: d.Received.UTC(), Name: "verdicts", Detail: map[string]string{
		"spam": d.Verdicts.Spam, "virus": d.Verdicts.Virus,
		"spf": d.Verdicts.SPF, "dkim": d.Verdicts.DKIM, "dmarc": d.Verdicts.DMARC,
	}}}
	add := func(name string, detail map[string]string) {
		facts = append(facts, inbox.Fact{At: d.Received.UTC(), Name: name, Detail: detail})
	}
	for i, cut := range m.Trimmed {
		if i == maxCuts {
			break
		}
		add("trimmed", map[string]string{"rule": string(cut.Rule)})
	}
	if m.AutoReply != nil {
		add("auto_reply", map[string]string{"evidence": m.AutoReply.Evidence})
	}
	for _, note := range m.Notes {
		add(inbox.FactNoted, map[string]string{"what": note})
	}
	if m.Calendar != nil {
		add(inbox.FactNoted, map[string]string{"what": tidy.Head(m.Calendar.headline(), maxNote)})
	}
	if len(m.Warnings) > 0 {
		list := strings.Join(m.Warnings, "; ")
		add("warnings", map[string]string{"warnings": list[:min(len(list), 1000)]})
	}
	return facts
}

// maxNote bounds a note, in bytes: it is stored with the message.
const maxNote = 300

// maxCuts is how many cuts of a mail are remembered one by one.
const maxCuts = 5

func addresses(list []Address) []inbox.Address {
	var out []inbox.Address
	for _, a := range list {
		out = append(out, inbox.Address(a))
	}
	return out
}
