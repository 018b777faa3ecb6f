package email_test

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"confab/shared/channel/email"
	"confab/shared/channel/email/tnef/tneftest"
	"confab/shared/inbox"
)

const (
	signedSMIME    = "Signed (S/MIME). The signature was not checked."
	encryptedSMIME = "Encrypted (S/MIME). What it holds cannot be shown here."
	signedPGP      = "Signed (PGP). The signature was not checked."
	encryptedPGP   = "Encrypted (PGP). What it holds cannot be shown here."
)

// files lists the attachments as "name type".
func files(m *email.Mail) []string {
	out := []string{}
	for _, a := range m.Attachments {
		out = append(out, a.Name+" "+a.Type)
	}
	return out
}

func TestEnvelopes(t *testing.T) {
	t.Parallel()
	const text, plan = "The café opens at nine.", "plan.pdf application/pdf"
	for name, want := range map[string]struct {
		text, said string
		files      []string
	}{
		"smime-detached":            {text, signedSMIME, []string{plan}},
		"smime-opaque":              {text, signedSMIME, []string{plan}},
		"smime-opaque-streamed":     {text, signedSMIME, []string{plan}},
		"smime-opaque-twice":        {text, signedSMIME, []string{plan}},
		"smime-opaque-octet-stream": {text, signedSMIME, []string{plan}},
		"smime-enveloped":           {"", encryptedSMIME, []string{"smime.p7m application/pkcs7-mime"}},
		"smime-signed-file":         {"The invoice is attached.", "", []string{"invoice.xml.p7m application/pkcs7-mime"}},
		"pgp-mime-signed":           {text, signedPGP, []string{plan}},
		"pgp-mime-encrypted":        {"", encryptedPGP, []string{"encrypted.asc application/octet-stream"}},
		"pgp-clearsigned":           {"Hello,\n\n- one\n-- two\nFrom here on\n\nthat is all.\n\nSent by list", signedPGP, nil},
	} {
		m := email.Parse(sample(t, name))
		if m.FullText = strings.TrimSpace(m.FullText); m.FullText != want.text || !slices.Equal(files(m), want.files) {
			t.Errorf("%s: %q with %q, want %q with %q", name, m.FullText, files(m), want.text, want.files)
		}
		if said := strings.Join(m.Notes, " "); said != want.said || len(m.Warnings) > 0 {
			t.Errorf("%s: it is said that %q, %q, want %q", name, said, m.Warnings, want.said)
		}
	}
}

func TestAMessageIsSaidToBeSignedOrAnInvitation(t *testing.T) {
	t.Parallel()
	ics := "BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nSUMMARY:" + strings.Repeat("Ü", 400) + "\nEND:VEVENT\nEND:VCALENDAR\n"
	for want, raw := range map[string][]byte{
		signedPGP: sample(t, "pgp-mime-signed"),
		"Cancelled: " + strings.Repeat("Ü", 144): packed("Content-Type: text/calendar", []byte(ics)),
	} {
		noted := []string{}
		for _, f := range email.Incoming(raw, email.Delivery{}).Facts {
			if f.Name == inbox.FactNoted {
				noted = append(noted, f.Detail["what"])
			}
		}
		if !slices.Equal(noted, []string{want}) {
			t.Errorf("noted %q, want %q", noted, want)
		}
	}
}

func sample(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "enclosed", name+".eml"))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestNoWordsGoWithTheArmourOfASignature(t *testing.T) {
	const opened, signature = "-----BEGIN PGP SIGNED MESSAGE-----\n", "-----BEGIN PGP SIGNATURE-----\n\nx\n"
	for name, body := range map[string]string{
		"no blank line before the text": opened + "Hello.\n\nBye.\n" + signature + "-----END PGP SIGNATURE-----\n",
		"a signature without an end":    opened + "Hash: SHA512\n\nHello.\n" + signature + "\nBye.\n",
	} {
		if m := email.Parse([]byte("From: ann@example.org\n\n" + body)); !strings.Contains(m.FullText, "Hello.") || !strings.Contains(m.FullText, "Bye.") {
			t.Errorf("%s: %q", name, m.FullText)
		}
	}
}

