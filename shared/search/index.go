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

// Change is what to do to an index.
type Change struct {
	Add    []Doc    // with distinct keys
	Remove []string // keys
}

// Update changes an index. It may be repeated, also after an error, and run
// beside others. What it removes is in no object any more when it returns; of two
// updates at once, one of which adds what the other removes, either may win.
//
// New documents come together with those that came last into one segment, as long
// as that one is no more than twice as large: so each update writes one object,
// there are never more small segments than the logarithm of the documents, and a
// document is written anew as often.
func (x *Index) Update(ctx context.Context, name string, c Change) error {
	err := inbox.ErrConflict
	// A segment that has gone was merged by another writer.
	for i := 0; i < attempts && (errors.Is(err, inbox.ErrConflict) || errors.Is(err, inbox.ErrNotFound)); i++ {
		err = x.update(ctx, name, c, i < mergers)
	}
	if err != nil {
		return fmt.Errorf("update index %s: %w", name, err)
	}
	return nil
}

// replacement is a segment that takes the place of others, or of none.
type replacement struct {
	old  []segmentRef
	data []byte // nil where nothing is left
	ref  segmentRef
}

func (x *Index) update(ctx context.Context, name string, c Change, merges bool) error {
	m, err := x.manifest(ctx, name)
	if err != nil {
		return err
	}
	replaced, err := x.plan(ctx, m, c, merges)
	if err != nil {
		return err
	}
	if len(replaced) > 0 {
		if err := x.replace(ctx, name, m, replaced); err != nil {
			return err
		}
	}
	if len(c.Remove) == 0 {
		return nil
	}
	return x.sweep(ctx, name)
}

// plan reads what the change touches and makes what takes its place.
func (x *Index) plan(ctx context.Context, m *manifest, c Change, merges bool) ([]replacement, error) {
	drop := map[string]bool{}
	for _, k := range c.Remove {
		drop[k] = true
	}
	rest, docs := len(m.Segments), len(c.Add)
	for merges && docs > 0 && rest > 0 {
		last := m.Segments[rest-1]
		if last.Round != m.Round || last.Docs > 2*docs || last.Docs+docs > maxDocs {
			break
		}
		docs += last.Docs
		rest--
	}
	var out []replacement
	for _, ref := range m.Segments[:rest] {
		holds, err := x.holdsAny(ctx, ref, c.Remove)
		if err != nil {
			return nil, err
		}
		if holds {
			r, err := x.replacing(ctx, []segmentRef{ref}, nil, drop)
			if err != nil {
				return nil, err
			}
			out = append(out, r)
		}
	}
	if len(c.Add) > 0 {
		r, err := x.replacing(ctx, m.Segments[rest:], c.Add, drop)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// holdsAny tells whether one of the keys is in the segment.
func (x *Index) holdsAny(ctx context.Context, ref segmentRef, keys []string) (bool, error) {
	var h *head
	s := source{x, ref}
	for _, k := range keys {
		if !ref.mayHold(k) {
			continue
		}
		var err error
		if h == nil {
			if h, err = s.head(ctx); err != nil {
				return false, err
			}
		}
		block := 0
		for block+1 < len(h.keys) && h.keys[block+1] >= k {
			block++
		}
		from, to, width := block*docBlock, min((block+1)*docBlock, h.docs), h.width+1
		b, err := s.read(ctx, from*width, to*width)
		if err != nil {
			return false, err
		}
		for ; len(b) > 0; b = b[width:] {
			if found, _ := h.doc(b); found == k {
				return true, nil
			}
		}
	}
	return false, nil
}

func (x *Index) replacing(ctx context.Context, old []segmentRef, add []Doc, drop map[string]bool) (r replacement, err error) {
	parts := make([]*whole, len(old))
	err = together(len(old), func(i int) error {
		data, err := source{x, old[i]}.all(ctx)
		if err == nil {
			parts[i], err = open(old[i], data)
		}
		return err
	})
	if err != nil {
		return r, err
	}
	r.old = slices.Clone(old)
	if len(add) > 0 {
		data, ref := build(add)
		if len(old) == 0 {
			r.data, r.ref = data, ref
			return r, nil
		}
		fresh, err := open(ref, data)
		if err != nil {
			return r, err
		}
		// What is added now was not meant to be removed.
		for _, d := range add {
			delete(drop, d.Key)
		}
		parts = append(parts, fresh)
	}
	r.data, r.ref, err = merge(parts, drop)
	return r, err
}

// replace writes new segments and has the manifest name them instead of the old.
// What was garbage before goes on the way.
func (x *Index) replace(ctx context.Context, name string, m *manifest, replaced []replacement) error {
	now := x.Now()
	due := m.due(now)
	for i := range replaced {
		r := &replaced[i]
		r.ref.Key, r.ref.Round = Prefix+name+"/"+x.NewID(), m.Round
		if len(r.old) > 0 {
			r.ref.Round = r.old[0].Round
		}
	}
	err := x.commit(ctx, name, m, replaced, func() {
		for _, r := range replaced {
			m.Garbage = append(m.Garbage, garbage{r.ref.Key, now.Add(abandoned)})
		}
	})
	if err != nil {
		return err
	}
	for _, r := range replaced {
		if r.data == nil {
			continue
		}
		if err := x.Objects.Put(ctx, r.ref.Key, "application/octet-stream", r.data); err != nil {
			return err
		}
	}
	if err := x.discard(ctx, due); err != nil {
		return err
	}
	err = x.commit(ctx, name, m, replaced, func() { m.swap(replaced, due, now) })
	if errors.Is(err, inbox.ErrConflict) {
		var late []garbage
		for _, r := range replaced {
			late = append(late, garbage{Key: r.ref.Key})
		}
		return errors.Join(err, x.discard(ctx, late))
	}
	return err
}

// commit changes the manifest. Where somebody else wrote meanwhile, what was made
// of segments holds as long as all of them are still there; ErrConflict when not.
func (x *Index) commit(ctx context.Context, name string, m *manifest, replaced []replacement, change func()) error {
	for {
		change()
		err := x.save(ctx, name, m)
		if !errors.Is(err, inbox.ErrConflict) {
			return err
		}
		latest, err := x.manifest(ctx, name)
		if err != nil {
			return err
		}
		*m = *latest
		switch {
		case m.made(replaced): // it was our own save, whose answer got lost
			return nil
		case !m.names(replaced):
			return inbox.ErrConflict
		}
	}
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

// discard deletes objects that nobody needs.
func (x *Index) discard(ctx context.Context, list []garbage) error {
	for _, g := range list {
		if err := x.Objects.Delete(ctx, g.Key); err != nil {
			return err
		}
	}
	return nil
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

// sweep deletes what is garbage by now.
func (x *Index) sweep(ctx context.Context, name string) error {
	m, err := x.manifest(ctx, name)
	if err != nil {
		return err
	}
	due := m.due(x.Now())
	if err := x.discard(ctx, due); err != nil || len(due) == 0 {
		return err
	}
	return x.edit(ctx, name, func(m *manifest) { m.swap(nil, due, x.Now()) })
}

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
