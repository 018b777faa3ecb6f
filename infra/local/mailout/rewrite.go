package mailout

import (
	"bytes"
	"slices"
	"strings"
	"time"
)

// rewrite gives a mail the Message-ID and the Date that SES gives it, whatever
// it had. Source: "Amazon SES header fields"; the id's domain is us-east-1's.
func rewrite(raw []byte, id string, at time.Time) []byte {
	var out bytes.Buffer
	out.WriteString("Message-ID: <" + id + "@email.amazonses.com>\r\n")
	out.WriteString("Date: " + at.Format("Mon, 2 Jan 2006 15:04:05 -0700") + "\r\n")
	out.WriteString("X-SES-Outgoing: " + at.Format("2006.01.02") + "-192.0.2.20\r\n")
	dropping := false
	for len(raw) > 0 {
		end := bytes.IndexByte(raw, '\n') + 1
		if end == 0 {
			end = len(raw)
		}
		line := raw[:end]
		if len(bytes.TrimRight(line, "\r\n")) == 0 {
			break
		}
		if line[0] != ' ' && line[0] != '\t' {
			name, _, _ := strings.Cut(string(line), ":")
			dropping = slices.Contains([]string{"message-id", "date"}, strings.ToLower(strings.TrimSpace(name)))
		}
		if !dropping {
			out.Write(line)
		}
		raw = raw[end:]
	}
	out.Write(raw)
	return out.Bytes()
}
