package media

import (
	"errors"
	"strings"
	"testing"

	"confab/shared/inbox"
)

func TestATextCarriesOneFileThatPhonesAreSent(t *testing.T) {
	file := func(kind string, size int64) inbox.Attachment {
		return inbox.Attachment{Name: "a", Type: kind, Size: size, Key: "m/a"}
	}
	for _, c := range []struct {
		name    string
		files   []inbox.Attachment
		refused string // what the sentence says
	}{
		{"none", nil, ""},
		{"a picture", []inbox.Attachment{file("image/jpeg", 2_000_000)}, ""},
		{"a GIF", []inbox.Attachment{file("image/gif", 1)}, ""},
		{"a type in capitals", []inbox.Attachment{file("IMAGE/PNG", 10)}, ""},
		{"a type with parameters", []inbox.Attachment{file(`image/png; name="a.png"`, 10)}, ""},
		{"a video", []inbox.Attachment{file("video/mp4", 600_000)}, ""},
		{"two pictures", []inbox.Attachment{file("image/png", 1), file("image/png", 1)}, "one file"},
		{"a picture too large", []inbox.Attachment{file("image/jpeg", 2_000_001)}, "2 MB at most, and this one has 2001 KB"},
		{"a video too large", []inbox.Attachment{file("video/mp4", 600_001)}, "600 KB at most, and this one has 601 KB"},
		{"a TIFF as large as other pictures", []inbox.Attachment{file("image/tiff", 2_000_000)}, "600 KB at most, and this one has 2 MB"},
		{"an archive", []inbox.Attachment{file("application/zip", 1)}, `"application/zip"`},
		{"a picture that phones do not know", []inbox.Attachment{file("image/svg+xml", 1)}, `"image/svg+xml"`},
		{"no type", []inbox.Attachment{file("", 1)}, `""`},
		{"a type that is none", []inbox.Attachment{file("image/", 1)}, `"image/"`},
	} {
		err := Check(c.files)
		var problem *inbox.Problem
		switch {
		case c.refused == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.refused != "" && (!errors.Is(err, inbox.ErrInvalid) || !errors.As(err, &problem) || !strings.Contains(err.Error(), c.refused)):
			t.Errorf("%s: %v does not say %q", c.name, err, c.refused)
		}
	}
}
