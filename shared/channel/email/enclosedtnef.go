package email

import (
	"encoding/base64"
	"fmt"
	"mime"
	"path"
	"strings"
	"time"

	"confab/shared/channel/email/tidy"
	"confab/shared/channel/email/tnef"
)

// openTNEF opens winmail.dat, in which Outlook packs the files of a mail and its
// body in rich text. What cannot be read stays a file.
func (b *body) openTNEF(p *part) bool {
	m, err := tnef.Read(p.content())
	if err != nil || b.enclosed.envelopes >= maxEnvelopes {
		b.warnings = append(b.warnings, "winmail.dat could not be opened")
		return false
	}
	b.enclosed.envelopes++
	if b.enclosed.outlook == (piece{}) {
		b.enclosed.outlook = piece{plain: tidy.Head(m.Text, maxBody), html: tidy.Head(m.HTML, maxBody)}
	}
	if b.enclosed.calendar == nil {
		b.enclosed.calendar = meeting(m)
	}
	b.addOutlookFiles(m)
	return true
}

// addOutlookFiles lists the files of a message. A message within it becomes a
// file of mail, and its own files are listed after it.
func (b *body) addOutlookFiles(m *tnef.Message) {
	for _, a := range m.Attachments {
		if len(b.attachments) >= maxParts {
			b.warnings = append(b.warnings, "files of winmail.dat were left out")
			return
		}
		name, mtype, content := a.Name, outlookType(a), a.Data
		if a.Message != nil {
			content = mailOf(a.Message)
			h, _ := readHeader(content)
			name = mailName(h)
			b.enclosed.addMail(h)
		}
		b.attachments = append(b.attachments, Attachment{
			Name: tidy.FileName(name, mtype), Type: mtype, Size: len(content),
			ContentID: strings.Trim(tidy.Line(a.ContentID), "<> "), Inline: a.Inline, Content: content,
		})
		if a.Message != nil {
			b.addOutlookFiles(a.Message)
		}
	}
}

// typesByExtension are those that a page shows; Outlook names few types itself.
var typesByExtension = map[string]string{
	".gif": "image/gif", ".jpeg": "image/jpeg", ".jpg": "image/jpeg", ".png": "image/png", ".bmp": "image/bmp",
	".htm": "text/html", ".html": "text/html", ".pdf": "application/pdf", ".txt": "text/plain", ".csv": "text/csv",
	".ics": "text/calendar", ".rtf": "application/rtf", ".zip": "application/zip",
}

func outlookType(a tnef.Attachment) string {
	if a.Message != nil {
		return "message/rfc822"
	}
	if mtype := cleanType(strings.ToLower(a.Type)); mtype != "" {
		return mtype
	}
	if mtype := typesByExtension[strings.ToLower(path.Ext(a.Name))]; mtype != "" {
		return mtype
	}
	return "application/octet-stream"
}

// mailOf writes a message of Outlook's as a mail (RFC 5322), without its files.
func mailOf(m *tnef.Message) []byte {
	var out strings.Builder
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&out, "%s: %s\r\n", name, mime.QEncoding.Encode("utf-8", tidy.Line(value)))
		}
	}
	if from := m.From; from != (tnef.Address{}) {
		name := strings.ReplaceAll(mime.QEncoding.Encode("utf-8", strings.NewReplacer(`"`, "", `\`, "").Replace(tidy.Line(from.Name))), "\r\n", "")
		if !strings.HasPrefix(name, "=?") {
			name = `"` + name + `"`
		}
		fmt.Fprintf(&out, "From: %s <%s>\r\n", name, strings.Map(addressOnly, from.Address))
	}
	field("To", m.To)
	field("Subject", m.Subject)
	if !m.Sent.IsZero() {
		field("Date", m.Sent.Format(time.RFC1123Z))
	}
	text, subtype := m.Text, "plain"
	if m.HTML != "" {
		text, subtype = m.HTML, "html"
	}
	fmt.Fprintf(&out, "MIME-Version: 1.0\r\nContent-Type: text/%s; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n", subtype)
	encoded := base64.StdEncoding.EncodeToString([]byte(text))
	for len(encoded) > 76 {
		out.WriteString(encoded[:76] + "\r\n")
		encoded = encoded[76:]
	}
	out.WriteString(encoded + "\r\n")
	return []byte(out.String())
}

// addressOnly drops what an address in angle brackets cannot hold.
func addressOnly(r rune) rune {
	if r <= ' ' || r == '<' || r == '>' || r == 0x7f {
		return -1
	}
	return r
}

// meetingClasses maps the classes of meeting messages (MS-OXOCAL §2.2), and what
// older Outlooks write in their place, to what an invitation calls it.
var meetingClasses = map[string]struct{ method, status string }{
	"ipm.schedule.meeting.request":    {"REQUEST", ""},
	"ipm.microsoft schedule.mtgreq":   {"REQUEST", ""},
	"ipm.schedule.meeting.canceled":   {"CANCEL", ""},
	"ipm.microsoft schedule.mtgcncl":  {"CANCEL", ""},
	"ipm.schedule.meeting.resp.pos":   {"REPLY", "ACCEPTED"},
	"ipm.microsoft schedule.mtgrespp": {"REPLY", "ACCEPTED"},
	"ipm.schedule.meeting.resp.neg":   {"REPLY", "DECLINED"},
	"ipm.microsoft schedule.mtgrespn": {"REPLY", "DECLINED"},
	"ipm.schedule.meeting.resp.tent":  {"REPLY", "TENTATIVE"},
	"ipm.microsoft schedule.mtgrespa": {"REPLY", "TENTATIVE"},
}

// meeting returns the invitation that a message is, or nil.
func meeting(m *tnef.Message) *Invitation {
	class, ok := meetingClasses[strings.ToLower(m.Class)]
	if !ok {
		return nil
	}
	sender := Address{Name: tidy.Line(m.From.Name), Address: tidy.Line(m.From.Address)}
	i := &Invitation{Method: class.method, Summary: tidy.Line(m.Subject), Location: tidy.Line(m.Location), Start: m.Start, End: m.End, Zone: "UTC"}
	if class.method == "REPLY" {
		i.Attendees = []Attendee{{sender, class.status}}
	} else {
		i.Organizer = sender
	}
	return i
}