func TestTextThatPGPEncryptedIsKeptAsItIs(t *testing.T) {
	t.Parallel()
	raw := sample(t, "pgp-inline-encrypted")
	m := email.Parse(raw)
	_, body, _ := strings.Cut(string(raw), "\n\n")
	if strings.TrimSpace(m.FullText) != strings.TrimSpace(body) || !slices.Equal(m.Notes, []string{encryptedPGP}) {
		t.Errorf("%q, %q", m.FullText, m.Notes)
	}
}

func TestArmourWithATypeOfItsOwnIsText(t *testing.T) {
	t.Parallel()
	raw := strings.Replace(string(sample(t, "pgp-clearsigned")), "text/plain", "application/pgp; format=text; x-action=sign", 1)
	m := email.Parse([]byte(raw))
	if !strings.HasPrefix(m.Text, "Hello,\n") || !slices.Equal(m.Notes, []string{signedPGP}) {
		t.Errorf("%q, %q", m.Text, m.Notes)
	}
}

func TestEnvelopesThatBreakOffStayFiles(t *testing.T) {
	t.Parallel()
	raw := sample(t, "smime-opaque")
	m := email.Parse(raw[:1000])
	if !slices.Equal(files(m), []string{"smime.p7m application/pkcs7-mime"}) || !slices.Contains(m.Warnings, "an S/MIME part could not be opened") {
		t.Errorf("%q, %q", files(m), m.Warnings)
	}
}

// part writes a mail whose one part has that type and content, base64.
func packed(header string, content []byte) []byte {
	return []byte("From: ann@example.org\nTo: desk@example.com\nSubject: Plans\nMIME-Version: 1.0\n" +
		"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n\n--b\n" +
		header + "\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString(content) + "\n--b--\n")
}

const winmail = "Content-Type: application/ms-tnef; name=\"winmail.dat\"\nContent-Disposition: attachment; filename=\"winmail.dat\""

func TestWinmailIsOpened(t *testing.T) {
	t.Parallel()
	inner := tneftest.Stream(
		tneftest.Message(tneftest.Unicode(0x37, "Läuft"), tneftest.Unicode(0x0c1a, "Bo"), tneftest.String(0x5d01, "bo@example.net"),
			tneftest.Unicode(0x1000, "inner words")),
		tneftest.File(tneftest.Unicode(0x3707, "inner.txt"), tneftest.Binary(0x3701, []byte("inner file"))),
	)
	stream := tneftest.Stream(
		tneftest.Message(tneftest.String(0x1a, "IPM.Note"), tneftest.RTF(`{\rtf1\ansi\ansicpg1252\fromhtml1 {\*\htmltag <p>}caf\'e9{\*\htmltag </p>}}`)),
		tneftest.File(tneftest.Unicode(0x3707, "../計画.pdf"), tneftest.Binary(0x3701, []byte("%PDF"))),
		tneftest.File(tneftest.Int(0x3705, 5), tneftest.Object(0x3701, inner)),
	)
	for name, header := range map[string]string{"by its type": winmail, "by its name": "Content-Type: application/octet-stream; name=WINMAIL.DAT"} {
		m := email.Parse(packed(header, stream))
		want := []string{"計画.pdf application/pdf", "Läuft.eml message/rfc822", "inner.txt text/plain"}
		if m.Text != "café" || m.HTML == "" || !slices.Equal(files(m), want) || len(m.Warnings) > 0 {
			t.Fatalf("%s: %q, %q, %q, %q", name, m.Text, m.HTML, files(m), m.Warnings)
		}
		if f := m.Forwarded; f == nil || f.From != (email.Address{Name: "Bo", Address: "bo@example.net"}) || f.Subject != "Läuft" {
			t.Errorf("%s: forwarded %+v", name, f)
		}
		if within := email.Parse(m.Attachments[1].Content); within.Text != "inner words" || within.Subject != "Läuft" {
			t.Errorf("%s: the attached mail is %+v", name, within)
		}
	}
}

func TestBrokenWinmailStaysAFile(t *testing.T) {
	t.Parallel()
	stream := tneftest.Stream(tneftest.File(tneftest.Unicode(0x3707, "plan.pdf"), tneftest.Binary(0x3701, []byte("%PDF"))))
	m := email.Parse(packed(winmail, stream[:len(stream)-5]))
	if !slices.Equal(files(m), []string{"winmail.dat application/ms-tnef"}) || !slices.Contains(m.Warnings, "winmail.dat could not be opened") {
		t.Errorf("%q, %q", files(m), m.Warnings)
	}
	if len(m.Attachments[0].Content) != len(stream)-5 {
		t.Errorf("%d bytes are left", len(m.Attachments[0].Content))
	}
}

func TestMeetingsInWinmailAreInvitations(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)
	stream := tneftest.Stream(tneftest.Message(
		tneftest.String(0x1a, "IPM.Schedule.Meeting.Resp.Neg"), tneftest.Unicode(0x37, "Standup"), tneftest.Unicode(0x0c1a, "Ann"),
		tneftest.Time(0x60, at), tneftest.Time(0x61, at.Add(30*time.Minute))))
	m := email.Parse(packed(winmail, stream))
	if want := "Ann declined: Standup, 1 June 2026 08:00–08:30 (UTC)"; m.Text != want || m.Calendar == nil || m.Kind != email.KindMessage {
		t.Errorf("%q (%s), want %q", m.Text, m.Kind, want)
	}
}

