package search

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"confab/shared/inbox"
)

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

// discard deletes objects that nobody needs.
func (x *Index) discard(ctx context.Context, list []garbage) error {
	for _, g := range list {
		if err := x.Objects.Delete(ctx, g.Key); err != nil {
			return err
		}
	}
	return nil
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
