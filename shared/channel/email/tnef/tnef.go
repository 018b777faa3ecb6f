// Package tnef reads what Outlook and Exchange put into winmail.dat: the
// Transport Neutral Encapsulation Format (MS-OXTNEF).
//
// It promises to share the memory of what it reads, to take linear time, and
// never to panic. It reads what a person needs (the body, the files, the event)
// and passes over the rest. A stream that breaks off is refused, since half a
// file is worse than the whole container.
package tnef

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"time"
)

// Message is a message that was encapsulated. Text is UTF-8.
type Message struct {
	Class       string // such as IPM.Note or IPM.Schedule.Meeting.Request
	Subject     string
	From        Address
	To          string // the names of the recipients, as Outlook lists them
	Sent        time.Time
	MessageID   string
	Text        string
	HTML        string
	Attachments []Attachment

	// Of a meeting: UTC, zero when not stated.
	Start, End time.Time
	Location   string
}

// Address is a sender; both fields may be empty.
type Address struct{ Name, Address string }

// Attachment is a file, or a message within the message.
type Attachment struct {
	Name      string
	Type      string // media type; may be empty
	ContentID string
	Inline    bool // shown within the HTML
	Data      []byte
	Message   *Message // of an embedded message, with its files; Data is nil
}

// ErrMalformed says that the bytes are no TNEF stream, or that it breaks off.
var ErrMalformed = errors.New("not a readable TNEF stream")

const (
	signature = 0x223e9f78
	// maxNested bounds messages within messages.
	maxNested = 5
	// Of a whole stream, messages within messages counted in: attachments, bytes
	// of text before it is decoded, and bytes of RTF, which holds pictures as text
	// and so may be many times longer than its words.
	maxAttachments = 2000
	maxBody        = 8 << 20
	maxRTF         = 32 << 20
)

// Attributes that are read, by their id without its type (MS-OXTNEF §2.1.3.1).
const (
	attrSubject      = 0x8004
	attrMessageClass = 0x8008
	attrBody         = 0x800c
	attrData         = 0x800f
	attrTitle        = 0x8010
	attrRendering    = 0x9002
	attrMessage      = 0x9003
	attrAttachment   = 0x9005
	attrCodepage     = 0x9007
)

// Read reads a TNEF stream. Files share memory with data. An error is always
// ErrMalformed.
func Read(data []byte) (*Message, error) {
	return read(data, 0, &budget{attachments: maxAttachments, body: maxBody, rtf: maxRTF})
}

// budget is what may still be taken out of a stream.
type budget struct{ attachments, body, rtf int }

// take returns as much of a text as the budget allows.
func (b *budget) take(v value) value {
	v.data = v.data[:min(len(v.data), b.body)]
	b.body -= len(v.data)
	return v
}

func read(data []byte, depth int, left *budget) (*Message, error) {
	if depth > maxNested || len(data) < 6 || binary.LittleEndian.Uint32(data) != signature {
		return nil, ErrMalformed
	}
	m := decoder{codepage: 1252, depth: depth, left: left}
	rest := data[6:] // the signature and a key
	for seen := 0; ; seen++ {
		a, next, ok := nextAttribute(rest)
		if !ok {
			// Gateways add line ends and padding behind the last attribute.
			if seen == 0 || len(bytes.Trim(rest, "\x00\r\n ")) > 0 {
				return nil, ErrMalformed
			}
			break
		}
		if err := m.attribute(a); err != nil {
			return nil, err
		}
		rest = next
	}
	return m.message(), nil
}

type attribute struct {
	id   uint16
	data []byte
}

// nextAttribute reads a level, an id, a length, the data and their sum. The sum
// is not compared: it guards against links that lose bits.
func nextAttribute(rest []byte) (a attribute, next []byte, ok bool) {
	const head, sum = 9, 2
	if len(rest) < head+sum || rest[0] != 1 && rest[0] != 2 {
		return attribute{}, nil, false
	}
	length := uint64(binary.LittleEndian.Uint32(rest[5:]))
	if length > uint64(len(rest)-head-sum) {
		return attribute{}, nil, false
	}
	end := head + int(length)
	return attribute{binary.LittleEndian.Uint16(rest[1:]), rest[head:end]}, rest[end+sum:], true
}

// decoder gathers the attributes of one message.
type decoder struct {
	depth    int
	left     *budget
	codepage int    // of the strings that are not Unicode
	subject  []byte // of the attributes, which stand for properties that are missing
	class    []byte
	body     []byte
	props    properties
	files    []file
}

// file is an attachment as its attributes tell.
type file struct {
	title []byte
	data  []byte
	props properties
}

