package search

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"confab/shared/inbox"
)

// world is a bucket and a table in memory, which can fail.
type world struct {
	mu        sync.Mutex
	objects   map[string][]byte
	manifests map[string][]byte
	revs      map[string]int64
	ids       int
	gets      int
	read      int // bytes
	puts      int
	saves     int
	fail      func() error
}

func newWorld() (*world, *Index) {
	w := &world{objects: map[string][]byte{}, manifests: map[string][]byte{}, revs: map[string]int64{}}
	return w, w.process()
}

// process is an index as another process has it, with nothing remembered.
func (w *world) process() *Index {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	return &Index{Objects: w, Manifests: w, Now: func() time.Time { return now }, NewID: func() string {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.ids++
		return strconv.Itoa(w.ids)
	}}
}

// enter counts a call and lets it fail.
func (w *world) enter(n *int) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	*n++
	if w.fail != nil {
		return w.fail()
	}
	return nil
}

func (w *world) Put(_ context.Context, key, _ string, data []byte) error {
	if err := w.enter(&w.puts); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.objects[key] = data
	return nil
}

func (w *world) Range(_ context.Context, key string, from, size int) ([]byte, error) {
	if err := w.enter(&w.gets); err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	data, ok := w.objects[key]
	if !ok {
		return nil, inbox.ErrNotFound
	}
	w.read += size
	return slices.Clone(data[from:min(from+size, len(data))]), nil
}

func (w *world) Delete(_ context.Context, key string) error {
	if err := w.enter(new(int)); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.objects, key)
	return nil
}

