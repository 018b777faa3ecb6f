package email

import (
	"mime"
	"path"
	"strings"
)

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
