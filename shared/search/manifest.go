package search

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"confab/shared/inbox"
)

// manifest names the segments that count, the oldest first.
type manifest struct {
	Segments []segmentRef `json:"segments"`
	Round    int          `json:"round,omitempty"`
	// Garbage are objects that nobody needs once their time has come: those that
	// were replaced, and those that a writer has announced, for which nothing would
	// name them if it died on its way.
	Garbage []garbage `json:"garbage,omitempty"`
	rev     int64
}

type garbage struct {
	Key   string    `json:"key"`
	After time.Time `json:"after"`
}

// due is what can be deleted.
func (m *manifest) due(now time.Time) []garbage {
	return slices.DeleteFunc(slices.Clone(m.Garbage), func(g garbage) bool { return g.After.After(now) })
}

func (x *Index) manifest(ctx context.Context, name string) (*manifest, error) {
	data, rev, err := x.Manifests.Manifest(ctx, name)
	if err != nil {
		return nil, err
	}
	m := &manifest{rev: rev}
	if data != nil {
		if err := json.Unmarshal(data, m); err != nil {
			return nil, fmt.Errorf("manifest of %s: %w", name, err)
		}
	}
	return m, nil
}

func (x *Index) save(ctx context.Context, name string, m *manifest) error {
	data, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("manifest of %s: %w", name, err)
	}
	if err := x.Manifests.SaveManifest(ctx, name, data, m.rev); err != nil {
		return err
	}
	m.rev++
	return nil
}

// made tells whether the new segments are there.
func (m *manifest) made(replaced []replacement) bool {
	n := 0
	for _, r := range replaced {
		if m.position(r.ref.Key) >= 0 {
			n++
		}
	}
	return n > 0
}

// names tells whether all that is to be replaced is there.
func (m *manifest) names(replaced []replacement) bool {
	for _, r := range replaced {
		for _, old := range r.old {
			if m.position(old.Key) < 0 {
				return false
			}
		}
	}
	return true
}

func (m *manifest) position(key string) int {
	return slices.IndexFunc(m.Segments, func(r segmentRef) bool { return r.Key == key })
}

// swap puts new segments in the places of old ones, which become garbage.
func (m *manifest) swap(replaced []replacement, deleted []garbage, now time.Time) {
	m.Garbage = slices.DeleteFunc(m.Garbage, func(g garbage) bool {
		return slices.Contains(deleted, g) ||
			slices.ContainsFunc(replaced, func(r replacement) bool { return r.ref.Key == g.Key })
	})
	for _, r := range replaced {
		at := len(m.Segments)
		for _, old := range r.old {
			i := m.position(old.Key)
			m.Segments = slices.Delete(m.Segments, i, i+1)
			m.Garbage = append(m.Garbage, garbage{old.Key, now})
			at = min(at, i)
		}
		if r.data != nil {
			m.Segments = slices.Insert(m.Segments, at, r.ref)
		}
	}
}

func (x *Index) edit(ctx context.Context, name string, change func(*manifest)) error {
	err := inbox.ErrConflict
	for i := 0; i < attempts && errors.Is(err, inbox.ErrConflict); i++ {
		var m *manifest
		if m, err = x.manifest(ctx, name); err == nil {
			change(m)
			err = x.save(ctx, name, m)
		}
	}
	return err
}
