package api

import (
	"fmt"
	"time"

	"confab/shared/inbox"
)

// evidenceHistory is the table of records. Where the contact's zone is known it
// has their time beside UTC.
func evidenceHistory(e *inbox.Evidence) markup {
	if len(e.Records) == 0 {
		return element("p", "", words("Nothing is recorded of this number."))
	}
	var local *time.Location
	head := []string{"Time (UTC)"}
	if len(e.Zones) == 1 {
		local = e.Zones[0]
		head = append(head, "Time ("+local.String()+")")
	}
	head = append(head, "What", "Words, verbatim", "How it is known", "Our number", "Identifiers")
	rows := make([]markup, 0, len(e.Records))
	for i := range e.Records {
		rows = append(rows, evidenceRow(&e.Records[i], local, e.Members)+"\n")
	}
	titles := each(head, func(s string) markup { return element("th", "", words(s)) })
	table := element("table", "", element("thead", "", element("tr", "", titles...)), "\n", element("tbody", "", rows...))
	if e.Partial {
		return element("p", "", words("There are older records than fit in this file. It holds the newest.")) + table
	}
	return table
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

func evidenceRow(r *inbox.TextRecord, local *time.Location, members map[string]string) markup {
	cells := []markup{element("td", "time", words(r.At.UTC().Format(evidenceTime)))}
	if local != nil {
		cells = append(cells, element("td", "time", words(r.At.In(local).Format(evidenceLocalTime))))
	}
	what := words(recordNames[r.Kind])
	for _, remark := range recordRemarks(r) {
		what += "<br>" + element("span", "aside", words(remark))
	}
	var ids []string
	for _, id := range []struct{ name, value string }{
		{"record", r.ID}, {"conversation", r.Conversation}, {"message", r.Message}, {"provider's id", r.ProviderID}, {"contact", r.Contact},
	} {
		if id.value != "" {
			ids = append(ids, id.name+" "+id.value)
		}
	}
	return element("tr", "", append(cells,
		element("td", "", what), element("td", "words", words(r.Words)), element("td", "", lines(recordSource(r, members))),
		element("td", "time", words(r.Ours)), element("td", "ids", lines(ids)))...)
}

// recordRemarks are what there is to say beside what a record tells.
func recordRemarks(r *inbox.TextRecord) (out []string) {
	changes := r.Kind == inbox.RecordConsent || r.Kind == inbox.RecordOptOut
	for _, remark := range []struct {
		holds bool
		said  string
	}{
		{changes && !r.Effective, "It changed nothing: what was known already counts."},
		{r.Reason != "", "Reason: " + r.Reason},
		{r.Zone != "", "Judged by the time in " + r.Zone + "."},
		{r.Link != "", "It leads to " + r.Link},
		{r.Bot, "A machine fetched it."},
	} {
		if remark.holds {
			out = append(out, remark.said)
		}
	}
	return out
}

// recordSource says how what a record tells came to us.
func recordSource(r *inbox.TextRecord, members map[string]string) (out []string) {
	switch r.Source {
	case inbox.ByKeyword:
		out = append(out, "The contact's own text")
	case inbox.ByProvider:
		out = append(out, "AWS keeps the number on its list of who opted out, or refused to send")
	case inbox.ByMember:
		name := members[r.Author]
		if name == "" {
			name = "a member"
		}
		out = append(out, fmt.Sprintf("By %s (%s)", name, r.Author))
	}
	if r.Keyword != "" {
		out = append(out, "Keyword "+r.Keyword)
	}
	if !r.Recorded.IsZero() {
		out = append(out, "Recorded "+inUTC(r.Recorded))
	}
	return out
}
