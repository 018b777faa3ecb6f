package email

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Inspection is what Parse understood of a mail, in the form that is printed:
// lists are never null, ids have no angle brackets, dates are RFC 3339 or "".
type Inspection struct {
	File        string                `json:"file"`
	MessageID   string                `json:"message_id"`
	InReplyTo   string                `json:"in_reply_to"`
	References  []string              `json:"references"`
	From        InspectedAddress      `json:"from"`
	ReplyTo     []InspectedAddress    `json:"reply_to"`
	To          []InspectedAddress    `json:"to"`
	Subject     string                `json:"subject"`
	Date        string                `json:"date"`
	Kind        Kind                  `json:"kind"`
	Text        string                `json:"text"`
	FullText    string                `json:"full_text"`
	HTML        string                `json:"html"`
	Attachments []InspectedAttachment `json:"attachments"`
	Bounces     []InspectedBounce     `json:"bounces"`
	AutoReply   *InspectedAutoReply   `json:"auto_reply"`
	Forwarded   *InspectedForwarded   `json:"forwarded"`
	Warnings    []string              `json:"warnings"`
}

// InspectedAddress is an address; both fields may be empty.
type InspectedAddress struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// InspectedAttachment is an attachment without its content.
type InspectedAttachment struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Size   int    `json:"size"`
	Inline bool   `json:"inline"`
}

// InspectedBounce is a Bounce.
type InspectedBounce struct {
	Recipient         string `json:"recipient"`
	Status            string `json:"status"`
	ReplyCode         string `json:"reply_code"`
	Action            string `json:"action"`
	Hard              bool   `json:"hard"`
	OriginalMessageID string `json:"original_message_id"`
}

// InspectedAutoReply is an AutoReply.
type InspectedAutoReply struct {
	ReturnDate string `json:"return_date"`
}

// InspectedForwarded is a Forwarded.
type InspectedForwarded struct {
	From    InspectedAddress   `json:"from"`
	To      []InspectedAddress `json:"to"`
	Subject string             `json:"subject"`
	Date    string             `json:"date"`
}

// Inspect parses raw, which was read from that file.
func Inspect(file string, raw []byte) Inspection {
	m := Parse(raw)
	in := Inspection{
		File:        file,
		MessageID:   m.MessageID,
		References:  append([]string{}, m.References...),
		From:        InspectedAddress(m.From),
		ReplyTo:     inspectAddresses(m.ReplyTo),
		To:          inspectAddresses(m.To),
		Subject:     m.Subject,
		Date:        inspectTime(m.Date),
		Kind:        m.Kind,
		Text:        m.Text,
		FullText:    m.FullText,
		HTML:        m.HTML,
		Attachments: []InspectedAttachment{},
		Bounces:     []InspectedBounce{},
		Warnings:    append(append([]string{}, m.Warnings...), m.Notes...),
	}
	if len(m.InReplyTo) > 0 {
		in.InReplyTo = m.InReplyTo[0]
	}
	for _, a := range m.Attachments {
		in.Attachments = append(in.Attachments, InspectedAttachment{Name: a.Name, Type: a.Type, Size: a.Size, Inline: a.Inline})
	}
	for _, b := range m.Bounces {
		in.Bounces = append(in.Bounces, InspectedBounce(b))
	}
	if m.AutoReply != nil {
		in.AutoReply = &InspectedAutoReply{ReturnDate: inspectTime(m.AutoReply.ReturnDate)}
	}
	if f := m.Forwarded; f != nil {
		in.Forwarded = &InspectedForwarded{From: InspectedAddress(f.From), To: inspectAddresses(f.To), Subject: f.Subject, Date: inspectTime(f.Date)}
	}
	return in
}

func inspectAddresses(list []Address) []InspectedAddress {
	out := []InspectedAddress{}
	for _, a := range list {
		out = append(out, InspectedAddress(a))
	}
	return out
}

func inspectTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// maxFile bounds the files that are read, in bytes: SES takes in 40 MB.
const maxFile = 64 << 20

// InspectFiles writes one JSON line for each file, folders walked in the order
// of names. A file that cannot be read is a line too, with a warning that says
// why; the error is the writer's alone.
func InspectFiles(w io.Writer, paths []string) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for _, path := range paths {
		err := filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() {
				return nil
			}
			return encoder.Encode(inspectFile(file, err))
		})
		if err != nil {
			return fmt.Errorf("inspect %s: %w", path, err)
		}
	}
	return nil
}

// inspectFile inspects a file, or says why it could not be found or read.
func inspectFile(file string, err error) Inspection {
	var raw []byte
	if err == nil {
		raw, err = readFile(file)
	}
	if err != nil {
		in := Inspect(file, nil)
		in.Warnings = []string{"unreadable: " + err.Error()}
		return in
	}
	return Inspect(file, raw)
}

func readFile(file string) ([]byte, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", file)
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("%s is larger than %d bytes", file, maxFile)
	}
	return os.ReadFile(file)
}