func (w *world) Manifest(_ context.Context, name string) ([]byte, int64, error) {
	if err := w.enter(new(int)); err != nil {
		return nil, 0, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.manifests[name], w.revs[name], nil
}

func (w *world) SaveManifest(_ context.Context, name string, data []byte, rev int64) error {
	if err := w.enter(&w.saves); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.revs[name] != rev {
		return inbox.ErrConflict
	}
	w.manifests[name], w.revs[name] = data, rev+1
	return nil
}

func key(i int) string { return fmt.Sprintf("%08d/%d", i, i%7) }

const box = "messages/customers"

// vocabulary is what the tests' documents are made of.
var vocabulary = strings.Fields("alpha alpine beta better gamma delta deltas epsilon zeta eta theta iota kappa lambda mu nu xi 東京都 京都 ขอบคุณ naïve NAIVE")

func document(r *rand.Rand, i int) (Doc, string) {
	var text []string
	for range 1 + r.IntN(6) {
		text = append(text, vocabulary[r.IntN(len(vocabulary))])
	}
	t := strings.Join(text, " ")
	return Doc{Key: key(i), Hidden: r.IntN(5) == 0, Terms: Words.Terms(t)}, t
}

// TestWhatIsFoundIsWhatIsThere changes indexes at random, with failures and other
// writers on the way, and asks them what a plain look at all texts would find.
func TestWhatIsFoundIsWhatIsThere(t *testing.T) {
	for seed := range uint64(5) {
		r := rand.New(rand.NewPCG(seed, 1))
		w, _ := newWorld()
		texts, hidden := map[string]string{}, map[string]bool{}
		for range 40 {
			var c Change
			for range r.IntN(30) {
				d, text := document(r, r.IntN(2000))
				if slices.ContainsFunc(c.Add, func(o Doc) bool { return o.Key == d.Key }) {
					continue
				}
				c.Add = append(c.Add, d)
				texts[d.Key], hidden[d.Key] = text, d.Hidden
			}
			for k := range texts {
				if r.IntN(50) == 0 && !slices.ContainsFunc(c.Add, func(o Doc) bool { return o.Key == k }) {
					c.Remove = append(c.Remove, k)
					delete(texts, k)
				}
			}
			w.fail = func() error {
				if r.IntN(40) == 0 {
					return errors.New("AWS is away")
				}
				return nil
			}
			for w.process().Update(t.Context(), box, c) != nil { // as the stream tells it again
				continue
			}
			w.fail = nil
		}
		for range 30 {
			q := Words.Ask(vocabulary[r.IntN(len(vocabulary))] + " " + vocabulary[r.IntN(len(vocabulary))])
			o := Options{Hidden: r.IntN(2) == 0, Limit: 1 + r.IntN(9)}
			var want, got []string
			for k, text := range texts {
				if q.Match(text) && (o.Hidden || !hidden[k]) {
					want = append(want, k)
				}
			}
			slices.Sort(want)
			slices.Reverse(want)
			for more := true; more; {
				page, further, err := w.process().Find(t.Context(), box, q, o)
				if err != nil {
					t.Fatal(err)
				}
				if got, more = append(got, page...), further; more {
					o.After = page[len(page)-1]
				}
			}
			got = slices.DeleteFunc(got, func(k string) bool { return !q.Match(texts[k]) || hidden[k] && !o.Hidden })
			if !slices.Equal(got, want) {
				t.Fatalf("seed %d: %v finds %v, there are %v", seed, q.terms, got, want)
			}
		}
	}
}

func TestWritersSideBySideLoseNothing(t *testing.T) {
	w, _ := newWorld()
	var wg sync.WaitGroup
	for writer := range 4 {
		wg.Go(func() {
			x := w.process()
			for i := range 25 {
				if err := x.Update(t.Context(), box, Change{Add: []Doc{{Key: key(writer*1000 + i), Terms: []string{"word"}}}}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	keys, more, err := w.process().Find(t.Context(), box, Words.Ask("word"), Options{Limit: 1000})
	if err != nil || more || len(keys) != 100 {
		t.Errorf("%d of 100 are found (%v)", len(keys), err)
	}
}

func TestWhatIsRemovedIsInNoObject(t *testing.T) {
	w, x := newWorld()
	for i := range 300 {
		d := Doc{Key: key(i), Terms: []string{"common", fmt.Sprintf("secret%d", i)}}
		if err := x.Update(t.Context(), box, Change{Add: []Doc{d}}); err != nil {
			t.Fatal(err)
		}
	}
	removed := []string{key(3), key(150), key(299), key(1500)}
	if err := x.Update(t.Context(), box, Change{Remove: removed}); err != nil {
		t.Fatal(err)
	}
	for name, data := range w.objects {
		for _, k := range removed {
			if strings.Contains(string(data), k) {
				t.Errorf("%s has %s", name, k)
			}
		}
	}
	for _, i := range []int{3, 150, 299} {
		keys, _, err := x.Find(t.Context(), box, Words.Ask(fmt.Sprintf("secret%d", i)), Options{Limit: 10})
		if err != nil || slices.Contains(keys, key(i)) {
			t.Errorf("document %d is found (%v)", i, err)
		}
	}
	if keys, _, _ := x.Find(t.Context(), box, Words.Ask("common"), Options{Limit: 1000}); len(keys) != 297 {
		t.Errorf("%d documents are left", len(keys))
	}
	all := slices.Collect(maps.Keys(w.objects))
	rest := make([]string, 300)
	for i := range rest {
		rest[i] = key(i)
	}
	if err := x.Update(t.Context(), box, Change{Remove: rest}); err != nil || len(w.objects) != 0 {
		t.Errorf("of %d objects %d are left when nothing is (%v)", len(all), len(w.objects), err)
	}
}

func TestSegmentsStayFewAndNoObjectIsForgotten(t *testing.T) {
	w, x := newWorld()
	for i := range 1000 {
		if err := x.Update(t.Context(), box, Change{Add: []Doc{{Key: key(i), Terms: []string{"word"}}}}); err != nil {
			t.Fatal(err)
		}
		m, err := x.manifest(t.Context(), box)
		if err != nil || len(m.Segments) > 10 || len(w.objects) != len(m.Segments)+len(m.Garbage) {
			t.Fatalf("%d segments of %d documents in %d objects (%v)", len(m.Segments), i+1, len(w.objects), err)
		}
	}
	if w.puts != 1000 || w.saves != 2000 {
		t.Errorf("%d objects and %d manifests were written", w.puts, w.saves)
	}
}

func TestAnAbandonedObjectIsDeleted(t *testing.T) {
	w, x := newWorld()
	w.fail = func() error {
		if len(w.objects) > 0 { // after it is written nothing works any more
			return errors.New("killed")
		}
		return nil
	}
	if x.Update(t.Context(), box, Change{Add: []Doc{{Key: key(1), Terms: []string{"word"}}}}) == nil || len(w.objects) != 1 {
		t.Fatal("the writer was not killed")
	}
	w.fail = nil
	later := x.Now().Add(time.Hour)
	x.Now = func() time.Time { return later }
	if err := x.Update(t.Context(), box, Change{Add: []Doc{{Key: key(1), Terms: []string{"word"}}}}); err != nil || len(w.objects) != 1 {
		t.Errorf("%d objects of one segment (%v)", len(w.objects), err)
	}
}

func TestARoundPutsAnIndexInThePlaceOfAnother(t *testing.T) {
	w, x := newWorld()
	add := func(from, to int, word string) {
		for i := from; i < to; i++ {
			if err := x.Update(t.Context(), box, Change{Add: []Doc{{Key: key(i), Terms: []string{word}}}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	found := func(word string) int {
		keys, _, err := x.Find(t.Context(), box, Words.Ask(word), Options{Limit: 1000})
		if err != nil {
			t.Fatal(err)
		}
		return len(keys)
	}
	add(0, 50, "old")
	round, err := x.BeginRound(t.Context(), box)
	if err != nil {
		t.Fatal(err)
	}
	add(0, 40, "new")
	if found("old") != 50 || found("new") != 40 {
		t.Error("something is missing on the way")
	}
	if err := x.EndRound(t.Context(), box, round); err != nil {
		t.Fatal(err)
	}
	if found("old") != 0 || found("new") != 40 {
		t.Error("the old is still there, or the new is not")
	}
	m, _ := x.manifest(t.Context(), box)
	if len(w.objects) != len(m.Segments) {
		t.Errorf("%d objects of %d segments", len(w.objects), len(m.Segments))
	}
}

func TestADamagedSegmentIsAnErrorAndNoPanic(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var docs []Doc
	for i := range 600 {
		d, _ := document(r, i)
		docs = append(docs, d)
	}
	data, ref := build(docs)
	ref.Key = Prefix + "damaged"
	for range 150 {
		w, x := newWorld()
		damaged := slices.Clone(data)
		for range 1 + r.IntN(4) {
			damaged[r.IntN(len(data))] = byte(r.Uint32())
		}
		w.objects[ref.Key] = damaged
		if err := x.save(t.Context(), box, &manifest{Segments: []segmentRef{ref}}); err != nil {
			t.Fatal(err)
		}
		for _, word := range vocabulary {
			_, _, _ = x.Find(t.Context(), box, Words.Ask(word), Options{Limit: 50})
		}
		_ = x.Update(t.Context(), box, Change{Add: docs[:400], Remove: []string{docs[500].Key}})
	}
}
