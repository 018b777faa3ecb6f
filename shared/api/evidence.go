package api

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"html/template"
	"strings"
	"sync"
	"time"

	"confab/shared/inbox"
)

//go:embed evidence.html
var evidenceHTML string

var evidenceTemplate = sync.OnceValues(func() (*template.Template, error) {
	return template.New("evidence").Parse(evidenceHTML)
})

type evidenceInput struct {
	Audience string `path:"audience" maxLength:"64" doc:"An audience's id."`
	Number   string `path:"number" maxLength:"40" doc:"A contact's number." example:"+15550142"`
}

type evidenceOutput struct {
	ContentType        string `header:"Content-Type" hidden:"true"`
	ContentDisposition string `header:"Content-Disposition"`
	Body               []byte
}

func (a *API) getEvidence(ctx context.Context, v *visit, in *evidenceInput) (*evidenceOutput, error) {
	e, err := a.cfg.Domain.EvidenceOf(ctx, v.gate, in.Audience, in.Number)
	if err != nil {
		return nil, err
	}
	who, err := v.self(ctx)
	if err != nil {
		return nil, err
	}
	page, err := evidenceTemplate()
	if err != nil {
		return nil, fmt.Errorf("read the template of evidence: %w", err)
	}
	now := a.cfg.Now()
	var out bytes.Buffer
	if err := page.Execute(&out, evidenceOf(e, who, now)); err != nil {
		return nil, fmt.Errorf("draw up evidence: %w", err)
	}
	name := fmt.Sprintf("consent-%s-%s.html", strings.TrimPrefix(e.Consent.Number, "+"), now.UTC().Format(time.DateOnly))
	return &evidenceOutput{
		ContentType: "text/html; charset=utf-8", ContentDisposition: `attachment; filename="` + name + `"`, Body: out.Bytes(),
	}, nil
}

// evidence is what the page says.
type evidence struct {
	Number, Contact, ContactID  string
	Brand, Audience, AudienceID string
	State, Undecided            string
	Zone                        string // of the second column of times; "" for none
	Zones                       string
	Generated, By               string
	Partial                     bool
	Rows                        []evidenceRow
}

type evidenceRow struct {
	UTC, Local, What string
	Remarks          []string
	Words            string
	How              []string
	Ours             string
	IDs              []string
}

const (
	evidenceTime      = "2006-01-02 15:04:05"
	evidenceLocalTime = evidenceTime + " -07:00"
)

func evidenceOf(e *inbox.Evidence, who *inbox.Member, now time.Time) evidence {
	out := evidence{
		Number: e.Consent.Number, Brand: e.Audience.Texting.Brand, Audience: e.Audience.Name, AudienceID: e.Audience.ID,
		State: stateSentence(&e.Consent), Generated: inUTC(now), By: who.Name, Partial: e.Partial,
		Zones: "The number does not tell in which one its owner is.",
	}
	if e.Contact != nil {
		out.Contact, out.ContactID = e.Contact.Name, "contact "+e.Contact.ID
		if out.Contact == "" {
			out.Contact = e.Consent.Number
		}
	}
	if e.Consent.Refusal.Message != "" {
		out.Undecided = "The message " + e.Consent.Refusal.Message + " seems to refuse further texts. Until a member has decided what it means, nothing is sent unasked."
	}
	var local *time.Location
	switch len(e.Zones) {
	case 0:
	case 1:
		local = e.Zones[0]
		out.Zone, out.Zones = local.String(), local.String()
	default:
		out.Zones += " It may be in " + strings.Join(each(e.Zones, (*time.Location).String), ", ") + "."
	}
	for _, r := range e.Records {
		row := evidenceRowOf(&r, e.Members)
		if local != nil {
			row.Local = r.At.In(local).Format(evidenceLocalTime)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func inUTC(t time.Time) string { return t.UTC().Format(evidenceTime) + " UTC" }

func stateSentence(c *inbox.Consent) string {
	how := map[inbox.ConsentSource]string{
		inbox.ByKeyword: "by a keyword of their own", inbox.ByMember: "as a member has recorded", inbox.ByProvider: "as AWS has told",
	}[c.Source]
	switch c.State {
	case inbox.Consented:
		return fmt.Sprintf("May be texted. Consented on %s, %s.", inUTC(c.Since), how)
	case inbox.OptedOut:
		return fmt.Sprintf("Must not be texted. Opted out on %s, %s.", inUTC(c.Since), how)
	}
	return "Must not be texted. No consent is known."
}

// recordNames say what a record tells.
var recordNames = map[inbox.RecordKind]string{
	inbox.RecordConsent:   "Consent",
	inbox.RecordOptOut:    "Opt-out",
	inbox.RecordHelp:      "The contact asked for help",
	inbox.RecordRefusal:   "Words that seem to refuse further texts",
	inbox.RecordDismissed: "A member found that what seemed a refusal is none",
	inbox.RecordAsked:     "A text of ours asked for consent",
	inbox.RecordConfirmed: "A text of ours confirmed it",
	inbox.RecordOverride:  "A member texted outside the texting hours",
	inbox.RecordClick:     "A link of a text was followed",
}

func evidenceRowOf(r *inbox.TextRecord, members map[string]string) evidenceRow {
	row := evidenceRow{UTC: r.At.UTC().Format(evidenceTime), What: recordNames[r.Kind], Words: r.Words, Ours: r.Ours}
	remark := func(told bool, format string, args ...any) {
		if told {
			row.Remarks = append(row.Remarks, fmt.Sprintf(format, args...))
		}
	}
	changes := r.Kind == inbox.RecordConsent || r.Kind == inbox.RecordOptOut
	remark(changes && !r.Effective, "It changed nothing: what was known already counts.")
	remark(r.Reason != "", "Reason: %s", r.Reason)
	remark(r.Zone != "", "Judged by the time in %s.", r.Zone)
	remark(r.Link != "", "It leads to %s", r.Link)
	remark(r.Bot, "A machine fetched it.")

	told := func(format string, args ...any) { row.How = append(row.How, fmt.Sprintf(format, args...)) }
	switch r.Source {
	case inbox.ByKeyword:
		told("The contact's own text")
	case inbox.ByProvider:
		told("AWS keeps the number on its list of who opted out, or refused to send")
	case inbox.ByMember:
		name := members[r.Author]
		if name == "" {
			name = "a member"
		}
		told("By %s (%s)", name, r.Author)
	}
	if r.Keyword != "" {
		told("Keyword %s", r.Keyword)
	}
	if !r.Recorded.IsZero() {
		told("Recorded %s", inUTC(r.Recorded))
	}
	for _, id := range []struct{ name, value string }{
		{"record", r.ID}, {"conversation", r.Conversation}, {"message", r.Message}, {"provider's id", r.ProviderID}, {"contact", r.Contact},
	} {
		if id.value != "" {
			row.IDs = append(row.IDs, id.name+" "+id.value)
		}
	}
	return row
}
