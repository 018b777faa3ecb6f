package api

import (
	"context"
	"fmt"
	"sync"
	"time"

	"confab/shared/inbox"
)

// remembered is how long a container may go by what it read of a member or of
// an audience. A removed member keeps access for as long, at most; lists may miss
// for as long what has moved to a shard that was added.
const remembered = time.Minute

// lookUp returns how to learn who the member is; nil for nobody. What is not
// remembered is read at once and beside the operation's own first read. wait
// returns when nothing is under way any more: a function's container may be
// frozen as soon as it has answered.
func (a *API) lookUp(ctx context.Context, id string) (member func(context.Context) (*inbox.Member, error), wait func()) {
	if m, ok := a.members.get(id); ok {
		return func(context.Context) (*inbox.Member, error) { return m, nil }, func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	var (
		done = make(chan struct{})
		m    *inbox.Member
		err  error
	)
	go func() {
		defer close(done)
		var found *inbox.Found
		if found, err = a.cfg.Store.Load(ctx, inbox.Keys{Members: []string{id}}); err != nil {
			err = fmt.Errorf("load member %s: %w", id, err)
			return
		}
		if m = found.Members[id]; m != nil {
			a.members.put(id, m)
		}
	}()
	member = func(ctx context.Context) (*inbox.Member, error) {
		select {
		case <-done:
			return m, err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return member, func() { cancel(); <-done }
}

// audience reads an audience or remembers it; ErrNotFound where there is none.
func (a *API) audience(ctx context.Context, id string) (inbox.Audience, error) {
	if known, ok := a.audiences.get(id); ok {
		return known, nil
	}
	found, err := a.cfg.Store.Load(ctx, inbox.Keys{Audiences: []string{id}})
	if err != nil {
		return inbox.Audience{}, fmt.Errorf("load audience %s: %w", id, err)
	}
	known := found.Audiences[id]
	if known == nil {
		return inbox.Audience{}, inbox.ErrNotFound
	}
	a.audiences.put(id, *known)
	return *known, nil
}

// cacheSize bounds what one container remembers; beyond it, it forgets all.
const cacheSize = 4096

// cache remembers values for a time.
type cache[T any] struct {
	now  inbox.Clock
	life time.Duration

	mu   sync.Mutex
	rows map[string]cacheRow[T]
}

type cacheRow[T any] struct {
	value   T
	expires time.Time
}

func newCache[T any](now inbox.Clock, life time.Duration) *cache[T] {
	return &cache[T]{now: now, life: life, rows: map[string]cacheRow[T]{}}
}

func (c *cache[T]) get(key string) (value T, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	row, ok := c.rows[key]
	if !ok || !c.now().Before(row.expires) {
		return value, false
	}
	return row.value, true
}

func (c *cache[T]) put(key string, value T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.rows) >= cacheSize {
		clear(c.rows)
	}
	c.rows[key] = cacheRow[T]{value, c.now().Add(c.life)}
}

func (c *cache[T]) drop(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.rows, key)
}
