package api

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// maxName is how long a name in a body may be, in characters. Only the names of
// attributes are the client's to choose.
const maxName = 100

// manyLines are the strings of a body that may have more than one line; every
// other ends up in a header, a list or a file name.
var manyLines = map[string]bool{
	"body.text":                       true,
	"body.entries[].words":            true,
	"body.texting.opt_in_text":        true,
	"body.texting.opt_out_text":       true,
	"body.texting.help_text":          true,
	"body.texting.autoresponder.text": true,
}

// inList matches a place in a list.
var inList = regexp.MustCompile(`\[\d+\]`)

// strict turns away what huma and encoding/json would read in a way of their
// own: a malformed query, which would leave a filter out; bytes that are no
// UTF-8 and half surrogates, which would become U+FFFD; a name given twice, of
// which the last would count; and characters that have no place in a text.
// What is no JSON at all is left to huma to refuse.
func strict(ctx huma.Context, next func(huma.Context)) {
	at := ctx.URL()
	query, err := url.ParseQuery(at.RawQuery)
	if err != nil {
		refuse(ctx, newProblem(http.StatusBadRequest, "malformed",
			"The query can't be read: % takes two hexadecimal digits after it, and & alone separates parameters."))
		return
	}
	for name, values := range query {
		if sentence := flaw(strings.Join(values, ""), false); sentence != "" {
			refuse(ctx, invalid("query."+name, sentence))
			return
		}
	}
	op := ctx.Operation()
	if op.RequestBody == nil {
		next(ctx)
		return
	}
	// What can't be read, and what is too long, huma finds again.
	body, _ := io.ReadAll(io.LimitReader(ctx.BodyReader(), op.MaxBodyBytes))
	if p := checkBody(body); p != nil {
		refuse(ctx, p)
		return
	}
	next(reread{ctx, io.MultiReader(bytes.NewReader(body), ctx.BodyReader())})
}

// reread is a request whose body is read a second time.
type reread struct {
	humaContext
	body io.Reader
}

// humaContext has another name because a field called Context would hide the
// method.
type humaContext huma.Context

func (r reread) BodyReader() io.Reader { return r.body }

// checkBody returns the problem with the first flaw of a body; nil where it has
// none, or is no JSON.
func checkBody(body []byte) *Problem {
	if !json.Valid(body) { // which also bounds the depth of what follows
		return nil
	}
	w := walker{json.NewDecoder(bytes.NewReader(body)), body}
	w.UseNumber()
	var p *Problem
	if errors.As(w.value("body"), &p) {
		return p
	}
	return nil
}

// walker goes through JSON token by token.
type walker struct {
	*json.Decoder
	data []byte
}

// value reads one value, which stands at the location. Its error is a problem,
// where that is not the decoder's.
func (w *walker) value(location string) error {
	from := w.InputOffset()
	token, err := w.Token()
	if err != nil {
		return err
	}
	switch t := token.(type) {
	case string:
		return w.text(location, t, from)
	case json.Delim:
		if t == '{' {
			err = w.object(location)
		} else {
			err = w.array(location)
		}
		if err == nil {
			_, err = w.Token() // what closes it
		}
	}
	return err
}

func (w *walker) array(location string) error {
	for i := 0; w.More(); i++ {
		if err := w.value(fmt.Sprintf("%s[%d]", location, i)); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) object(location string) error {
	seen := map[string]bool{}
	for w.More() {
		from := w.InputOffset()
		token, err := w.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string) // a name is nothing else
		if n := utf8.RuneCountInString(name); n < 1 || n > maxName {
			return invalid(location, fmt.Sprintf("has a name that is empty or longer than %d characters", maxName))
		}
		if err := w.text(location, name, from); err != nil {
			return err
		}
		if seen[name] {
			return invalid(location+"."+name, "is given twice")
		}
		seen[name] = true
		if err := w.value(location + "." + name); err != nil {
			return err
		}
	}
	return nil
}

// text checks a string that was read from what stands after an offset.
func (w *walker) text(location, s string, from int64) error {
	raw := w.data[from:w.InputOffset()]
	if !utf8.Valid(raw) || halfSurrogate(raw) {
		return invalid(location, "is not valid Unicode (RFC 8259 §8)")
	}
	if sentence := flaw(s, manyLines[inList.ReplaceAllLiteralString(location, "[]")]); sentence != "" {
		return invalid(location, sentence)
	}
	return nil
}

// flaw says which character has no place in a text; "" where each has one.
func flaw(s string, manyLines bool) string {
	for _, r := range s {
		switch {
		case manyLines && (r == '\n' || r == '\r' || r == '\t'):
		case unicode.IsControl(r):
			return fmt.Sprintf("has the control character U+%04X", r)
		case manyLines: // people write in both directions, and paste separators
		case r == '\u2028' || r == '\u2029':
			return "must be one line"
		case '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069':
			return fmt.Sprintf("has U+%04X, which changes the direction of writing", r)
		case r == utf8.RuneError && !utf8.ValidString(s):
			return "is not valid UTF-8"
		}
	}
	return ""
}

// halfSurrogate tells whether valid JSON has an escape like \ud83d without its
// other half (RFC 8259 §7).
func halfSurrogate(raw []byte) bool {
	for {
		i := bytes.IndexByte(raw, '\\')
		if i < 0 {
			return false
		}
		raw = raw[i:]
		unit, ok := escape(raw)
		switch {
		case !ok:
			raw = raw[2:]
		case unit>>10 == 0xd800>>10:
			if low, ok := escape(raw[6:]); !ok || low>>10 != 0xdc00>>10 {
				return true
			}
			raw = raw[12:]
		case unit>>10 == 0xdc00>>10:
			return true
		default:
			raw = raw[6:]
		}
	}
}

// escape reads the UTF-16 code unit of an escape like \u00e9 that raw begins with.
func escape(raw []byte) (unit uint16, ok bool) {
	var b [2]byte
	if len(raw) < 6 || raw[0] != '\\' || raw[1] != 'u' {
		return 0, false
	}
	if _, err := hex.Decode(b[:], raw[2:6]); err != nil {
		return 0, false
	}
	return uint16(b[0])<<8 | uint16(b[1]), true
}
