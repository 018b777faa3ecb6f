package replay

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// traced is what SES writes above a mail that it takes.
const traced = `Return-Path: <ada@example.org>
Received: from mail.example.org (mail.example.org [192.0.2.10])
 by inbound-smtp.us-east-1.amazonaws.com with SMTP id mail1
 for support@inbox.example.com;
 Fri, 02 Jan 2026 10:00:00 +0000 (UTC)
X-SES-Spam-Verdict: PASS
X-SES-Virus-Verdict: PASS
Authentication-Results: amazonses.com;
 spf=pass (spfCheck: domain of example.org) client-ip=192.0.2.10; envelope-from=ada@example.org;
 dkim=pass header.i=@example.org;
 dmarc=pass header.from=example.org;
`

const rest = `From: ada@example.org
To: support@inbox.example.com
Message-ID: <1@example.org>
Date: Fri, 02 Jan 2026 09:59:00 +0000

Hello.
`

func TestWhatSESSaidIsReadFromWhatItWrote(t *testing.T) {
	saved := time.Date(2026, 1, 2, 10, 0, 5, 0, time.UTC)
	received := saved.Add(-5 * time.Second)
	const ours = "support@inbox.example.com"
	type said struct {
		source, recipients            string
		at                            time.Time
		spam, virus, spf, dkim, dmarc string
	}
	whole := said{"ada@example.org", ours, received, "PASS", "PASS", "PASS", "PASS", "PASS"}
	unknown := said{"", ours, saved, "PROCESSING_FAILED", "PROCESSING_FAILED", "PROCESSING_FAILED", "PROCESSING_FAILED", "PROCESSING_FAILED"}
	with := func(s said, change func(*said)) said { change(&s); return s }
	tests := []struct {
		name, raw string
		want      said
	}{
		{"a mail as it is", traced + rest, whole},
		{"lines that end in CRLF", strings.ReplaceAll(traced+rest, "\n", "\r\n"), whole},
		{"a mail that SES wrote nothing into", rest, unknown},
		{"a report, which has no sender", strings.Replace(traced, "<ada@example.org>", "<>", 1) + rest, with(whole, func(s *said) { s.source = "" })},
		{"a Received line of somebody else", strings.Replace(traced, "id mail1", "id mail2", 1) + strings.Replace(rest, "support@inbox", "sales@inbox", 1),
			with(whole, func(s *said) { s.recipients, s.at = "sales@inbox.example.com", saved })},
		{"verdicts of the sender's own below", traced + "X-SES-Virus-Verdict: FAIL\nAuthentication-Results: amazonses.com; dmarc=fail\n" + rest, whole},
		{"other results", strings.NewReplacer("spf=pass", "spf=softfail", "dkim=pass", "dkim=permerror", "dmarc=pass", "dmarc=none").Replace(traced) + rest,
			with(whole, func(s *said) { s.spf, s.dkim, s.dmarc = "FAIL", "PROCESSING_FAILED", "GRAY" })},
		{"two signatures", strings.Replace(traced, " dkim=pass", " dkim=fail header.i=@other.example.org;\n dkim=pass", 1) + rest, whole},
		{"scans that found something", strings.ReplaceAll(traced, "Verdict: PASS", "Verdict: FAIL") + rest, with(whole, func(s *said) { s.spam, s.virus = "FAIL", "FAIL" })},
		{"a scan that was off", strings.Replace(traced, "X-SES-Spam-Verdict: PASS\n", "", 1) + rest, with(whole, func(s *said) { s.spam = "PROCESSING_FAILED" })},
		{"a trace of another time", strings.Replace(traced, "Jan 2026 10", "Jan 2016 10", 1) + rest, with(whole, func(s *said) { s.at = saved })},
		{"a trace of tomorrow", strings.Replace(traced, "02 Jan", "03 Jan", 1) + rest, with(whole, func(s *said) { s.at = saved })},
		{"further recipients", traced + strings.Replace(rest, "To: ", "Cc: Sales <SALES@Inbox.example.com>, else@example.com\nTo: \"x@inbox.example.com\" <y@inbox.example.com>, ", 1),
			with(whole, func(s *said) {
				s.recipients = ours + " y@inbox.example.com SALES@Inbox.example.com"
			})},
		{"subdomains are others'", traced + strings.Replace(rest, "To: support@", "To: support@sub.", 1), whole},
		{"a mail with no id and no date", traced + "To: sales@inbox.example.com\n\nHello.\n", whole},
		{"nothing", "", with(unknown, func(s *said) { s.recipients = "" })},
		{"no header", "\nHello.\n", with(unknown, func(s *said) { s.recipients = "" })},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ses := rebuilt("mail1", []byte(tt.raw), "inbox.example.com", saved)
			r := ses.Receipt
			got := said{
				ses.Mail.Source, strings.Join(r.Recipients, " "), r.Timestamp,
				r.SpamVerdict.Status, r.VirusVerdict.Status, r.SPFVerdict.Status, r.DKIMVerdict.Status, r.DMARCVerdict.Status,
			}
			if got != tt.want {
				t.Errorf("\n%v, want\n%v", got, tt.want)
			}
			if !slices.Equal(ses.Mail.Destination, r.Recipients) || ses.Mail.MessageID != "mail1" || ses.Mail.Timestamp != r.Timestamp {
				t.Errorf("%+v", ses.Mail)
			}
		})
	}
}

func TestTimesAreReadWithTheirZone(t *testing.T) {
	for given, want := range map[string]string{
		"2026-01-02": "2026-01-02T00:00:00Z", "2026-01-02T15:04Z": "2026-01-02T15:04:00Z",
		"2026-01-02T15:04+02:00": "2026-01-02T13:04:00Z", "2026-01-02T15:04:05-08:00": "2026-01-02T23:04:05Z",
	} {
		if got, err := Instant(given); err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("%s is %v, %v; want %s", given, got, err, want)
		}
	}
	for _, given := range []string{"", "yesterday", "2026-01-02T15:04", "02.01.2026"} {
		if got, err := Instant(given); err == nil {
			t.Errorf("%q is %v", given, got)
		}
	}
}

func FuzzRebuilt(f *testing.F) {
	f.Add(traced+rest, "inbox.example.com")
	f.Add("Received: from a by b with SMTP id mail1 for <@@>;;\n\tfolded\nTo: ,<@inbox.example.com>\n", "inbox.example.com")
	f.Fuzz(func(t *testing.T, raw, domain string) {
		saved := time.Date(2026, 1, 2, 10, 0, 5, 0, time.UTC)
		ses := rebuilt("mail1", []byte(raw), domain, saved)
		if r := ses.Receipt; len(r.Recipients) > maxRecipients || r.Timestamp.After(saved) || saved.Sub(r.Timestamp) >= longestRule {
			t.Errorf("%+v", r)
		}
		for _, a := range ses.Receipt.Recipients {
			if !strings.EqualFold(a[strings.LastIndexByte(a, '@')+1:], domain) {
				t.Errorf("%q is not at %q", a, domain)
			}
		}
	})
}
