package search

import (
	"context"
	"errors"
	"slices"
	"strings"

	"confab/shared/inbox"
)

// Options narrow a question.
type Options struct {
	After  string // only keys below it; empty for all
	Hidden bool   // hidden documents, too
	Limit  int
}

const (
	// openTogether is how many segments are asked at a time: the newest answer most
	// questions, and what nobody wrote lately is asked of all.
	openTogether = 8
	// showTogether is how many documents of a segment are looked up at a time.
	showTogether = 32
)

// Find lists the keys of documents that may match, by descending key, and whether
// there are more. What a document was before it was added again may still be found
// under its key: who asks looks at what it is now.
func (x *Index) Find(ctx context.Context, name string, q Query, o Options) (keys []string, more bool, err error) {
	for range attempts {
		keys, more, err = x.find(ctx, name, q, o)
		// A segment that has gone was merged: what the manifest names now has it.
		if !errors.Is(err, inbox.ErrNotFound) {
			break
		}
	}
	return keys, more, err
}

func (x *Index) find(ctx context.Context, name string, q Query, o Options) (keys []string, more bool, err error) {
	m, err := x.manifest(ctx, name)
	if err != nil || q.Empty() {
		return nil, false, err
	}
	waiting := slices.DeleteFunc(m.Segments, func(r segmentRef) bool { return o.After != "" && r.Last >= o.After })
	slices.SortStableFunc(waiting, func(a, b segmentRef) int { return strings.Compare(b.First, a.First) })
	var asked []*answer
	for {
		best := newest(asked)
		if len(waiting) > 0 && (best == nil || best.key <= waiting[0].First) {
			n := min(openTogether, len(waiting))
			opened := make([]*answer, n)
			err := together(n, func(i int) (err error) {
				opened[i], err = x.ask(ctx, waiting[i], q.terms, o)
				return err
			})
			if err != nil {
				return nil, false, err
			}
			asked, waiting = append(asked, opened...), waiting[n:]
			continue
		}
		if best == nil {
			return keys, false, nil
		}
		if n := len(keys); n == 0 || keys[n-1] != best.key {
			if n == o.Limit {
				return keys, true, nil
			}
			keys = append(keys, best.key)
		}
		if err := best.next(ctx); err != nil {
			return nil, false, err
		}
	}
}

// newest is the answer whose next key comes first.
func newest(asked []*answer) *answer {
	var best *answer
	for _, a := range asked {
		if a.key != "" && (best == nil || a.key > best.key) {
			best = a
		}
	}
	return best
}

// answer is what a segment says to a question, key by key.
type answer struct {
	source
	h    *head
	o    Options
	docs []uint32 // not looked up yet
	keys []string // looked up
	key  string   // the present one; empty at the end
}

func (x *Index) ask(ctx context.Context, ref segmentRef, terms []term, o Options) (*answer, error) {
	a := &answer{source: source{x, ref}, o: o}
	var err error
	if a.h, err = a.head(ctx); err != nil {
		return nil, err
	}
	if a.docs, err = a.matching(ctx, a.h, terms); err != nil {
		return nil, err
	}
	if o.After != "" {
		// Where the block that follows begins no later than After, nothing of a block is wanted.
		skip := 0
		for skip+1 < len(a.h.keys) && a.h.keys[skip+1] >= o.After {
			skip++
		}
		from, _ := slices.BinarySearch(a.docs, uint32(skip*docBlock))
		a.docs = a.docs[from:]
	}
	return a, a.next(ctx)
}

// next goes on to the next key.
func (a *answer) next(ctx context.Context) error {
	for len(a.keys) == 0 && len(a.docs) > 0 {
		n := min(showTogether, len(a.docs))
		if err := a.show(ctx, a.docs[:n]); err != nil {
			return err
		}
		a.docs = a.docs[n:]
	}
	if a.key = ""; len(a.keys) > 0 {
		a.key, a.keys = a.keys[0], a.keys[1:]
	}
	return nil
}

// show looks documents up.
func (a *answer) show(ctx context.Context, docs []uint32) error {
	var blocks []int
	for _, d := range docs {
		if int(d) >= a.h.docs {
			return errDamaged
		}
		if b := int(d) / docBlock; len(blocks) == 0 || blocks[len(blocks)-1] != b {
			blocks = append(blocks, b)
		}
	}
	read, width := make([][]byte, len(blocks)), a.h.width+1
	err := together(len(blocks), func(i int) (err error) {
		from := blocks[i] * docBlock
		read[i], err = a.read(ctx, from*width, min(from+docBlock, a.h.docs)*width)
		return err
	})
	if err != nil {
		return err
	}
	i := 0
	for _, d := range docs {
		for blocks[i] != int(d)/docBlock {
			i++
		}
		key, hidden := a.h.doc(read[i][int(d)%docBlock*width:])
		if (a.o.After == "" || key < a.o.After) && (a.o.Hidden || !hidden) {
			a.keys = append(a.keys, key)
		}
	}
	return nil
}