func TestInvitationsAreShownAsWhatTheySay(t *testing.T) {
	t.Parallel()
	const event = "UID:1\nSUMMARY:Standup\nDTSTART;TZID=Europe/Paris:20260601T100000\nDTEND;TZID=Europe/Paris:20260601T103000\n" +
		"ORGANIZER;CN=Bo:mailto:bo@example.net\n"
	const when = "Standup, 1 June 2026 10:00–10:30 (Europe/Paris)"
	for name, c := range map[string]struct{ method, event, want string }{
		"an invitation": {"REQUEST", event + "LOCATION:Room 4\nDESCRIPTION:Bring tea\nATTENDEE;CN=Ann;PARTSTAT=ACCEPTED:mailto:ann@example.org\nATTENDEE:mailto:cy@example.org\n",
			"Invitation: " + when + "\nWhere: Room 4\nOrganizer: Bo\nInvited: Ann (accepted), cy@example.org\n\nBring tea"},
		"an acceptance":           {"REPLY", event + "DESCRIPTION:Bring tea\nATTENDEE;CN=Ann;PARTSTAT=ACCEPTED:mailto:ann@example.org\n", "Ann accepted: " + when + "\nOrganizer: Bo"},
		"a refusal with a reason": {"REPLY", event + "COMMENT:On leave\nATTENDEE;PARTSTAT=DECLINED:mailto:ann@example.org\n", "ann@example.org declined: " + when + "\nOrganizer: Bo\n\nOn leave"},
		"a cancellation":          {"CANCEL", event + "STATUS:CANCELLED\n", "Cancelled: " + when + "\nOrganizer: Bo"},
		"a counter-proposal":      {"COUNTER", event + "ATTENDEE;CN=Ann:mailto:ann@example.org\n", "Ann proposes a change: " + when + "\nOrganizer: Bo\nInvited: Ann"},
		"a whole day":             {"PUBLISH", "SUMMARY:Fair\nDTSTART;VALUE=DATE:20260601\n", "Event: Fair, 1 June 2026"},
		"three whole days":        {"PUBLISH", "SUMMARY:Fair\nDTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260604\n", "Event: Fair, 1 June 2026–3 June 2026"},
		"over midnight":           {"PUBLISH", "SUMMARY:Fair\nDTSTART:20260601T220000\nDTEND:20260602T010000\nRRULE:FREQ=DAILY\n", "Event: Fair, 1 June 2026 22:00–2 June 2026 01:00, repeated"},
		"hardly anything":         {"REPLY", "UID:1\n", "Somebody answered: an event without a title"},
		"a calendar of three":     {"", "UID:1\nSUMMARY:One\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nEND:VEVENT\nBEGIN:VEVENT\nUID:3\n", "Event: One\n2 more in the calendar"},
	} {
		ics := "BEGIN:VCALENDAR\nMETHOD:" + c.method + "\nBEGIN:VEVENT\n" + c.event + "END:VEVENT\nEND:VCALENDAR\n"
		for _, header := range []string{
			"Content-Type: text/calendar; charset=utf-8; method=" + c.method + "; name=invite.ics",
			"Content-Type: application/octet-stream; name=invite.ics",
		} {
			m := email.Parse(packed(header, []byte(ics)))
			if m.Text != c.want || m.Calendar == nil || m.Kind != email.KindMessage || len(m.Attachments) != 1 || m.Attachments[0].Name != "invite.ics" {
				t.Errorf("%s: %q (%s, %q), want %q", name, m.Text, m.Kind, files(m), c.want)
			}
		}
	}
}

