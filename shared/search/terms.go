package search

import (
	"slices"
	"strings"
)

// Analysis is how texts become terms.
type Analysis struct {
	runs func(text string, yield func(run) bool)
	n    int // how many letters in a row a gram has
}

var (
	// Words finds texts by their words, and texts of scripts that put no spaces
	// between words by any letters in a row.
	Words = Analysis{words, 2}
	// Parts finds names and addresses by any part of them.
	Parts = Analysis{pieces, 3}
)

// maxTerm bounds a term in bytes: longer words differ before that, or nobody types them.
const maxTerm = 48

// Terms are what texts are indexed by, sorted.
func (a Analysis) Terms(texts ...string) []string {
	seen := map[string]bool{}
	for _, text := range texts {
		a.runs(text, func(r run) bool {
			if !r.grams() {
				if r.folded != "" {
					seen[clip(r.folded)] = true
				}
				return true
			}
			// The last ones are shorter, so that fewer letters than a gram are the
			// beginning of one wherever they stand.
			for i := range len(r.at) - 1 {
				seen[r.gram(i, a.n)] = true
			}
			return true
		})
	}
	out := make([]string, 0, len(seen))
	for term := range seen {
		out = append(out, term)
	}
	slices.Sort(out)
	return out
}

// gram is the n letters of a run from its i-th on, fewer at its end.
func (r *run) gram(i, n int) string {
	last := len(r.at) - 1
	return clip(r.folded[r.at[i][0]:r.at[min(i+n, last)][0]])
}

// clip cuts a term at its bound.
func clip(s string) string {
	if len(s) <= maxTerm {
		return s
	}
	return strings.ToValidUTF8(s[:maxTerm], "")
}

// term is one that must be there, or the beginning of one.
type term struct {
	text   string
	prefix bool
}

// wanted is a word of a question.
type wanted struct {
	folded string
	grams  bool
	prefix bool // of words: it may go on
}

// Query is a question: all of its words must be there.
type Query struct {
	analysis Analysis
	wanted   []wanted
	terms    []term
}

// maxWanted bounds how many words of a question count.
const maxWanted = 16

// Ask makes a question of what somebody typed. The last word may be the beginning
// of one.
func (a Analysis) Ask(q string) Query {
	out := Query{analysis: a}
	a.runs(q, func(r run) bool {
		switch {
		case r.folded == "":
		case r.grams():
			out.wanted = append(out.wanted, wanted{folded: r.folded, grams: true})
			letters := len(r.at) - 1
			for i := range max(letters-a.n+1, 1) {
				out.terms = append(out.terms, term{r.gram(i, a.n), letters < a.n})
			}
		default:
			// One letter begins too many words to be a beginning.
			prefix := r.end == len(strings.TrimSpace(q)) && len(r.folded) > 1
			out.wanted = append(out.wanted, wanted{folded: r.folded, prefix: prefix})
			out.terms = append(out.terms, term{clip(r.folded), prefix})
		}
		return len(out.wanted) < maxWanted
	})
	slices.SortFunc(out.terms, func(a, b term) int { return strings.Compare(a.text, b.text) })
	out.terms = slices.Compact(out.terms)
	return out
}

// Empty tells that there is nothing in the question to look for.
func (q Query) Empty() bool { return len(q.terms) == 0 }

// find is where in the text of a run the wanted stands, -1 where it does not.
func (w wanted) find(r *run) (start, end int) {
	switch {
	case w.grams && r.grams():
		if i := strings.Index(r.folded, w.folded); i >= 0 {
			return r.original(i), r.original(i + len(w.folded))
		}
	case w.grams || r.grams():
	case r.folded == w.folded, w.prefix && strings.HasPrefix(r.folded, w.folded):
		return r.start, r.end
	}
	return -1, -1
}

// original is where in the text the letter stands that has the folded offset.
func (r *run) original(folded int) int {
	i, exact := slices.BinarySearchFunc(r.at, folded, func(at [2]int, want int) int { return at[0] - want })
	if !exact && i > 0 {
		i--
	}
	return r.at[min(i, len(r.at)-1)][1]
}

// Match tells whether all words of the question are in the texts.
func (q Query) Match(texts ...string) bool {
	missing := slices.Clone(q.wanted)
	for _, text := range texts {
		q.analysis.runs(text, func(r run) bool {
			missing = slices.DeleteFunc(missing, func(w wanted) bool {
				start, _ := w.find(&r)
				return start >= 0
			})
			return len(missing) > 0
		})
	}
	return len(missing) == 0
}
