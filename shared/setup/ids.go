package setup

import (
	"crypto/rand"
	"crypto/sha256"
	"time"

	"github.com/oklog/ulid/v2"
)

// ULIDs makes ULIDs (github.com/ulid/spec); it is the [inbox.IDs] of every function.
type ULIDs struct{}

// New makes a random id.
func (ULIDs) New(at time.Time) string {
	return ulid.MustNew(milliseconds(at), rand.Reader).String()
}

// Derive makes an id whose random part is a hash of the parts.
func (ULIDs) Derive(at time.Time, parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		sum := sha256.Sum256([]byte(p))
		h.Write(sum[:])
	}
	var id ulid.ULID
	_ = id.SetTime(milliseconds(at)) // fails only after the year 10889
	_ = id.SetEntropy(h.Sum(nil)[:10])
	return id.String()
}

// Time returns the time of an id, the zero time for what is none.
func (ULIDs) Time(id string) time.Time {
	parsed, err := ulid.Parse(id)
	if err != nil {
		return time.Time{}
	}
	return ulid.Time(parsed.Time()).UTC()
}

// milliseconds is the time as ULIDs hold it; they know none before 1970.
func milliseconds(at time.Time) uint64 { return uint64(max(0, at.UnixMilli())) }