func TestInvitationsLeaveTheWordsOfTheMailAlone(t *testing.T) {
	t.Parallel()
	raw := "From: ann@example.org\nSubject: Accepted: Standup\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n" +
		"--b\nContent-Type: text/plain\n\nSee you there\n--b\nContent-Type: text/html\n\n<p>See you there</p>\n" +
		"--b\nContent-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nSUMMARY:Standup\n" +
		"ATTENDEE;PARTSTAT=TENTATIVE:mailto:ann@example.org\nEND:VEVENT\nEND:VCALENDAR\n--b--\n"
	m := email.Parse([]byte(raw))
	if m.Text != "See you there" || m.Calendar == nil || m.Calendar.Attendees[0].Status != "TENTATIVE" || m.Kind != email.KindMessage {
		t.Errorf("%q, %+v, %s", m.Text, m.Calendar, m.Kind)
	}
	if !slices.Equal(files(m), []string{"invitation.ics text/calendar"}) {
		t.Errorf("files: %q", files(m))
	}
}

func TestAnInvitationThatIsAttachedTwiceIsOneFile(t *testing.T) {
	t.Parallel()
	const ics = "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nSUMMARY:Standup\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	for second, want := range map[string][]string{
		ics: {"invite.ics application/ics"},
		strings.Replace(ics, "Standup", "Lunch", 1): {"invitation.ics text/calendar", "invite.ics application/ics"},
	} {
		raw := "From: ann@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=m\n\n" +
			"--m\nContent-Type: multipart/alternative; boundary=a\n\n--a\nContent-Type: text/plain\n\nAnn accepted.\n" +
			"--a\nContent-Type: text/calendar; method=REPLY\n\n" + strings.ReplaceAll(ics, "\r", "") + "\n--a--\n" +
			"--m\nContent-Type: application/ics; name=invite.ics\nContent-Transfer-Encoding: base64\n\n" +
			base64.StdEncoding.EncodeToString([]byte(second)) + "\n--m--\n"
		if m := email.Parse([]byte(raw)); !slices.Equal(files(m), want) || m.Calendar == nil {
			t.Errorf("%q, want %q", files(m), want)
		}
	}
}

const attachedMail = "From: Bo <bo@example.net>\nTo: ann@example.org\nSubject: =?utf-8?q?Caf=C3=A9?= a/b\nDate: Mon, 1 Jun 2026 09:00:00 +0200\n\nwords\n"

