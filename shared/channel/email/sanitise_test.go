package email

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// danger returns what in document could run, load, submit or embed once a
// browser parses it, or "".
func danger(document string) string {
	root, err := html.Parse(strings.NewReader("<!doctype html><body>" + document))
	if err != nil {
		return "does not parse: " + err.Error()
	}
	for n := range root.Descendants() {
		if n.Type == html.CommentNode {
			return "a comment"
		}
		if n.Type != html.ElementNode {
			continue
		}
		if n.Namespace != "" || forbiddenElements[n.Data] {
			return "element " + n.Data
		}
		for _, a := range n.Attr {
			if reason := dangerousAttribute(n.Data, a); reason != "" {
				return reason
			}
		}
	}
	return ""
}

var forbiddenElements = map[string]bool{
	"script": true, "style": true, "iframe": true, "frame": true, "frameset": true, "object": true, "embed": true, "applet": true, "base": true,
	"link": true, "meta": true, "form": true, "input": true, "button": true, "textarea": true, "select": true, "svg": true, "math": true,
	"audio": true, "video": true, "source": true, "track": true, "canvas": true, "template": true, "noscript": true, "picture": true, "xmp": true, "marquee": true,
}

func dangerousAttribute(element string, a html.Attribute) string {
	value := strings.ToLower(strings.TrimSpace(a.Val))
	switch {
	case strings.HasPrefix(a.Key, "on"):
		return "handler " + a.Key
	case a.Key == "id" || a.Key == "name" || a.Key == "class" || a.Key == "srcset" || a.Key == "srcdoc" || a.Key == "background" || a.Key == "action" || a.Key == "formaction" || a.Key == "ping":
		return "attribute " + a.Key
	case a.Key == "href" && !(strings.HasPrefix(value, "https:") || strings.HasPrefix(value, "http:") || strings.HasPrefix(value, "mailto:") || strings.HasPrefix(value, "tel:")):
		return "link " + value
	case a.Key == "src" && !(element == "img" && (strings.HasPrefix(value, "cid:") || strings.HasPrefix(value, "data:image/"))):
		return "source " + value
	case a.Key == "src" && strings.HasPrefix(value, "data:image/svg"):
		return "an image that runs"
	case a.Key == "style" && (strings.Contains(value, "url") || strings.Contains(value, "expression") || strings.Contains(value, "import") || strings.Contains(value, "behavior") || strings.Contains(value, "position") || strings.Contains(value, `\`)):
		return "style " + value
	}
	return ""
}

func TestNothingOfTheHostileCorpusSurvives(t *testing.T) {
	content, err := os.ReadFile("testdata/html-xss/payloads.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct{ Title, Payload string }
	if err := json.Unmarshal(content, &cases); err != nil || len(cases) < 200 {
		t.Fatal(len(cases), err)
	}
	for _, c := range cases {
		for _, payload := range []string{c.Payload, "<div>" + c.Payload, "<table><tr><td>" + c.Payload + "</table>", "<svg>" + c.Payload, "<style>" + c.Payload, "<img src='" + c.Payload} {
			once := Sanitise(payload)
			if reason := danger(once); reason != "" {
				t.Errorf("%s: %s\n in %q\nout %q", c.Title, reason, payload, once)
			}
			if reason := danger(Sanitise(once)); reason != "" {
				t.Errorf("%s, sanitised twice: %s", c.Title, reason)
			}
		}
	}
}

func TestSanitiseKeepsWhatMakesAMailReadable(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"an image of the mail keeps its cid", `<img src="cid:logo@example.com" alt="Logo">`, `<img src="cid:logo@example.com" alt="Logo">`},
		{"a remote image is inert", `<img src="https://example.com/a.png" width="120">`, `<img data-src="https://example.com/a.png" width="120">`},
		{"an image without a scheme is remote", `<img src="//example.com/a.png">`, `<img data-src="https://example.com/a.png">`},
		{"an embedded image stays", `<img src="data:image/png;base64,iVBORw0KGgo=">`, `<img src="data:image/png;base64,iVBORw0KGgo=">`},
		{"a pixel is a tracker", `a<img src="https://example.com/p.gif" width="1" height="1">b`, `ab`},
		{"a pixel by style is a tracker", `a<img src="https://example.com/p.gif" style="width: 1px !important;height:1px">b`, `ab`},
		{"a hidden image is a tracker", `a<img src="https://example.com/p.gif" style="display:none">b`, `ab`},
		{"a srcset would load", `<img src="cid:a" srcset="https://example.com/p.gif 2x">`, `<img src="cid:a">`},
		{"a link leads out safely", `<a href="https://example.com/">x</a>`, `<a href="https://example.com/" rel="nofollow noreferrer noopener" target="_blank">x</a>`},
		{"a link that runs loses its address", `<a href="javascript:alert(1)">x</a>`, `<a>x</a>`},
		{"a table keeps its shape", `<table cellpadding="4"><tr><td colspan="2" align="center">x</td></tr></table>`, `<table cellpadding="4"><tr><td colspan="2" align="center">x</td></tr></table>`},
		{"plain styling stays", `<p style="color: red; margin: 0 0 12px">x</p>`, `<p style="color: red; margin: 0 0 12px">x</p>`},
		{"a style that loads goes", `<p style="background: url(https://example.com/p.gif); color: red">x</p>`, `<p style="color: red">x</p>`},
		{"a form leaves its words", `<form action="https://example.com/"><p>Password</p><input name="p"></form>`, `<p>Password</p>`},
		{"the title and styles of the page are no text", `<html><head><title>T</title><style>p{}</style></head><body><p>x</p></body></html>`, `<p>x</p>`},
	} {
		if got := Sanitise(c.in); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func FuzzSanitise(f *testing.F) {
	for _, seed := range []string{"<p>x", "<img src=x onerror=alert(1)>", "<svg><style><img src=x onerror=alert(1)>", "<a href='java\tscript:alert(1)'>", "<img src='cid:a\" onload=\"x'>", "<p style='color:red;x:url(a)'>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, document string) {
		if reason := danger(Sanitise(document)); reason != "" && !strings.HasPrefix(reason, "does not parse") {
			t.Errorf("%s survives in %q", reason, Sanitise(document))
		}
	})
}
