package email

import (
	"path"
	"strings"
	"unicode"
)

// maxName bounds a file name, in bytes: what every file system and S3 takes.
const maxName = 200

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
	name = strings.Trim(name, ". ") // Windows drops those at the end
	if isDevice(name) {
		name = "_" + name
	}
	if name == "" || name == "_" {
		return "attachment" + extensionOf(mtype)
	}
	if len(name) > maxName {
		extension := path.Ext(name)
		if len(extension) > 20 {
			extension = ""
		}
		name = head(name, maxName-len(extension)) + extension
	}
	return name
}

// isDevice tells the names that Windows keeps for devices, with any extension
// (Microsoft, Naming Files, Paths, and Namespaces).
func isDevice(name string) bool {
	base, _, _ := strings.Cut(strings.ToLower(name), ".")
	switch base = strings.TrimRight(base, " "); base {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(base) == 4 && (strings.HasPrefix(base, "com") || strings.HasPrefix(base, "lpt")) && base[3] >= '0' && base[3] <= '9'
}