func TestAttachedMailIsAFileNamedByItsSubject(t *testing.T) {
	t.Parallel()
	for name, raw := range map[string][]byte{
		"in base64, which no standard allows": packed("Content-Type: message/rfc822", []byte(attachedMail)),
		"of international mail":               packed("Content-Type: message/global", []byte(attachedMail)),
		"by its name alone":                   packed("Content-Type: application/octet-stream; name=\"Café a-b.eml\"", []byte(attachedMail)),
	} {
		m := email.Parse(raw)
		if len(m.Attachments) != 1 || m.Attachments[0].Name != "Café a-b.eml" || string(m.Attachments[0].Content) != attachedMail {
			t.Errorf("%s: %q", name, files(m))
		}
		f := m.Forwarded
		if f == nil || f.From.Address != "bo@example.net" || len(f.To) != 1 || f.Subject != "Café a/b" || f.Date.IsZero() {
			t.Errorf("%s: forwarded %+v", name, f)
		}
	}
}

func TestDigestsHoldMailsAndForwardNone(t *testing.T) {
	t.Parallel()
	raw := "From: list@example.org\nSubject: Digest\nMIME-Version: 1.0\nContent-Type: multipart/digest; boundary=b\n\n" +
		"--b\n\n" + attachedMail + "\n--b\nContent-Type: message/rfc822\n\nSubject: Second\n\ntwo\n--b--\n"
	m := email.Parse([]byte(raw))
	if want := []string{"Café a-b.eml message/rfc822", "Second.eml message/rfc822"}; !slices.Equal(files(m), want) || m.Forwarded != nil {
		t.Errorf("%q, %+v", files(m), m.Forwarded)
	}
}

func TestEnvelopesWithinEnvelopesEnd(t *testing.T) {
	t.Parallel()
	entity := "Content-Type: text/plain\r\n\r\ninnermost\r\n"
	for range 10 {
		entity = "Content-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
			base64.StdEncoding.EncodeToString(signedData(entity)) + "\r\n"
	}
	m := email.Parse([]byte("From: ann@example.org\r\n" + entity))
	if len(m.Attachments) != 1 || m.Attachments[0].Name != "smime.p7m" || strings.TrimSpace(m.Text) != "" {
		t.Errorf("%q, %q", m.Text, files(m))
	}
}

// signedData wraps content as CMS does, without certificate or signature.
func signedData(content string) []byte {
	element := func(tag byte, body string) string {
		return string([]byte{tag, 0x83, byte(len(body) >> 16), byte(len(body) >> 8), byte(len(body))}) + body
	}
	const oid = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"
	inner := element(0x30, oid+"\x01"+element(0xa0, element(0x04, content)))
	return []byte(element(0x30, oid+"\x02"+element(0xa0, element(0x30, "\x02\x01\x01\x31\x00"+inner))))
}

func FuzzEnclosed(f *testing.F) {
	stream := tneftest.Stream(tneftest.Message(tneftest.Unicode(0x1000, "words")), tneftest.File(tneftest.Unicode(0x3707, "a.txt"), tneftest.Binary(0x3701, []byte("a"))))
	f.Add(uint8(0), stream)
	f.Add(uint8(1), signedData("Content-Type: text/plain\n\nwords\n"))
	f.Add(uint8(2), []byte("BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nDTSTART:20260601T100000Z\nATTENDEE:mailto:ann@example.org\n"))
	f.Add(uint8(3), []byte(attachedMail))
	f.Add(uint8(4), []byte("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n- - a\n-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n"))
	types := []string{"application/ms-tnef", "application/pkcs7-mime", "text/calendar", "message/rfc822", "text/plain"}
	f.Fuzz(func(t *testing.T, kind uint8, content []byte) {
		m := email.Parse(packed("Content-Type: "+types[int(kind)%len(types)], content))
		for _, a := range m.Attachments {
			if a.Name == "" || a.Size != len(a.Content) || strings.ContainsAny(a.Name, "/\\\x00\r\n") {
				t.Fatalf("attachment %q", a.Name)
			}
		}
	})
}
