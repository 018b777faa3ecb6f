package search

import (
	"context"
	"slices"
	"time"
)

// Manifests keeps what names the segments of each index.
type Manifests interface {
	// Manifest reads what was saved last and its version; nil and 0 where nothing was.
	Manifest(ctx context.Context, name string) (data []byte, rev int64, err error)
	// SaveManifest saves what was computed from a version; inbox.ErrConflict where
	// that is not the present one.
	SaveManifest(ctx context.Context, name string, data []byte, rev int64) error
}

// Index is any number of indexes by name, each of documents with distinct keys.
type Index struct {
	Objects   Objects
	Manifests Manifests
	Now       func() time.Time
	// NewID makes an id that was never used.
	NewID func() string
	cache cache
}

// Prefix is where segments are among the objects.
const Prefix = "x/"

const (
	// maxDocs is how many documents a segment has at most, so that the postings of
	// the most common word are read at once, and a merge fits in memory.
	maxDocs = 1 << 16
	// attempts is how often what met another writer is tried again.
	attempts = 10
	// mergers is how often of these it tries to merge: who adds a segment of its own
	// is in nobody's way.
	mergers = 3
	// abandoned is after how long an object that was announced, and that no manifest
	// names, has no writer any more.
	abandoned = 20 * time.Minute
)

// BeginRound begins to make an index anew: what is added from now on is kept apart
// from what is there. It returns the number of the round.
func (x *Index) BeginRound(ctx context.Context, name string) (round int, err error) {
	err = x.edit(ctx, name, func(m *manifest) {
		m.Round++
		round = m.Round
	})
	return round, err
}

// EndRound drops what is older than the round, once all is added anew.
func (x *Index) EndRound(ctx context.Context, name string, round int) error {
	now := x.Now()
	err := x.edit(ctx, name, func(m *manifest) {
		m.Segments = slices.DeleteFunc(m.Segments, func(r segmentRef) bool {
			if r.Round >= round {
				return false
			}
			m.Garbage = append(m.Garbage, garbage{r.Key, now})
			return true
		})
	})
	if err != nil {
		return err
	}
	return x.sweep(ctx, name)
}
