package safehtml

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// judgedAs tells whether the policy lets an attribute through, and whether the
// gate does, which asks for a sample of it.
func judgedAs(element string, a attribute) (policys, gates bool) {
	sample := "<" + element + string(a.appendSample(nil)) + ">"
	return policy.Sanitize("<"+element+string(a.append(nil))+">") != "<"+element+">", policy.Sanitize(sample) == sample
}

// sampled are values of every attribute of which the policy judges a sample, at
// the limits of what it lets through.
func sampled() []attribute {
	var all []attribute
	for _, scheme := range []string{"http://", "HTTPS://", "mailto:", "tel:", "http:/", "https:", "mailto", "javascript:", "data:text/html,", "cid:", "", " https://", "xhttp://", "http://\n"} {
		for _, rest := range []string{"", "a", "example.com/?a=1&b=2", "\"><b>", "a b\tc", "\u00e9\xff", "javascript:alert(1)", "\r\n"} {
			all = append(all, attribute{"href", scheme + rest}, attribute{"data-src", scheme + rest})
		}
	}
	for c := range rune(0x180) {
		for _, format := range []string{"color:%c;", "color:a%cb;", "margin:0;color:%cb;", "color%c:a;", "%ccolor:a;", "color:a%c", "color:a;%c", "color:a;%[1]ccolor:%[1]c;"} {
			all = append(all, attribute{"style", fmt.Sprintf(format, c)})
		}
		all = append(all, attribute{"alt", "a" + string(c)}, attribute{"title", string(c)}, attribute{"width", "1" + string(c)}, attribute{"height", string(c) + "00"})
	}
	for _, style := range []string{"", ";", ":", "::", "color", "color:", "color:;", "color: ;", "color:red", "color:red;;", "color:red;margin:0;", "position:fixed;", "color:red;position:fixed;", "Color:red;", "color:url(a);", "color:a:b;", "color:a;:b;", "colormargin:0;"} {
		all = append(all, attribute{"style", style})
	}
	for _, size := range []string{"", "0", "7", "99", "999", "1000", "1999", "2000", "9999", "-1", "+1", "1.5", "50%", "100%", "101%", "20px", "٣"} {
		all = append(all, attribute{"width", size}, attribute{"height", size})
	}
	return all
}

func TestThePolicyJudgesASampleAsItJudgesTheValue(t *testing.T) {
	for _, a := range sampled() {
		for _, element := range []string{"a", "img", "td", "abbr", "p"} {
			if policys, gates := judgedAs(element, a); policys != gates {
				t.Errorf("<%s %s=%q>: %v, and its sample%s: %v", element, a.key, a.value, policys, a.appendSample(nil), gates)
			}
		}
	}
}

func TestAnAttributeIsWrittenAsThePolicyWritesIt(t *testing.T) {
	for _, value := range []string{"", "a", `a & b <c> "d" 'e' &amp; é`, "\u00a0\u2028", "&#13;", strings.Repeat("'", 100)} {
		if got, want := string(attribute{"alt", value}.append([]byte("<img")))+">", policy.Sanitize(`<img alt="`+html.EscapeString(value)+`">`); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestTextIsEscapedAsTheStandardLibraryEscapesIt(t *testing.T) {
	for c := range rune(0x250) {
		text := "a" + string(c) + string(c) + "b"
		if got, want := string(appendEscaped(nil, text)), html.EscapeString(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// FuzzSample looks for a value that the policy judges otherwise than its sample.
func FuzzSample(f *testing.F) {
	for i, a := range sampled() {
		if i%50 == 0 {
			f.Add(a.key, a.value)
		}
	}
	f.Fuzz(func(t *testing.T, key, value string) {
		a := attribute{key, oneLine(value)}
		if readAttributes[key] == 0 {
			return
		}
		for _, element := range []string{"a", "img", "td", "abbr"} {
			if policys, gates := judgedAs(element, a); policys != gates {
				t.Errorf("<%s %s=%q>: %v, and its sample%s: %v", element, key, a.value, policys, a.appendSample(nil), gates)
			}
		}
	})
}
