// Package media knows which files a text may carry. It is apart from sending, so
// that a file can be refused when it is chosen.
package media

import (
	"fmt"
	"mime"
	"strings"

	"confab/shared/inbox"
)

// Limits of a file, in bytes. AWS speaks of 2 MB and 600 KB, of which the smaller
// reading holds here.
const (
	maxPicture = 2_000_000
	maxOther   = 600_000
)

// limits are the media types that AWS sends, with the most that a file of each
// may have. Source: AWS End User Messaging, "MMS file types, size and character
// limits".
var limits = map[string]int64{
	"image/gif": maxPicture, "image/jpeg": maxPicture, "image/png": maxPicture,
	"image/tiff": maxOther,
	"audio/3gpp": maxOther, "audio/3gpp2": maxOther, "audio/amr": maxOther, "audio/mp4": maxOther, "audio/mpeg": maxOther, "audio/ogg": maxOther,
	"video/3gpp": maxOther, "video/3gpp2": maxOther, "video/mp4": maxOther, "video/quicktime": maxOther, "video/webm": maxOther,
	"text/calendar": maxOther, "text/vcard": maxOther, "text/x-vcard": maxOther,
	"application/pdf": maxOther,
}

// Check returns an inbox.ErrInvalid that says what to do where a text cannot carry
// the files: more than one, one of a type that no phone is sent, or one too large.
func Check(files []inbox.Attachment) error {
	if len(files) > 1 {
		return invalid("A text carries one file: send the others in texts of their own.")
	}
	for _, f := range files {
		kind, _, err := mime.ParseMediaType(f.Type)
		limit := limits[kind]
		switch {
		case err != nil || limit == 0:
			return invalid("A text cannot carry a file of the type %.60q: pictures (GIF, JPEG, PNG), sounds, videos, PDF files and contact cards can be sent.", f.Type)
		case f.Size > limit:
			return invalid("A text carries %s of %s at most, and this one has %s: make it smaller.", named(kind), size(limit), size(f.Size))
		}
	}
	return nil
}

func named(kind string) string {
	if strings.HasPrefix(kind, "image/") {
		return "a picture of this type"
	}
	return "a file of this type"
}

// size writes bytes as people read them. What is over a limit must not look as if
// it were not.
func size(bytes int64) string {
	kilobytes := (bytes + 999) / 1000
	if kilobytes >= 1000 && kilobytes%1000 == 0 {
		return fmt.Sprintf("%d MB", kilobytes/1000)
	}
	return fmt.Sprintf("%d KB", kilobytes)
}

func invalid(format string, args ...any) error {
	return &inbox.Problem{Kind: inbox.ErrInvalid, Detail: fmt.Sprintf(format, args...)}
}
