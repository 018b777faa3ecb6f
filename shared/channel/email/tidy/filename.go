package tidy

import (
	"mime"
	"path"
	"strings"
	"unicode"
)

// maxName bounds a file name, in bytes: what every file system and S3 takes.
const maxName = 200

// FileName makes the name of a file of that media type harmless: no path, no control or direction marks, no
// leading dot, not too long, and never empty.
func FileName(name, mtype string) string {
	name = strings.ReplaceAll(Line(name), `\`, "/")
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
		name = Head(name, maxName-len(extension)) + extension
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

// extensionOf returns a customary extension for a media type, with its dot, or "".
func extensionOf(mtype string) string {
	switch mtype { // the system's table differs from machine to machine
	case "text/plain":
		return ".txt"
	case "text/html":
		return ".html"
	case "image/jpeg":
		return ".jpg"
	case "image/png":
		return ".png"
	case "image/gif":
		return ".gif"
	case "application/pdf":
		return ".pdf"
	case "text/calendar":
		return ".ics"
	case "message/rfc822":
		return ".eml"
	}
	if extensions, err := mime.ExtensionsByType(mtype); err == nil && len(extensions) > 0 {
		return extensions[0]
	}
	return ""
}
