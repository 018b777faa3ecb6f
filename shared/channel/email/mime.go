package email

import (
	"mime"
	"path"
	"strings"
)

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

// typeOf returns the media type that a file's name stands for.
func typeOf(name string) string {
	mtype, _, _ := strings.Cut(mime.TypeByExtension(path.Ext(name)), ";")
	if mtype == "" {
		return "application/octet-stream"
	}
	return mtype
}

func firstWord(s string) string {
	if i := strings.IndexAny(s, " \t\r\n"); i >= 0 {
		return s[:i]
	}
	return s
}
