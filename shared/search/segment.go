package search

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Doc is a thing to be found.
type Doc struct {
	// Key names it: an id that sorts by time, and what else it takes. A document
	// takes the place of an earlier one of its key. It holds no zero byte.
	Key string
	// Hidden: found only where it is asked for.
	Hidden bool
	Terms  []string // sorted, without doubles
}

// A segment is one object:
//
//	documents    by descending key: the key, filled up with zeros to the width of
//	             the longest, and a byte of flags
//	postings     of each term in turn: which documents have it, as the distances
//	             between their numbers
//	dictionary   blocks of terms: how much each shares with the one before, the
//	             rest of it, how many documents have it, and how long its postings
//	             are, or the one document itself
//	head         the width, the number of documents, every docBlock-th key, and
//	             of each block of the dictionary its first term and where it and its
//	             postings begin
//
// All numbers are unsigned varints (encoding/binary). The manifest says where the
// head begins, so that a question reads the head, the blocks its terms are in,
// their postings and the documents it shows, and nothing else.
const (
	dictBlock = 4 << 10 // bytes of a block of the dictionary
	docBlock  = 256     // documents read together
)

const flagHidden = 1

// segmentRef is what the manifest says of a segment.
type segmentRef struct {
	Key   string `json:"key"` // of the object
	Docs  int    `json:"docs"`
	Size  int    `json:"size"`  // bytes
	Head  int    `json:"head"`  // where it begins
	First string `json:"first"` // the greatest key
	Last  string `json:"last"`  // the least key
	// Round is the rebuilding it was made in; see [Index.Rebuild].
	Round int `json:"round,omitempty"`
}

// mayHold tells whether the key is among those of the segment.
func (r *segmentRef) mayHold(key string) bool { return r.Last <= key && key <= r.First }

// writer makes a segment: first all documents, then all terms in order.
type writer struct {
	data  []byte
	docs  int
	width int
	head  []byte // of the blocks
	first string
	last  string

	dict     []byte // of all blocks
	blocks   int
	begun    int // where in dict the present block begins
	previous string
	postings int // where they begin in data
}

// newWriter begins with the documents, by descending key.
func newWriter(keys []string, hidden []bool) *writer {
	w := &writer{docs: len(keys)}
	for _, k := range keys {
		w.width = max(w.width, len(k))
	}
	w.data = make([]byte, 0, len(keys)*(w.width+1)*3)
	w.head = binary.AppendUvarint(w.head, uint64(w.width))
	w.head = binary.AppendUvarint(w.head, uint64(w.docs))
	for i, k := range keys {
		w.data = append(w.data, k...)
		w.data = append(w.data, make([]byte, w.width-len(k))...)
		flags := byte(0)
		if hidden[i] {
			flags = flagHidden
		}
		w.data = append(w.data, flags)
		if i%docBlock == 0 {
			w.head = appendText(w.head, k)
		}
	}
	if len(keys) > 0 {
		w.first, w.last = keys[0], keys[len(keys)-1]
	}
	w.postings = len(w.data)
	return w
}

// add adds a term with the numbers of its documents, both in order.
func (w *writer) add(term string, docs []uint32) {
	if w.blocks == 0 || len(w.dict)-w.begun >= dictBlock {
		w.begun, w.previous = len(w.dict), ""
		w.blocks++
		w.head = appendText(w.head, term)
		w.head = binary.AppendUvarint(w.head, uint64(w.begun))
		w.head = binary.AppendUvarint(w.head, uint64(len(w.data)-w.postings))
	}
	shared := 0
	for shared < min(len(term), len(w.previous)) && term[shared] == w.previous[shared] {
		shared++
	}
	w.dict = binary.AppendUvarint(w.dict, uint64(shared))
	w.dict = appendText(w.dict, term[shared:])
	w.dict = binary.AppendUvarint(w.dict, uint64(len(docs)))
	w.previous = term
	if len(docs) == 1 {
		w.dict = binary.AppendUvarint(w.dict, uint64(docs[0]))
		return
	}
	before, last := len(w.data), uint32(0)
	for _, d := range docs {
		w.data = binary.AppendUvarint(w.data, uint64(d-last))
		last = d
	}
	w.dict = binary.AppendUvarint(w.dict, uint64(len(w.data)-before))
}

