package email

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"confab/shared/channel/email/ical"
	"confab/shared/channel/email/tidy"
)

// Invitation is what a mail's calendar part says: an invitation to an event, an
// answer to one, or that it is off (iTIP, RFC 5546 §1.4).
type Invitation struct {
	Method      string // upper case: REQUEST, REPLY, CANCEL, COUNTER, PUBLISH…
	Summary     string
	Description string
	Comment     string // what was written with an answer
	Location    string
	Start, End  time.Time // in the event's zone; zero when not stated
	Zone        string    // as the calendar names it; empty: the time of the place
	AllDay      bool      // Start is a date; End is the date after the last day
	Repeats     bool
	More        int // further events in the same calendar
	Organizer   Address
	Attendees   []Attendee
}

// Attendee is somebody who is invited. The Status is upper case: ACCEPTED,
// DECLINED, TENTATIVE, DELEGATED, NEEDS-ACTION, or empty (RFC 5545 §3.2.12).
type Attendee struct {
	Address
	Status string
}

// calendarName is the file name of an invitation that has none.
const calendarName = "invitation.ics"

// openCalendar reads the first invitation of a mail; its file stays a file.
func (b *body) openCalendar(p *part) {
	if p.name == "" {
		p.name = calendarName
	}
	if b.enclosed.calendar != nil {
		return
	}
	content := p.content()
	text, _ := toUTF8(content[:min(len(content), maxBody)], p.params["charset"], false)
	c := ical.Read(tidy.Text(text))
	if c == nil || len(c.Events) == 0 {
		return
	}
	e, more := mainEvent(c.Events)
	if c.Method == "" {
		c.Method = strings.ToUpper(tidy.Line(p.params["method"])) // RFC 6047 §2.4
	}
	invitation := &Invitation{
		Method: c.Method, Summary: tidy.Line(e.Summary), Description: e.Description, Comment: e.Comment,
		Location: tidy.Line(e.Location), Start: e.Start.Time, End: e.End.Time, Zone: tidy.Line(e.Start.Zone),
		AllDay: e.Start.AllDay, Repeats: e.Rule != "", More: more,
		Organizer: Address{Name: tidy.Line(e.Organizer.Name), Address: tidy.Line(e.Organizer.Address)},
	}
	if e.Status == "CANCELLED" && c.Method != "REPLY" {
		invitation.Method = "CANCEL"
	}
	for _, a := range e.Attendees {
		invitation.Attendees = append(invitation.Attendees, Attendee{Address{Name: tidy.Line(a.Name), Address: tidy.Line(a.Address)}, a.Status})
	}
	b.enclosed.calendar = invitation
}

// dropSecondCalendar drops an invitation without a file name that is attached
// under one too, as Google does for programs that know one way or the other.
func (b *body) dropSecondCalendar() {
	words := func(a Attachment) []byte { return bytes.TrimSpace(bytes.ReplaceAll(a.Content, []byte("\r"), nil)) }
	for i, a := range b.attachments {
		if a.Name != calendarName || a.Size > maxBody {
			continue
		}
		for _, c := range b.attachments[i+1:] {
			if path.Ext(c.Name) == ".ics" && c.Size <= maxBody && bytes.Equal(words(a), words(c)) {
				b.attachments = slices.Delete(b.attachments, i, i+1)
				return
			}
		}
		return
	}
}

// mainEvent returns the event that a calendar is about, and how many it holds
// beside it and its own exceptions.
func mainEvent(events []ical.Event) (main ical.Event, more int) {
	main = events[0]
	for _, e := range events {
		if e.UID == main.UID && main.Exception && !e.Exception {
			main = e
		}
		if e.UID != main.UID || e.UID == "" {
			more++
		}
	}
	if main.UID == "" {
		more--
	}
	return main, more
}

