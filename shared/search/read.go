package search

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"sync"
)

// Objects keeps segments.
type Objects interface {
	// Put stores data under a key that was never used.
	Put(ctx context.Context, key, mediaType string, data []byte) error
	// Range reads size bytes of an object from an offset on; inbox.ErrNotFound
	// where there is no such object.
	Range(ctx context.Context, key string, from, size int) ([]byte, error)
	// Delete deletes an object, if there is one.
	Delete(ctx context.Context, key string) error
}

const (
	// readWhole: a segment smaller than this is read at once, since a request
	// takes longer than these bytes.
	readWhole = 256 << 10
	// cacheBytes is how much of segments a process remembers. They never change.
	cacheBytes = 24 << 20
)

// cache remembers what was read last.
type cache struct {
	mu    sync.Mutex
	bytes int
	order list.List // of *section, used last first
	at    map[sectionKey]*list.Element
}

type sectionKey struct {
	object string
	from   int
}

type section struct {
	key  sectionKey
	data []byte
}

func (c *cache) get(k sectionKey, size int) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.at[k]
	if e == nil || len(e.Value.(*section).data) < size {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*section).data[:size]
}

func (c *cache) put(k sectionKey, data []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at == nil {
		c.at = map[sectionKey]*list.Element{}
	}
	if e := c.at[k]; e != nil {
		c.drop(e)
	}
	c.at[k] = c.order.PushFront(&section{k, data})
	c.bytes += len(data)
	for c.bytes > cacheBytes && c.order.Len() > 1 {
		c.drop(c.order.Back())
	}
}

func (c *cache) drop(e *list.Element) {
	s := c.order.Remove(e).(*section)
	delete(c.at, s.key)
	c.bytes -= len(s.data)
}

// source is a segment that is read in pieces.
type source struct {
	x   *Index
	ref segmentRef
}

func (s source) read(ctx context.Context, from, to int) ([]byte, error) {
	if from < 0 || to > s.ref.Size || from > to {
		return nil, fmt.Errorf("%s: %w", s.ref.Key, errDamaged)
	}
	if s.ref.Size < readWhole {
		all, err := s.fetch(ctx, 0, s.ref.Size)
		if err != nil {
			return nil, err
		}
		return all[from:to], nil
	}
	return s.fetch(ctx, from, to)
}

func (s source) fetch(ctx context.Context, from, to int) ([]byte, error) {
	k := sectionKey{s.ref.Key, from}
	if data := s.x.cache.get(k, to-from); data != nil {
		return data, nil
	}
	data, err := s.x.Objects.Range(ctx, s.ref.Key, from, to-from)
	if err != nil {
		return nil, err
	}
	if len(data) != to-from {
		return nil, fmt.Errorf("%s: %w", s.ref.Key, errDamaged)
	}
	s.x.cache.put(k, data)
	return data, nil
}

// all reads the whole segment. A large one is not remembered: who reads it all
// puts another in its place.
func (s source) all(ctx context.Context) ([]byte, error) {
	if s.ref.Size < readWhole {
		return s.read(ctx, 0, s.ref.Size)
	}
	return s.x.Objects.Range(ctx, s.ref.Key, 0, s.ref.Size)
}

func (s source) head(ctx context.Context) (*head, error) {
	b, err := s.read(ctx, s.ref.Head, s.ref.Size)
	if err != nil {
		return nil, err
	}
	return readHead(s.ref, b)
}

// lookUp finds a term, or all that begin with it, in the dictionary.
func (s source) lookUp(ctx context.Context, h *head, t term) ([]entry, error) {
	first, same := slices.BinarySearch(h.terms, t.text)
	if !same {
		first--
	}
	first = max(first, 0)
	last := first + 1
	for last < len(h.terms) && t.prefix && strings.HasPrefix(h.terms[last], t.text) {
		last++
	}
	if len(h.terms) == 0 {
		return nil, nil
	}
	end := h.end - h.dict
	if last < len(h.blocks) {
		end = h.blocks[last]
	}
	b, err := s.read(ctx, h.dict+h.blocks[first], h.dict+end)
	if err != nil {
		return nil, err
	}
	var found []entry
	err = h.entries(first, b, func(e entry) bool {
		if e.term == t.text || t.prefix && strings.HasPrefix(e.term, t.text) {
			found = append(found, e)
			return t.prefix
		}
		return e.term < t.text
	})
	return found, err
}

// numbers are the documents that have one of some terms that follow each other.
func (s source) numbers(ctx context.Context, h *head, found []entry) ([]uint32, error) {
	from, to := found[0].from, found[len(found)-1].to
	var b []byte
	if from < to {
		var err error
		if b, err = s.read(ctx, h.postings+from, h.postings+to); err != nil {
			return nil, err
		}
	}
	if len(found) == 1 {
		return found[0].numbers(b, nil)
	}
	// As a set of bits, which beats sorting: the terms may be thousands.
	var list []uint32
	set := make([]uint64, h.docs/64+1)
	for _, e := range found {
		var err error
		if list, err = e.numbers(b[e.from-from:], list[:0]); err != nil {
			return nil, err
		}
		for _, d := range list {
			if int(d) >= h.docs {
				return nil, errDamaged
			}
			set[d/64] |= 1 << (d % 64)
		}
	}
	list = list[:0]
	for i, word := range set {
		for ; word != 0; word &= word - 1 {
			list = append(list, uint32(i*64+bits.TrailingZeros64(word)))
		}
	}
	return list, nil
}

// matching are the documents that have all terms.
func (s source) matching(ctx context.Context, h *head, terms []term) ([]uint32, error) {
	found := make([][]entry, len(terms))
	err := together(len(terms), func(i int) (err error) {
		found[i], err = s.lookUp(ctx, h, terms[i])
		return err
	})
	if err != nil || slices.ContainsFunc(found, func(e []entry) bool { return len(e) == 0 }) {
		return nil, err
	}
	lists := make([][]uint32, len(terms))
	err = together(len(terms), func(i int) (err error) {
		lists[i], err = s.numbers(ctx, h, found[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(lists, func(a, b []uint32) int { return len(a) - len(b) })
	out := lists[0]
	for _, l := range lists[1:] {
		out = both(out, l)
	}
	return out, nil
}

// both is what two ordered lists have in common.
func both(few, many []uint32) []uint32 {
	var out []uint32
	for _, d := range few {
		at, found := slices.BinarySearch(many, d)
		if found {
			out = append(out, d)
		}
		many = many[at:]
	}
	return out
}

// together calls f for 0 to n-1, all at once.
func together(n int, f func(i int) error) error {
	if n == 1 {
		return f(0)
	}
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { errs[i] = f(i) })
	}
	wg.Wait()
	return errors.Join(errs...)
}