// finish returns the segment and what the manifest says of it.
func (w *writer) finish() ([]byte, segmentRef) {
	dict := len(w.data)
	w.data = append(w.data, w.dict...)
	ref := segmentRef{Docs: w.docs, Head: len(w.data), First: w.first, Last: w.last}
	w.data = binary.AppendUvarint(w.data, uint64(w.postings))
	w.data = binary.AppendUvarint(w.data, uint64(dict))
	w.data = binary.AppendUvarint(w.data, uint64(w.blocks))
	w.data = append(w.data, w.head...)
	ref.Size = len(w.data)
	return w.data, ref
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// build makes a segment of documents with distinct keys.
func build(docs []Doc) ([]byte, segmentRef) {
	docs = slices.SortedFunc(slices.Values(docs), func(a, b Doc) int { return strings.Compare(b.Key, a.Key) })
	keys, hidden := make([]string, len(docs)), make([]bool, len(docs))
	having := map[string][]uint32{}
	for i, d := range docs {
		keys[i], hidden[i] = d.Key, d.Hidden
		for _, t := range d.Terms {
			having[t] = append(having[t], uint32(i))
		}
	}
	terms := make([]string, 0, len(having))
	for t := range having {
		terms = append(terms, t)
	}
	slices.Sort(terms)
	w := newWriter(keys, hidden)
	for _, t := range terms {
		w.add(t, having[t])
	}
	return w.finish()
}

// errDamaged is of bytes that no writer wrote.
var errDamaged = errors.New("the segment is damaged")

// decoder reads what a writer wrote. The first thing it cannot read ends it.
type decoder struct {
	b   []byte
	err error
}

func (d *decoder) number() int {
	n, size := binary.Uvarint(d.b)
	if size <= 0 || n > 1<<31 {
		d.b, d.err = nil, errDamaged
		return 0
	}
	d.b = d.b[size:]
	return int(n)
}

func (d *decoder) bytes(n int) []byte {
	if n > len(d.b) {
		d.b, d.err = nil, errDamaged
		return nil
	}
	out := d.b[:n]
	d.b = d.b[n:]
	return out
}

func (d *decoder) text() string { return string(d.bytes(d.number())) }

// head is a segment's head, read.
type head struct {
	width, docs    int
	postings, dict int // where they begin
	end            int // where the dictionary ends
	keys           []string
	terms          []string // the first of each block
	blocks, at     []int    // where each begins, and its postings, from the beginnings of all
}

func readHead(ref segmentRef, b []byte) (*head, error) {
	d := &decoder{b: b}
	h := &head{end: ref.Head, postings: d.number(), dict: d.number()}
	blocks := d.number()
	h.width, h.docs = d.number(), d.number()
	for i := 0; i < h.docs && d.err == nil; i += docBlock {
		h.keys = append(h.keys, d.text())
	}
	for i := 0; i < blocks && d.err == nil; i++ {
		h.terms = append(h.terms, d.text())
		h.blocks = append(h.blocks, d.number())
		h.at = append(h.at, d.number())
	}
	if d.err != nil || h.docs != ref.Docs || h.docs*(h.width+1) != h.postings || h.postings > h.dict || h.dict > h.end {
		return nil, fmt.Errorf("%s: %w", ref.Key, errDamaged)
	}
	return h, nil
}

// entry is a term of the dictionary.
type entry struct {
	term  string
	count int
	only  uint32 // the document, where count is 1
	// from and to are where its postings are, from the beginning of all.
	from, to int
}

// entries reads blocks of the dictionary that follow each other, the first of
// which is the i-th, and yields their terms.
func (h *head) entries(i int, b []byte, yield func(e entry) bool) error {
	d := &decoder{b: b}
	base, e := h.blocks[i], entry{to: h.at[i]}
	for len(d.b) > 0 {
		if i < len(h.blocks) && base+len(b)-len(d.b) == h.blocks[i] {
			e.term, e.to = "", h.at[i]
			i++
		}
		shared := d.number()
		if shared > len(e.term) {
			return errDamaged
		}
		e.term = e.term[:shared] + d.text()
		e.count, e.only, e.from = d.number(), 0, e.to
		if n := d.number(); e.count == 1 {
			e.only = uint32(n)
		} else {
			e.to += n
		}
		if d.err != nil {
			return d.err
		}
		if !yield(e) {
			return nil
		}
	}
	return nil
}

// numbers adds the documents of an entry, whose postings b holds, to a list.
func (e *entry) numbers(b []byte, to []uint32) ([]uint32, error) {
	if e.count == 1 {
		return append(to, e.only), nil
	}
	last := uint32(0)
	for range e.count {
		n, size := binary.Uvarint(b)
		if size <= 0 {
			return nil, errDamaged
		}
		b, last = b[size:], last+uint32(n)
		to = append(to, last)
	}
	return to, nil
}