// invitationWords say what an invitation does, by its method; of an answer, by
// the attendee's status.
var invitationWords = map[string]string{
	"REQUEST":        "Invitation: {what}",
	"ADD":            "More dates: {what}",
	"CANCEL":         "Cancelled: {what}",
	"REFRESH":        "{who} asks for the latest version: {what}",
	"COUNTER":        "{who} proposes a change: {what}",
	"DECLINECOUNTER": "The change was declined: {what}",
	"ACCEPTED":       "{who} accepted: {what}",
	"DECLINED":       "{who} declined: {what}",
	"TENTATIVE":      "{who} accepted tentatively: {what}",
	"DELEGATED":      "{who} delegated: {what}",
	"REPLY":          "{who} answered: {what}",
	"":               "Event: {what}", // PUBLISH, and files without a method
}

// statusWords are added to an attendee's name.
var statusWords = map[string]string{
	"ACCEPTED": " (accepted)", "DECLINED": " (declined)", "TENTATIVE": " (tentative)", "DELEGATED": " (delegated)",
}

// maxShown bounds the attendees that a text names, and maxDescription the
// bytes of what the organizer wrote.
const (
	maxShown       = 20
	maxDescription = 16 << 10
)

// Text says what the invitation says, in a few lines.
func (i *Invitation) Text() string {
	lines := []string{i.headline()}
	add := func(label, value string) {
		if value != "" {
			lines = append(lines, label+": "+value)
		}
	}
	add("Where", i.Location)
	add("Organizer", i.Organizer.String())
	if i.Method != "REPLY" {
		add("Invited", i.invited())
	}
	if i.More > 0 {
		lines = append(lines, fmt.Sprintf("%d more in the calendar", i.More))
	}
	for _, written := range []string{i.Comment, i.Description} {
		if written = strings.TrimSpace(written); written != "" && !(i.Method == "REPLY" && written == strings.TrimSpace(i.Description)) {
			lines = append(lines, "", tidy.Head(written, maxDescription))
		}
	}
	return strings.Join(lines, "\n")
}

// headline is one line: what happens, to what, when.
func (i *Invitation) headline() string {
	who, key := i.Organizer.String(), i.Method
	if len(i.Attendees) > 0 && (key == "REPLY" || key == "COUNTER" || key == "REFRESH") {
		who = i.Attendees[0].String()
		if key == "REPLY" && invitationWords[i.Attendees[0].Status] != "" {
			key = i.Attendees[0].Status
		}
	}
	words, known := invitationWords[key]
	if !known {
		words = invitationWords[""]
	}
	if who == "" {
		who = "Somebody"
	}
	what := i.Summary
	if what == "" {
		what = "an event without a title"
	}
	if when := i.when(); when != "" {
		what += ", " + when
	}
	if i.Repeats {
		what += ", repeated"
	}
	return strings.NewReplacer("{who}", who, "{what}", what).Replace(words)
}

// when writes the time of the event: "1 June 2026 10:00–10:30 (Europe/Paris)".
func (i *Invitation) when() string {
	if i.Start.IsZero() {
		return ""
	}
	const day, clock = "2 January 2006", "15:04"
	start, end := i.Start, i.End
	if i.AllDay {
		if last := end.AddDate(0, 0, -1); last.After(start) {
			return start.Format(day) + "–" + last.Format(day)
		}
		return start.Format(day)
	}
	zone := ""
	if i.Zone != "" {
		zone = " (" + i.Zone + ")"
	}
	end = end.In(start.Location())
	switch {
	case i.End.IsZero() || end.Equal(start):
		return start.Format(day+" "+clock) + zone
	case start.Format(day) == end.Format(day):
		return start.Format(day+" "+clock) + "–" + end.Format(clock) + zone
	}
	return start.Format(day+" "+clock) + "–" + end.Format(day+" "+clock) + zone
}

func (i *Invitation) invited() string {
	var names []string
	for n, a := range i.Attendees {
		if n == maxShown {
			names = append(names, fmt.Sprintf("and %d more", len(i.Attendees)-n))
			break
		}
		if name := a.String(); name != "" {
			names = append(names, name+statusWords[a.Status])
		}
	}
	return strings.Join(names, ", ")
}

// String returns the name, or the address where there is no name.
func (a Address) String() string {
	if a.Name != "" {
		return a.Name
	}
	return a.Address
}