func (m *decoder) attribute(a attribute) error {
	var err error
	switch a.id {
	case attrCodepage:
		if len(a.data) >= 4 {
			m.codepage = int(binary.LittleEndian.Uint32(a.data))
		}
	case attrSubject:
		m.subject = a.data
	case attrMessageClass:
		m.class = a.data
	case attrBody:
		m.body = a.data
	case attrMessage:
		m.props, err = readProperties(a.data)
	case attrRendering:
		if m.left.attachments > 0 {
			m.left.attachments--
			m.files = append(m.files, file{})
		}
	case attrTitle, attrData, attrAttachment:
		if len(m.files) == 0 {
			return ErrMalformed // MS-OXTNEF §2.1.3.3 has attAttachRenddata first
		}
		f := &m.files[len(m.files)-1]
		switch a.id {
		case attrTitle:
			f.title = a.data
		case attrData:
			f.data = a.data
		default:
			f.props, err = readProperties(a.data)
		}
	}
	return err
}

// message makes a Message of what was gathered.
func (m *decoder) message() *Message {
	out := &Message{
		Class:     first(m.text(propMessageClass), value{typeString, m.class}.line(m.codepage)),
		Subject:   first(m.text(propSubject), value{typeString, m.subject}.line(m.codepage)),
		To:        m.text(propDisplayTo),
		MessageID: m.text(propMessageID),
		Sent:      m.props.time(propSubmitTime),
		Start:     m.props.time(propStart),
		End:       m.props.time(propEnd),
		Location:  m.props.location.line(m.codepage),
		From: Address{
			Name:    first(m.text(propRepresentingName), m.text(propSenderName)),
			Address: m.mailbox(propRepresentingSMTP, propSenderSMTP, propRepresentingAddress, propSenderAddress),
		},
	}
	m.readBody(out)
	for i := range m.files {
		if a, ok := m.file(&m.files[i]); ok {
			out.Attachments = append(out.Attachments, a)
		}
	}
	return out
}

func (m *decoder) text(id uint16) string { return m.props.text(id, m.codepage) }

// mailbox returns the first address of mail among properties that also hold the
// names of a directory (/O=…).
func (m *decoder) mailbox(ids ...uint16) string {
	for _, id := range ids {
		if s := m.text(id); strings.Contains(s, "@") {
			return s
		}
	}
	return ""
}

// readBody takes the body in the forms there are: plain text, HTML, or RTF that
// wraps one of the two (MS-OXBBODY §2.1.3).
func (m *decoder) readBody(out *Message) {
	out.Text = first(m.left.take(m.props.byID[propBody]).string(m.codepage), m.left.take(value{typeString, m.body}).string(m.codepage))
	if v, ok := m.props.get(propHTML); ok {
		codepage := m.codepage
		if page, ok := m.props.int(propInternetCodepage); ok && v.kind == typeBinary {
			codepage = page
		}
		out.HTML = m.left.take(v).string(codepage)
	}
	if v, ok := m.props.get(propRTF); ok && out.HTML == "" {
		if rtf, err := Decompress(v.data, m.left.rtf); err == nil {
			m.left.rtf -= len(rtf)
			text, isHTML := FromRTF(rtf, m.left.body)
			m.left.body -= len(text)
			if isHTML {
				out.HTML = text
			} else if out.Text == "" {
				out.Text = text
			}
		}
	}
}

// How an attachment is attached (PidTagAttachMethod, MS-OXCMSG §2.2.2.9).
const methodEmbedded = 5

// file makes an attachment; one without any content, such as a link to a file
// of the sender's, is none.
func (m *decoder) file(f *file) (Attachment, bool) {
	p := f.props
	a := Attachment{
		Name:      first(p.text(propLongFilename, m.codepage), p.text(propFilename, m.codepage), value{typeString, f.title}.line(m.codepage), p.text(propDisplayName, m.codepage)),
		Type:      p.text(propMIMEType, m.codepage),
		ContentID: p.text(propContentID, m.codepage),
		Data:      f.data,
	}
	flags, _ := p.int(propAttachFlags)
	const withinHTML = 4
	a.Inline = flags&withinHTML != 0 && a.ContentID != ""
	v, ok := p.get(propData)
	if ok {
		a.Data = v.data
	}
	method, _ := p.int(propMethod)
	if method == methodEmbedded || v.kind == typeObject && bytes.HasPrefix(v.data, messageObject) {
		inner, err := read(bytes.TrimPrefix(v.data, messageObject), m.depth+1, m.left)
		if err == nil {
			a.Message, a.Data = inner, nil
			return a, true
		}
	}
	if v.kind == typeObject && len(a.Data) >= len(messageObject) {
		a.Data = a.Data[len(messageObject):] // behind the id of its interface
	}
	return a, len(a.Data) > 0
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
