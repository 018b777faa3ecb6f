// Package standin is what the stand-ins for services have in common: calls that
// are made to fail, and loops that wait for something to do.
package standin

import (
	"slices"
	"sync"
)

// Faults are how the next calls fail, one after the other. The zero Faults has
// none.
type Faults[F ~string] struct {
	mu      sync.Mutex
	waiting []F
}

// Inject makes n further calls fail so.
func (f *Faults[F]) Inject(fault F, n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.waiting = append(f.waiting, slices.Repeat([]F{fault}, n)...)
}

// Next is how the call at hand fails, "" where it does not.
func (f *Faults[F]) Next() F {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.waiting) == 0 {
		return ""
	}
	next := f.waiting[0]
	f.waiting = f.waiting[1:]
	return next
}
