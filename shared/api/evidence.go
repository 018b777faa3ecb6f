package api

import (
	"context"
	_ "embed"
	"fmt"
	"html"
	"strings"
	"time"

	"confab/shared/inbox"
)

// evidencePage is the page around what is known. The places to fill look like a
// template's, and are none: the packages that run templates call methods by their
// names, for which the linker keeps every method of every type, nine megabytes of
// them.
//
//go:embed evidence.html
var evidencePage string

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
	now := a.cfg.Now()
	page := strings.NewReplacer( // which looks at nothing twice, so that words stay words
		"{{number}}", string(words(e.Consent.Number)),
		"{{about}}", string(aboutEvidence(e, who, now)),
		"{{history}}", string(evidenceHistory(e)),
	).Replace(evidencePage)
	name := fmt.Sprintf("consent-%s-%s.html", strings.TrimPrefix(e.Consent.Number, "+"), now.UTC().Format(time.DateOnly))
	return &evidenceOutput{
		ContentType: "text/html; charset=utf-8", ContentDisposition: `attachment; filename="` + name + `"`, Body: []byte(page),
	}, nil
}

// markup is a piece of HTML.
type markup string

// words makes markup of what anybody may have written.
func words(s string) markup { return markup(html.EscapeString(s)) }

// lines are words with breaks between them.
func lines(list []string) markup {
	return markup(strings.Join(each(list, func(s string) string { return string(words(s)) }), "<br>"))
}

// element is an element of a name, with a class unless that is empty.
func element(name, class string, children ...markup) markup {
	var out strings.Builder
	out.WriteString("<" + name)
	if class != "" {
		out.WriteString(` class="` + class + `"`)
	}
	out.WriteString(">")
	for _, c := range children {
		out.WriteString(string(c))
	}
	out.WriteString("</" + name + ">")
	return markup(out.String())
}

const (
	evidenceTime      = time.DateTime
	evidenceLocalTime = evidenceTime + " -07:00"
)

func inUTC(t time.Time) string { return t.UTC().Format(evidenceTime) + " UTC" }

// aboutEvidence says whose number it is, who texts it, and how things stand.
func aboutEvidence(e *inbox.Evidence, who *inbox.Member, now time.Time) markup {
	var terms []markup
	term := func(name string, said markup) {
		terms = append(terms, element("dt", "", words(name)), element("dd", "", said), "\n")
	}
	aside := func(s string) markup { return element("span", "aside", words(" ("+s+")")) }
	term("Number", words(e.Consent.Number))
	if c := e.Contact; c != nil {
		name := c.Name
		if name == "" {
			name = e.Consent.Number
		}
		term("Contact", words(name)+aside("contact "+c.ID))
	} else {
		term("Contact", words("nobody's at present"))
	}
	term("Texted by", words(e.Audience.Texting.Brand)+aside("audience "+e.Audience.Name+", "+e.Audience.ID))
	term("As it stands", element("strong", "", words(stateSentence(&e.Consent))))
	if m := e.Consent.Refusal.Message; m != "" {
		term("To be decided", words("The message "+m+" seems to refuse further texts. Until a member has decided what it means, nothing is sent unasked."))
	}
	term("Time zone", words(zoneSentence(e.Zones)))
	term("Drawn up", words(inUTC(now)+" by "+who.Name))
	return element("dl", "", terms...)
}

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

func zoneSentence(zones []*time.Location) string {
	switch names := strings.Join(each(zones, (*time.Location).String), ", "); len(zones) {
	case 0:
		return "The number does not tell in which one its owner is."
	case 1:
		return names
	default:
		return "The number does not tell in which one its owner is. It may be in " + names + "."
	}
}
