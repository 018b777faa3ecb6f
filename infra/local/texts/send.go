package texts

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"confab/shared/channel/sms"
)

// Fault is how AWS may fail a call that sends.
type Fault string

// The faults.
const (
	ServerError Fault = "error"    // answers 500 and takes nothing
	Throttle    Fault = "throttle" // is too fast for AWS, which takes nothing
	// Reject answers as where a number must be verified first, and quotes it.
	Reject Fault = "reject"
	// Spent answers that the month's limit is reached.
	Spent Fault = "spent"
	// HangUp takes the text and closes the connection without an answer.
	HangUp Fault = "hangup"
)

// Inject makes the next n calls that send fail so.
func (s *Server) Inject(f Fault, n int) { s.faults.Inject(f, n) }

// refusal is an error as AWS tells it to a client. reason and resource are those
// of End User Messaging.
type refusal struct {
	status                          int
	code, message, reason, resource string
}

func (r *refusal) Error() string { return r.code + ": " + r.message }

// asRefusal makes one of any error.
func asRefusal(err error, internal string) *refusal {
	r := (*refusal)(nil)
	if !errors.As(err, &r) {
		r = &refusal{status: http.StatusInternalServerError, code: internal, message: err.Error()}
	}
	return r
}

// Limits of a text in characters of the GSM alphabet, of any other, and of what
// goes with a file. Sources: "SMS character limits" and "MMS file types, size and
// character limits", End User Messaging SMS User Guide.
const (
	maxGSM      = 1530
	maxUnicode  = 630
	maxMMS      = 1600
	maxImage    = 2 << 20
	maxOther    = 600 << 10
	gsmEncoding = "GSM-7"
)

// images may be larger than the other types of file that phones show.
var (
	images = strings.Fields("image/gif image/jpeg image/png")
	others = strings.Fields(`image/tiff audio/3gpp video/3gpp audio/3gpp2 video/3gpp2 audio/amr audio/mp4 video/mp4 audio/mpeg audio/ogg
		video/quicktime video/webm text/calendar text/vcard text/x-vcard application/pdf`)
)

// tooLong tells a text that is more than End User Messaging sends.
func tooLong(body string, media bool) bool {
	if media {
		return utf8.RuneCountInString(body) > maxMMS
	}
	l := sms.Measure(body)
	if string(l.Encoding) == gsmEncoding {
		return l.Units > maxGSM
	}
	return l.Units > maxUnicode
}

// file reads what a text shows, and tells what is wrong with it. Nobody is told
// before the text is on its way.
func (s *Server) file(ctx context.Context, address string) (mediaType string, data []byte, fate Fate) {
	bucket, key, _ := strings.Cut(strings.TrimPrefix(address, "s3://"), "/")
	mediaType, data, err := s.Object(ctx, bucket, key)
	mediaType, _, _ = strings.Cut(mediaType, ";")
	switch isImage := slices.Contains(images, mediaType); {
	case err != nil:
		return "", nil, inaccessible
	case !isImage && !slices.Contains(others, mediaType):
		return mediaType, nil, unsupported
	case isImage && len(data) > maxImage, !isImage && len(data) > maxOther:
		return mediaType, nil, oversized
	}
	return mediaType, data, Delivered
}

// take accepts a text and decides on what becomes of it.
func (s *Server) take(ctx context.Context, t *Text, media []byte, fate Fate) error {
	t.ID, t.At = uuid.NewString(), time.Now().UTC().Truncate(time.Millisecond)
	if fate == Delivered {
		var err error
		if fate, err = s.fate(ctx, t.Phone); err != nil {
			return fmt.Errorf("send a text: %w", err)
		}
	}
	if err := s.insert(ctx, t, media, fate.events(t.Media != "")); err != nil {
		return err
	}
	s.due.Ring()
	return nil
}
