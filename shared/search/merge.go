package search

import (
	"slices"
	"strings"
)

// whole is a segment in memory.
type whole struct {
	ref  segmentRef
	head *head
	data []byte
}

func open(ref segmentRef, data []byte) (*whole, error) {
	if len(data) < ref.Size || ref.Head > ref.Size {
		return nil, errDamaged
	}
	h, err := readHead(ref, data[ref.Head:ref.Size])
	if err != nil {
		return nil, err
	}
	return &whole{ref, h, data[:ref.Size]}, nil
}

// doc reads a document out of a piece of the segment that begins with it.
func (h *head) doc(b []byte) (key string, hidden bool) {
	return strings.TrimRight(string(b[:h.width]), "\x00"), b[h.width]&flagHidden != 0
}

func (w *whole) doc(i int) (string, bool) { return w.head.doc(w.data[i*(w.head.width+1):]) }

// gone stands for a document that does not go on.
const gone = ^uint32(0)

// merge makes one segment of several, of which the later take the place of the
// earlier where they have a key in common, without the dropped keys. The result
// is nil where no document is left.
func merge(parts []*whole, drop map[string]bool) ([]byte, segmentRef, error) {
	keys, hidden, places := mergeDocs(parts, drop)
	if len(keys) == 0 {
		return nil, segmentRef{}, nil
	}
	w := newWriter(keys, hidden)
	terms := make([][]entry, len(parts))
	for i, p := range parts {
		if len(p.head.blocks) == 0 {
			continue
		}
		err := p.head.entries(0, p.data[p.head.dict:p.head.end], func(e entry) bool {
			terms[i] = append(terms[i], e)
			return p.head.postings+e.to <= p.head.dict
		})
		if n := len(terms[i]); err == nil && p.head.postings+terms[i][n-1].to > p.head.dict {
			err = errDamaged
		}
		if err != nil {
			return nil, segmentRef{}, err
		}
	}
	var old, docs []uint32
	for {
		term, any := least(terms)
		if !any {
			break
		}
		docs = docs[:0]
		for i, p := range parts {
			if len(terms[i]) == 0 || terms[i][0].term != term {
				continue
			}
			e := terms[i][0]
			terms[i] = terms[i][1:]
			var err error
			if old, err = e.numbers(p.data[p.head.postings+e.from:], old[:0]); err != nil {
				return nil, segmentRef{}, err
			}
			for _, d := range old {
				if int(d) >= len(places[i]) {
					return nil, segmentRef{}, errDamaged
				}
				if now := places[i][d]; now != gone {
					docs = append(docs, now)
				}
			}
		}
		if len(docs) > 0 {
			slices.Sort(docs)
			w.add(term, docs)
		}
	}
	data, ref := w.finish()
	return data, ref, nil
}

// least is the first of the terms that stand first.
func least(terms [][]entry) (out string, any bool) {
	for _, t := range terms {
		if len(t) > 0 && (!any || t[0].term < out) {
			out, any = t[0].term, true
		}
	}
	return out, any
}

// mergeDocs puts documents in order and tells for each of each part its new number.
func mergeDocs(parts []*whole, drop map[string]bool) (keys []string, hidden []bool, places [][]uint32) {
	next := make([]int, len(parts))
	for _, p := range parts {
		places = append(places, make([]uint32, p.head.docs))
	}
	for {
		newest, key, hide := -1, "", false
		for i, p := range parts {
			if next[i] == p.head.docs {
				continue
			}
			if k, h := p.doc(next[i]); newest < 0 || k >= key { // of one key, the later part's
				newest, key, hide = i, k, h
			}
		}
		if newest < 0 {
			return keys, hidden, places
		}
		for i, p := range parts {
			if next[i] == p.head.docs {
				continue
			}
			if k, _ := p.doc(next[i]); k != key {
				continue
			}
			places[i][next[i]] = gone
			if i == newest && !drop[key] {
				places[i][next[i]] = uint32(len(keys))
			}
			next[i]++
		}
		if !drop[key] {
			keys, hidden = append(keys, key), append(hidden, hide)
		}
	}
}
