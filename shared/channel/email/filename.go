package email

import (
	"net/url"
	"path"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode"

	"github.com/jhillyerd/enmime/v2"
	"github.com/jhillyerd/enmime/v2/mediatype"
)

// maxName bounds a file name, in bytes: what every file system and S3 takes.
const maxName = 200

// mediaParameter returns one parameter of a Content-Type or
// Content-Disposition value, or "".
func mediaParameter(value, name string) string {
	_, params, _, err := mediatype.Parse(value)
	if err != nil {
		return ""
	}
	return params[name]
}

// attachmentName returns the name a part gives itself: enmime reads all forms
// but RFC 2231's in a character set other than UTF-8.
func attachmentName(p *enmime.Part) string {
	if p.FileName != "" {
		name, _ := toUTF8([]byte(decodeWords(p.FileName)), "", false)
		return name
	}
	if name := extendedParameter(p.Header.Get("Content-Disposition"), "filename"); name != "" {
		return name
	}
	if name := extendedParameter(p.Header.Get("Content-Type"), "name"); name != "" {
		return name
	}
	if p.ContentType == "message/rfc822" {
		h, _ := readHeader(p.Content)
		return h.text("Subject")
	}
	return ""
}

var extended = regexp.MustCompile(`(?i)[;\s](file)?name\*(?:(\d{1,3})\*?)?=("[^"]*"|[^;\s]*)`)

// extendedParameter reads name*=charset'lang'percent-encoded and its numbered
// continuations (RFC 2231 §3, §4).
func extendedParameter(value, name string) string {
	segments := map[int]string{}
	for _, match := range extended.FindAllStringSubmatch(value, 200) {
		if (match[1] != "") != (name == "filename") {
			continue
		}
		n, err := strconv.Atoi(match[2])
		if err != nil {
			n = 0 // unnumbered
		}
		segments[n] = strings.Trim(match[3], `"`)
	}
	order := make([]int, 0, len(segments))
	for n := range segments {
		order = append(order, n)
	}
	sort.Ints(order)
	var joined strings.Builder
	for _, n := range order {
		joined.WriteString(segments[n])
	}
	parts := strings.SplitN(joined.String(), "'", 3)
	if len(parts) < 3 {
		return ""
	}
	plain, err := url.PathUnescape(parts[2])
	if err != nil {
		return ""
	}
	decoded, _ := toUTF8([]byte(plain), parts[0], false)
	return decoded
}

// safeName makes a name harmless: no path, no control or direction marks, no
// leading dot, not too long, and never empty.
func safeName(name, mtype string) string {
	name = strings.ReplaceAll(oneLine(name), `\`, "/")
	if strings.HasSuffix(mtype, "/rfc822") && !strings.HasSuffix(strings.ToLower(name), ".eml") && name != "" {
		name = strings.ReplaceAll(name, "/", "-") + ".eml"
	}
	name = path.Base(path.Clean("/" + name))
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"|?*/`, r) || unicode.IsControl(r) || r == unicode.ReplacementChar {
			return '_'
		}
		return r
	}, name)
	name = strings.Trim(strings.TrimLeft(name, ". "), " ")
	if name == "" || name == "_" {
		return "attachment" + extensionOf(mtype)
	}
	if len(name) > maxName {
		extension := path.Ext(name)
		if len(extension) > 20 {
			extension = ""
		}
		name = string(cutAtRune([]byte(name), maxName-len(extension))) + extension
	}
	return name
}
