package search

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"confab/shared/inbox"
)

// message is as many words as a message has in the middle, of a language in which
// few words are common and many are rare, with a number that no other has.
func message(r *rand.Rand, z *rand.Zipf, i int) Doc {
	var text strings.Builder
	for range 20 + r.IntN(120) {
		fmt.Fprintf(&text, "w%x ", z.Uint64())
	}
	fmt.Fprintf(&text, "order %07d", i)
	id := fmt.Sprintf("01JD3X5W8Q%016d", i)
	return Doc{Key: id + "/" + id, Terms: Words.Terms(text.String())}
}

// filled is an index of n messages that came a few at a time.
func filled(b *testing.B, n int) *world {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	z := rand.NewZipf(r, 1.07, 20, 400_000)
	w, x := newWorld()
	for i := 0; i < n; {
		var c Change
		for range min(1+r.IntN(40), n-i) {
			c.Add = append(c.Add, message(r, z, i))
			i++
		}
		if err := x.Update(b.Context(), box, c); err != nil {
			b.Fatal(err)
		}
	}
	return w
}

// BenchmarkFind asks an index in the way of a process that remembers nothing, and
// of one that was asked before. Beside the time it reports what is read.
func BenchmarkFind(b *testing.B) {
	for _, n := range []int{1000, 200_000} {
		w := filled(b, n)
		stored := 0
		for _, data := range w.objects {
			stored += len(data)
		}
		for name, q := range map[string]string{
			"common":  "w3",
			"two":     "w5 w9a",
			"rare":    fmt.Sprintf("order %07d", n/3),
			"nothing": "w1 nowhere",
		} {
			question := Words.Ask(q)
			for _, warm := range []bool{false, true} {
				b.Run(fmt.Sprintf("%d/%s/warm=%v", n, name, warm), func(b *testing.B) {
					x := w.process()
					w.gets, w.read = 0, 0
					for b.Loop() {
						if !warm {
							x = w.process()
						}
						if _, _, err := x.Find(b.Context(), box, question, Options{Limit: 25}); err != nil {
							b.Fatal(err)
						}
					}
					b.ReportMetric(float64(w.gets)/float64(b.N), "gets/op")
					b.ReportMetric(float64(w.read)/1024/float64(b.N), "KB/op")
					b.ReportMetric(float64(stored)/float64(n), "B/message")
				})
			}
		}
	}
}

// contact is somebody with a name of syllables, an address and a number.
func contact(r *rand.Rand, i int) *inbox.Contact {
	name := func(syllables int) (s string) {
		for range syllables {
			s += string("bdfgklmnprstvz"[r.IntN(14)]) + string("aeiou"[r.IntN(5)])
		}
		return s
	}
	first, last := name(2), name(3)
	return &inbox.Contact{
		ID: fmt.Sprintf("01JD3X5W8Q%016d", i), Name: first + " " + last,
		Identities: []inbox.Identity{
			{Kind: inbox.IdentityEmail, Value: fmt.Sprintf("%s.%s%d@example.com", first, last, i%100)},
			{Kind: inbox.IdentityPhone, Value: fmt.Sprintf("+1555%07d", i)},
		},
	}
}

// BenchmarkFindContacts asks half a million contacts, as a process that remembers
// nothing and as one that was asked before.
func BenchmarkFindContacts(b *testing.B) {
	const n, together = 500_000, 1000
	r := rand.New(rand.NewPCG(1, 2))
	w, x := newWorld()
	for i := 0; i < n; i += together {
		all := make([]*inbox.Contact, together)
		for k := range all {
			all[k] = contact(r, i+k)
		}
		if err := (Finder{x}).UpdateContacts(b.Context(), audience, all, nil); err != nil {
			b.Fatal(err)
		}
	}
	stored := 0
	for _, data := range w.objects {
		stored += len(data)
	}
	for name, words := range map[string]string{
		"three letters": "pol", "part of a name": "zivale", "a number's end": fmt.Sprintf("%05d", n/3), "an address": "vako.", "what all have": "example.com",
	} {
		for _, warm := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/warm=%v", name, warm), func(b *testing.B) {
				x := w.process()
				w.gets, w.read = 0, 0
				for b.Loop() {
					if !warm {
						x = w.process()
					}
					if _, err := (Finder{x}).Contacts(b.Context(), inbox.FindQuery{Audience: audience, Words: words, Limit: 25}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(w.gets)/float64(b.N), "gets/op")
				b.ReportMetric(float64(w.read)/1024/float64(b.N), "KB/op")
				b.ReportMetric(float64(stored)/n, "B/contact")
			})
		}
	}
}

// BenchmarkUpdate adds messages one at a time, merges included.
func BenchmarkUpdate(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	z := rand.NewZipf(r, 1.07, 20, 400_000)
	w, x := newWorld()
	i := 0
	for b.Loop() {
		if err := x.Update(b.Context(), box, Change{Add: []Doc{message(r, z, i)}}); err != nil {
			b.Fatal(err)
		}
		i++
	}
	b.ReportMetric(float64(w.gets)/float64(b.N), "gets/op")
	b.ReportMetric(float64(w.puts)/float64(b.N), "puts/op")
}

func BenchmarkTerms(b *testing.B) {
	for name, text := range map[string]string{
		"latin": strings.Repeat("We ordered two of them in spring and one came without its screws. ", 20),
		"thai":  strings.Repeat("ขอบคุณมากค่ะสำหรับความช่วยเหลือ", 20),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Words.Terms(text)
			}
		})
	}
}
