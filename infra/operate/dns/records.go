// Package dns prints what a domain's DNS needs for mail to come in and go out by
// SES, makes the domain an identity of SES where it is none yet, and looks which
// records are there already.
//
// It promises never to ask for an MX record of a domain that only sends: that
// would take its mail away from where it is read. It changes nothing in DNS.
package dns

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Kind is what a record is for.
type Kind string

const (
	// Inbound brings a domain's mail to SES.
	Inbound Kind = "mail comes in"
	// DKIM lets SES sign in the domain's name; it also verifies the identity.
	DKIM Kind = "DKIM, verifies the domain"
	// Return brings bounces to SES: the MX of the custom MAIL FROM domain.
	Return Kind = "MAIL FROM, bounces"
	// SPF says that SES sends for the custom MAIL FROM domain.
	SPF Kind = "MAIL FROM, SPF"
	// DMARC says what receivers shall do with mail that proves neither.
	DMARC Kind = "DMARC"
)

// Record is one record, its names without the final dot.
type Record struct {
	Kind       Kind
	Name, Type string
	Priority   int // of an MX
	Value      string
	State      string // what DNS has now, where that was looked up
}

// Domain is a domain that sends through SES, and may receive by it.
type Domain struct {
	Name     string
	Region   string
	Receives bool
	MailFrom string   // the custom MAIL FROM domain, a subdomain that nobody else uses
	Tokens   []string // of DKIM
	Zone     string   // where SES publishes the keys; empty means dkim.amazonses.com
	Reports  string   // who gets DMARC's reports; empty means nobody
}

// Records lists what the domain's DNS needs.
// Sources: SES developer guide, "Publishing an MX record for Amazon SES email
// receiving", "Easy DKIM in Amazon SES", "Using a custom MAIL FROM domain" and
// "Complying with DMARC authentication protocol in Amazon SES".
func (d Domain) Records() []Record {
	var out []Record
	if d.Receives {
		out = append(out, Record{Kind: Inbound, Name: d.Name, Type: "MX", Priority: 10, Value: "inbound-smtp." + d.Region + ".amazonaws.com"})
	}
	zone := d.Zone
	if zone == "" {
		zone = "dkim.amazonses.com"
	}
	for _, token := range d.Tokens {
		out = append(out, Record{Kind: DKIM, Name: token + "._domainkey." + d.Name, Type: "CNAME", Value: token + "." + zone})
	}
	policy := "v=DMARC1; p=quarantine"
	if !d.Receives { // it may be the domain of a company, in whose name other programs send
		policy = "v=DMARC1; p=none"
	}
	if d.Reports != "" {
		policy += "; rua=mailto:" + d.Reports
	}
	return append(out,
		Record{Kind: Return, Name: d.MailFrom, Type: "MX", Priority: 10, Value: "feedback-smtp." + d.Region + ".amazonses.com"},
		Record{Kind: SPF, Name: d.MailFrom, Type: "TXT", Value: "v=spf1 include:amazonses.com ~all"},
		Record{Kind: DMARC, Name: "_dmarc." + d.Name, Type: "TXT", Value: policy})
}

// data is what stands behind the type in a zone file.
func (r Record) data() string {
	switch r.Type {
	case "MX":
		return fmt.Sprintf("%d %s.", r.Priority, r.Value)
	case "TXT":
		return `"` + r.Value + `"`
	}
	return r.Value + "."
}

// entry is what stands in the field of a provider's form.
func (r Record) entry() string {
	if r.Type == "MX" {
		return fmt.Sprintf("%d %s", r.Priority, r.Value)
	}
	return r.Value
}

// WriteZone writes the records as lines of a zone file (RFC 1035 §5).
func WriteZone(w io.Writer, records []Record) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range records {
		fmt.Fprintf(table, "%s.\t300\tIN\t%s\t%s\n", r.Name, r.Type, r.data())
	}
	_ = table.Flush() // the console is gone
}

// WriteTable writes the records as a form asks for them.
func WriteTable(w io.Writer, records []Record) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "FOR\tTYPE\tNAME\tVALUE\tIN DNS")
	for _, r := range records {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", r.Kind, r.Type, r.Name, r.entry(), r.State)
	}
	_ = table.Flush() // the console is gone
}

// notes say what the records do not.
func (d Domain) notes() string {
	var b strings.Builder
	if d.Receives {
		fmt.Fprintf(&b, "- The MX record brings all mail to %s into the inbox. Other domains keep theirs.\n", d.Name)
	} else {
		fmt.Fprintf(&b, "- %s only sends: its own MX record stays as it is.\n", d.Name)
	}
	fmt.Fprintf(&b, "- SPF is asked of %s, which mail from SES bears as its return path. An SPF record of %s itself stays as it is.\n", d.MailFrom, d.Name)
	if !d.Receives {
		fmt.Fprintf(&b, "  If %s is in use, take another name, once SES knows the domain, and print the records again:\n"+
			"  aws sesv2 put-email-identity-mail-from-attributes --email-identity %s --mail-from-domain NAME.%s\n", d.MailFrom, d.Name, d.Name)
		b.WriteString("- DMARC: p=none changes nothing for other programs that send in the domain's name. Read the reports, then go on to p=quarantine.\n")
	}
	if d.Reports == "" {
		b.WriteString("- REPORTS=address has receivers send DMARC's reports there.\n")
	}
	b.WriteString("- SES finds the records by itself, mostly within minutes, and gives up after 72 hours.\n")
	return b.String()
}
