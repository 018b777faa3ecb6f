package email

import (
	"testing"
	"time"
)

// One mail of 4 May 2026, 14:15, in the forms that clients and converters give
// its head.
func TestHeadsOfForwardsAreReadInEveryForm(t *testing.T) {
	want := forwardCase{From: "Ann Lee <ann@example.org>", To: []string{"Bo Ray <bo@example.com>", "Cy Poe <cy@example.com>", "Di Fox <di@example.com>"}, Subject: "Plan"}
	for _, c := range []struct{ name, body string }{
		{"a list that goes on below a comma", "---------- Forwarded message ---------\nFrom: Ann Lee <ann@example.org>\nDate: Mon, May 4, 2026 at 2:15 PM\nSubject: Plan\nTo: Bo Ray <bo@example.com>, Cy Poe <cy@example.com>,\nDi Fox <di@example.com>\n\nHello."},
		{"an address alone on the next line", "---------- Forwarded message ---------\nFrom: Ann Lee <ann@example.org>\nDate: Mon, May 4, 2026 at 2:15 PM\nSubject: Plan\nTo: Bo Ray <bo@example.com>, Cy Poe\n<cy@example.com>, Di Fox <di@example.com>\n\n\nHello."},
		{"a sender wrapped", "---------- Forwarded message ---------\nFrom: Ann Lee\n<ann@example.org>\nDate: Mon, May 4, 2026 at 2:15 PM\nSubject: Plan\nTo: Bo Ray <bo@example.com>, Cy Poe <cy@example.com>, Di Fox <di@example.com>\n\n\nHello."},
		{"a list wrapped within a quotation", "> Begin forwarded message:\n> \n> From: Ann Lee <ann@example.org>\n> Subject: Plan\n> Date: May 4, 2026 at 2:15:08 PM GMT+2\n> To: Bo Ray <bo@example.com>,\n>  Cy Poe <cy@example.com>, Di Fox\n>  <di@example.com>\n> \n> Hello."},
		{"a blank line between all", "________________________________\nFrom: Ann Lee <ann@example.org>\n\nSent: Monday, May 4, 2026 2:15 PM\n\nTo: Bo Ray <bo@example.com>; Cy Poe <cy@example.com>; Di Fox <di@example.com>\n\nSubject: Plan\n\nHello."},
		{"a wrapped list at the end, and other fields", "-------- Forwarded Message --------\nSubject: \tPlan\nDate: \tMon, 4 May 2026 14:15:08 +0000\nFrom: \tAnn Lee <ann@example.org>\nReply-To: \tAnn <a@example.org>\nOrganization: \tX\nTo: \tBo Ray <bo@example.com>, Cy Poe <cy@example.com>, Di Fox \n<di@example.com>\n\n\nHello."},
		{"an indented list without commas", "---------------------------- Original Message ----------------------------\nSubject: Plan\nFrom:    \"Ann Lee\" <ann@example.org>\nDate:    Mon, May 4, 2026 2:15 pm\nTo:      \"Bo Ray\" <bo@example.com>\n         \"Cy Poe\" <cy@example.com>\n         \"Di Fox\" <di@example.com>\n--------------------------------------------------------------------------\n\nHello."},
		{"bold names and values", "*From:* Ann Lee <ann@example.org>\n*Date:* Monday, May 4, 2026 at 2:15 PM\n*To:* Bo Ray <bo@example.com>, Cy Poe <cy@example.com>, Di Fox <di@example.com>\n*Subject:* *Plan*\n\nHello."},
		{"a table drawn with bars", "| From: | Ann Lee <ann@example.org> |\n| Sent: | Monday, May 4, 2026 2:15 PM |\n| To: | Bo Ray <bo@example.com>; Cy Poe <cy@example.com>; Di Fox <di@example.com> |\n| Subject: | Plan |\n\nHello."},
		{"names of zones", "From: Ann Lee <ann@example.org>\nTo: Bo Ray <bo@example.com>, Cy Poe <cy@example.com>, Di Fox <di@example.com>\nDate: 05/04/2026 2:15 PM EDT\nSubject: Plan\n\n\nHello."},
		{"all on one line", "----- Forwarded Message ----- From: Ann Lee <ann@example.org>To: Bo Ray <bo@example.com>; Cy Poe <cy@example.com>; Di Fox <di@example.com>Sent: Monday, May 4, 2026, 02:15:08 PM GMT+1Subject: Plan\n Hello."},
	} {
		m := parseText("Fwd: Plan", c.body)
		var s forwardScore
		if f := m.Forwarded; f == nil || f.Date.Format("2006-01-02 15:04") != "2026-05-04 14:15" {
			t.Errorf("%s: %+v", c.name, f)
			continue
		}
		m.Forwarded.Date = time.Time{}
		if wrong := s.add(m, want); wrong != "" {
			t.Errorf("%s: %s", c.name, wrong)
		}
	}
}

func TestAForwardWithANoteAboveIsKeptWhole(t *testing.T) {
	notes := "See below.\n\n----- Forwarded by Bo Ray/ORG on 05/05/2026 09:10 AM -----\n\nFrom:\tAnn Lee/ORG\nTo:\tBo Ray/ORG@ORG\nDate:\t05/04/2026 02:15 PM\nSubject:\tPlan\n\nHello."
	outlook := "See below.\n\nFrom: Ann Lee <ann@example.org>\nSent: Monday, May 4, 2026 2:15 PM\nTo: Bo Ray <bo@example.com>\nSubject: Plan\n\nHello."
	for _, c := range []struct{ name, subject, body string }{
		{"by Notes", "Fw: Plan", notes},
		{"by Notes, without a word in the subject", "Plan", notes},
		{"in Greek Outlook", "ΠΡΘ: Plan", outlook},
		{"through a gateway that marks what comes from outside", "[External] FW: Plan", outlook},
		{"with the subject in brackets", "[Fwd: Plan]", outlook},
		{"in Turkish", "İLT: Plan", outlook},
	} {
		m := parseText(c.subject, c.body)
		if m.Forwarded == nil || m.Text != m.FullText {
			t.Errorf("%s: %+v, %q", c.name, m.Forwarded, m.Text)
		}
	}
	if m := parseText("[External] Re: Plan", outlook); m.Text != "See below." {
		t.Errorf("an answer through a gateway: %q", m.Text)
	}
	if m := parseText("Rif: Plan", outlook); m.Text != "See below." {
		t.Errorf("an answer of Italian Notes: %q", m.Text)
	}
}
