package email

import (
	"bytes"
	"io"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
)

// charsetAliases names the labels seen in mail that the WHATWG list lacks.
var charsetAliases = map[string]string{
	"cp932":        "shift_jis",
	"cp936":        "gbk",
	"cp949":        "euc-kr",
	"cp950":        "big5",
	"ms936":        "gbk",
	"utf8mb4":      "utf-8",
	"utf_8":        "utf-8",
	"8859_1":       "iso-8859-1",
	"iso8859_1":    "iso-8859-1",
	"iso-8859-8-e": "iso-8859-8",
	"cp-850":       "windows-1252",
	"default":      "utf-8",
	"unknown":      "utf-8",
	"unknown-8bit": "utf-8",
	"x-unknown":    "utf-8",
	"ansi":         "windows-1252",
}

// findCharset returns the encoding of that label and its canonical name.
func findCharset(label string) (encoding.Encoding, string) {
	label = strings.ToLower(strings.Trim(label, " \t\"'"))
	label = strings.TrimPrefix(label, "charset=")
	if alias, ok := charsetAliases[label]; ok {
		label = alias
	}
	return charset.Lookup(label)
}

// toUTF8 decodes content. Senders mislabel text often, so the label is believed
// only as far as the bytes agree: valid UTF-8 wins over any 8-bit label, for
// such text is never valid UTF-8 by accident. The warning is "" when all is well.
func toUTF8(content []byte, label string, isHTML bool) (text, warning string) {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	enc, name := findCharset(label)
	multibyte := strings.HasPrefix(name, "utf-16") || name == "iso-2022-jp" || name == "replacement"
	if !multibyte && utf8.Valid(content) {
		if label == "" && bytes.Contains(content, []byte("\x1b$")) {
			return decodeWith(japanese.ISO2022JP, content), ""
		}
		return string(content), ""
	}
	if isHTML && (enc == nil || name == "utf-8") {
		if sniffed, sniffedName, certain := charset.DetermineEncoding(content, "text/html"); certain && sniffedName != "utf-8" {
			return decodeWith(sniffed, content), ""
		}
	}
	switch {
	case enc == nil || name == "replacement":
		return decodeWith(charmap.Windows1252, content), "text in an unknown character set"
	case name == "utf-8" && mostlyUTF8(content):
		return strings.ToValidUTF8(string(content), "\ufffd"), "text is not valid UTF-8"
	case name == "utf-8":
		return decodeWith(charmap.Windows1252, content), "text is not valid UTF-8"
	}
	return decodeWith(enc, content), ""
}

func decodeWith(enc encoding.Encoding, content []byte) string {
	out, err := enc.NewDecoder().Bytes(content)
	if err != nil {
		return strings.ToValidUTF8(string(content), "\ufffd")
	}
	return strings.ToValidUTF8(string(out), "\ufffd")
}

// mostlyUTF8 tells text in UTF-8 with a few broken bytes from text in another
// character set, by which of the two has more non-ASCII characters.
func mostlyUTF8(content []byte) bool {
	good, bad := 0, 0
	for len(content) > 0 {
		r, size := utf8.DecodeRune(content)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		content = content[size:]
	}
	return good > bad
}

// encodedWord is RFC 2047 §2, with the blanks that some senders leave inside a
// quoted-printable word.
var encodedWord = regexp.MustCompile(`=\?([^?\s*]{1,40})(?:\*[^?\s]{0,40})?\?([bBqQ])\?([^?]*)\?=`)

// decodeWords decodes the encoded-words of a header value. Adjacent words of
// one character set are joined before decoding, for many senders split a
// character between two.
func decodeWords(s string) string {
	words := encodedWord.FindAllStringSubmatchIndex(s, -1)
	if words == nil {
		text, _ := toUTF8([]byte(s), "", false)
		return text
	}
	var out strings.Builder
	var pending []byte
	pendingCharset, end := "", 0
	flush := func() {
		text, _ := toUTF8(pending, pendingCharset, false)
		out.WriteString(text)
		pending = nil
	}
	for _, w := range words {
		label, kind, payload := s[w[2]:w[3]], s[w[4]:w[5]], s[w[6]:w[7]]
		gap := s[end:w[0]]
		adjacent := end > 0 && strings.TrimSpace(gap) == ""
		if !adjacent || !strings.EqualFold(label, pendingCharset) {
			flush()
		}
		if !adjacent {
			text, _ := toUTF8([]byte(gap), "", false)
			out.WriteString(text)
		}
		pendingCharset = label
		pending = append(pending, decodeWord(kind, payload)...)
		end = w[1]
	}
	flush()
	text, _ := toUTF8([]byte(s[end:]), "", false)
	out.WriteString(text)
	return out.String()
}

func decodeWord(kind, payload string) []byte {
	if strings.EqualFold(kind, "b") {
		return decodeBase64([]byte(payload))
	}
	return decodeQuotedPrintable([]byte(strings.ReplaceAll(payload, "_", " ")))
}

// wordDecoder is for net/mail, which decodes the words of display names itself.
var wordDecoder = &mime.WordDecoder{CharsetReader: func(label string, input io.Reader) (io.Reader, error) {
	content, err := io.ReadAll(input)
	if err != nil {
		return nil, err
	}
	text, _ := toUTF8(content, label, false)
	return strings.NewReader(text), nil
}}
