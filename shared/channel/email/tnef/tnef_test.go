package tnef_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"confab/shared/channel/email/tnef"
	"confab/shared/channel/email/tnef/tneftest"
)

// Ids of properties, for the tests.
const (
	class        = 0x001a
	subject      = 0x0037
	start        = 0x0060
	senderName   = 0x0c1a
	senderSMTP   = 0x5d01
	body         = 0x1000
	htmlBody     = 0x1013
	data         = 0x3701
	shortName    = 0x3704
	method       = 0x3705
	longName     = 0x3707
	mimeType     = 0x370e
	contentID    = 0x3712
	attachFlags  = 0x3714
	internetPage = 0x3fde
)

func note() []byte {
	return tneftest.Stream(
		tneftest.Codepage(1251),
		tneftest.Message(
			tneftest.String(class, "IPM.Note"), tneftest.Unicode(subject, "Plans for 六月"),
			tneftest.String(senderName, "\xc0\xed\xed\xe0"), tneftest.String(senderSMTP, "ann@example.org"),
			tneftest.String(0x0065, "/O=EXAMPLE/CN=ANN"),
			tneftest.Named(0x8555, "of no interest"),
			tneftest.String(body, "\xcf\xf0\xe8\xe2\xe5\xf2\r\nsee you"),
			tneftest.Int(internetPage, 65001), tneftest.Binary(htmlBody, []byte("<p>Привет<br>see you</p>")),
		),
		tneftest.File(tneftest.String(shortName, "PLAN~1.PDF"), tneftest.Unicode(longName, "план.pdf"),
			tneftest.String(mimeType, "application/pdf"), tneftest.Int(method, 1), tneftest.Binary(data, []byte("%PDF-1.4"))),
		tneftest.File(tneftest.Unicode(longName, "logo.png"), tneftest.Unicode(contentID, "logo@example.org"),
			tneftest.Int(attachFlags, 4), tneftest.Binary(data, []byte("PNG"))),
		tneftest.Attribute(2, 0x00069002, make([]byte, 14)),
		tneftest.Attribute(2, 0x00018010, []byte("old.txt\x00")),
		tneftest.Attribute(2, 0x0006800f, []byte("as Outlook 97 did")),
	)
}

func TestReadTakesTheBodyAndTheFiles(t *testing.T) {
	t.Parallel()
	m, err := tnef.Read(append(note(), "\r\n\r\n"...))
	if err != nil {
		t.Fatal(err)
	}
	if m.Class != "IPM.Note" || m.Subject != "Plans for 六月" || m.From != (tnef.Address{Name: "Анна", Address: "ann@example.org"}) {
		t.Errorf("head: %q, %q, %+v", m.Class, m.Subject, m.From)
	}
	if m.Text != "Привет\r\nsee you" || m.HTML != "<p>Привет<br>see you</p>" {
		t.Errorf("body: %q, %q", m.Text, m.HTML)
	}
	want := []tnef.Attachment{
		{Name: "план.pdf", Type: "application/pdf", Data: []byte("%PDF-1.4")},
		{Name: "logo.png", ContentID: "logo@example.org", Inline: true, Data: []byte("PNG")},
		{Name: "old.txt", Data: []byte("as Outlook 97 did")},
	}
	if len(m.Attachments) != len(want) {
		t.Fatalf("%d files, want %d", len(m.Attachments), len(want))
	}
	for i, a := range m.Attachments {
		w := want[i]
		if a.Name != w.Name || a.Type != w.Type || a.ContentID != w.ContentID || a.Inline != w.Inline || !bytes.Equal(a.Data, w.Data) {
			t.Errorf("file %d: %+v, want %+v", i, a, w)
		}
	}
}

func TestReadOpensMessagesWithinMessages(t *testing.T) {
	t.Parallel()
	outer := tneftest.Stream(tneftest.File(tneftest.Unicode(longName, "Plans"), tneftest.Int(method, 5), tneftest.Object(data, note())))
	m, err := tnef.Read(outer)
	if err != nil || len(m.Attachments) != 1 || m.Attachments[0].Message == nil {
		t.Fatalf("%+v, %v", m, err)
	}
	if inner := m.Attachments[0].Message; inner.Subject != "Plans for 六月" || len(inner.Attachments) != 3 {
		t.Errorf("inner: %+v", inner)
	}
}

func TestReadOpensMessagesWithinMessagesFiveDeep(t *testing.T) {
	t.Parallel()
	stream := note()
	for range 10 {
		stream = tneftest.Stream(tneftest.File(tneftest.Int(method, 5), tneftest.Object(data, stream)))
	}
	m, err := tnef.Read(stream)
	depth := 0
	for err == nil && len(m.Attachments) == 1 && m.Attachments[0].Message != nil {
		m = m.Attachments[0].Message
		depth++
	}
	if err != nil || depth != 5 || len(m.Attachments) != 1 || !bytes.Contains(m.Attachments[0].Data, []byte("%PDF-1.4")) {
		t.Errorf("opened %d deep, then %d files, %v", depth, len(m.Attachments), err)
	}
}

func TestReadShortensWhatShouldBeALine(t *testing.T) {
	long := strings.Repeat("é", 1<<20)
	m, err := tnef.Read(tneftest.Stream(
		tneftest.Message(tneftest.Unicode(0x0037, long), tneftest.Unicode(0x0c1a, long), tneftest.Unicode(0x0e04, long), tneftest.String(0x1000, long)),
		tneftest.File(tneftest.Unicode(0x3707, long), tneftest.Binary(0x3701, []byte("x")))))
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]string{"the subject": m.Subject, "the sender": m.From.Name, "the recipients": m.To, "a file's name": m.Attachments[0].Name} {
		if got == "" || len(got) > 32<<10 || !strings.HasPrefix(long, got) {
			t.Errorf("%s has %d bytes", name, len(got))
		}
	}
	if len(m.Text) < len(long) {
		t.Errorf("the body has %d bytes", len(m.Text))
	}
}

func TestReadTakesTheTimeOfAMeeting(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)
	m, err := tnef.Read(tneftest.Stream(tneftest.Message(tneftest.Time(start, at), tneftest.Named(0x8208, "Room 4"))))
	if err != nil || !m.Start.Equal(at) || !m.End.IsZero() || m.Location != "Room 4" {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestReadRefusesWhatBreaksOff(t *testing.T) {
	t.Parallel()
	whole := note()
	for _, cut := range []int{0, 3, 5, 6, 20, 100, len(whole) - 40} {
		if _, err := tnef.Read(whole[:cut]); !errors.Is(err, tnef.ErrMalformed) {
			t.Errorf("%d of %d bytes: %v", cut, len(whole), err)
		}
	}
	if _, err := tnef.Read(append(note(), " x"...)); !errors.Is(err, tnef.ErrMalformed) {
		t.Errorf("followed by other bytes: %v", err)
	}
}

func TestDecompress(t *testing.T) {
	t.Parallel()
	for name, sample := range map[string]struct{ hex, want string }{
		"the simple example of MS-OXRTFCP": {
			"2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0",
			"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n",
		},
		"a run longer than what it repeats": {
			"1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0", "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}",
		},
		"not compressed at all":     {"11000000050000004d454c410000000068656c6c6f", "hello"},
		"broken off in a reference": {"2d0000002b0000004c5a4675f1c5c7a70300", ""},
	} {
		compressed, err := hex.DecodeString(sample.hex)
		if err != nil {
			t.Fatal(name, err)
		}
		got, err := tnef.Decompress(compressed, 1<<20)
		if err != nil || string(got) != sample.want {
			t.Errorf("%s: %q, %v, want %q", name, got, err, sample.want)
		}
	}
	if _, err := tnef.Decompress([]byte("{\\rtf1 plain}   "), 1<<20); !errors.Is(err, tnef.ErrCompression) {
		t.Errorf("RTF that is not compressed: %v", err)
	}
}

func TestFromRTF(t *testing.T) {
	t.Parallel()
	for name, sample := range map[string]struct {
		rtf, want string
		html      bool
	}{
		"HTML that RTF wraps": {
			`{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}}{\colortbl;\red0\green0\blue0;}` + "\r\n" +
				`{\*\generator Exchange}\uc1\pard\plain\deftab360 \f0\fs24 ` +
				`{\*\htmltag19 <html>}{\*\htmltag50 <body>}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Hi ` +
				`{\*\htmltag84 <b>}\htmlrtf {\b\htmlrtf0 you{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0 ` +
				`{\*\mhtmltag84 <img src="x">}{\*\htmltag84 &lt;}\htmlrtf <\htmlrtf0 3` +
				`\htmlrtf\par}\htmlrtf0 {\*\htmltag72 </p>}{\*\htmltag58 </body>}}`,
			"<html><body><p>Hi <b>you</b>&lt;3</p></body>", true,
		},
		"plain text that RTF wraps": {
			`{\rtf1\ansi\ansicpg1251\fromtext {\fonttbl{\f0 Courier;}}\pard\plain \f0 \'cf\'f0\'e8\'e2\'e5\'f2\par second line\par }`,
			"Привет\nsecond line\n", false,
		},
		"words of rich text in three scripts": {
			`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}{\f2\fcharset128 Gothic;}}` +
				`\f0 caf\'e9 {\f1\'e4\'e0} \u8364?5 \uc2\u26085\'93\'fa {\f2\'96\'7b}\emdash\u-10179 ??\u-8704 ??}`,
			"café да €5 日 本—😀", false,
		},
		"what is no text": {
			`{\rtf1{\info{\author Ann}}{\stylesheet{\s0 Normal;}}{\pict\bin5 }}}}}}\\{\object x}kept{\*\unknown lost}\~on}`,
			"\\kept\u00a0on", false,
		},
		"braces that are never closed":  {`{\rtf1 {{{ one`, " one", false},
		"braces that were never opened": {`}}}\rtf1 one}}`, "one", false},
	} {
		got, isHTML := tnef.FromRTF([]byte(sample.rtf), 1<<20)
		if got != sample.want || isHTML != sample.html {
			t.Errorf("%s: %q, %v, want %q, %v", name, got, isHTML, sample.want, sample.html)
		}
	}
}

func TestFromRTFSurvivesAMillionBraces(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("{", 1<<20)
	if got, _ := tnef.FromRTF([]byte(deep+"within"+strings.ReplaceAll(deep, "{", "}")+"after"), 1<<20); got != "after" {
		t.Errorf("%q", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(note())
	f.Add(tneftest.Stream(tneftest.File(tneftest.Int(method, 5), tneftest.Object(data, note()))))
	f.Add(tneftest.Stream(tneftest.Message(tneftest.RTF(`{\rtf1\fromhtml1{\*\htmltag <p>}\u8364?\'e9}`))))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := tnef.Read(raw)
		if (m == nil) == (err == nil) {
			t.Fatalf("%v, %v", m, err)
		}
		if m == nil {
			return
		}
		total := 0
		for _, a := range m.Attachments {
			total += len(a.Data)
		}
		if total > len(raw) {
			t.Fatalf("%d bytes of files in %d", total, len(raw))
		}
	})
}

func FuzzRTF(f *testing.F) {
	f.Add([]byte(`{\rtf1\ansi\fromhtml1{\fonttbl{\f1\fcharset204 A;}}{\*\htmltag <p>}\f1\'e9\u8364?\htmlrtf x\htmlrtf0 y}`))
	f.Add([]byte("-\x00\x00\x00+\x00\x00\x00LZFu\xf1\xc5\xc7\xa7\x03\x00\n\x00rcpg125B2\n\xf3 hel\t\x00 bw\x05\xb0ld}\n\x80\x0f\xa0"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if expanded, err := tnef.Decompress(raw, 1<<20); err == nil && len(expanded) > 9*len(raw) {
			t.Fatalf("%d bytes became %d", len(raw), len(expanded))
		}
		if text, _ := tnef.FromRTF(raw, 1<<20); len(text) > 4*len(raw)+8 {
			t.Fatalf("%d bytes became %d of text", len(raw), len(text))
		}
	})
}
