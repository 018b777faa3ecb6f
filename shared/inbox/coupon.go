package inbox

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// CouponPool is a stock of single-use codes, of which messages take one each.
// Codes go in the order in which they were put in.
type CouponPool struct {
	Audience string
	Name     string // as texts name it; unique in the audience
	Made     int    // how many codes were ever put in
	Taken    int    // of them, the first so many are taken
	Author   string
	Created  time.Time
	Rev      int64
}

// Left is how many codes can be taken.
func (p *CouponPool) Left() int { return max(0, p.Made-p.Taken) }

// CouponKey names a pool.
type CouponKey struct{ Audience, Name string }

// CouponPage holds those codes of a pool that were put in as number N*[CouponsPerPage]
// and after. A page is written only together with its pool, whose version guards both.
type CouponPage struct {
	Audience string
	Pool     string
	N        int
	Codes    []string
	Rev      int64
}

// CouponPageKey names a page of a pool.
type CouponPageKey struct {
	Audience, Pool string
	N              int
}

// Limits of coupon codes.
const (
	CouponsPerPage = 100
	// MaxCoupons is how many codes a pool holds, those that are taken included.
	MaxCoupons = 10_000
	// MaxCouponsAtOnce is how many are put in by one request.
	MaxCouponsAtOnce = 1_000
	maxCouponCode    = 64 // characters
	// maxCouponPools is how many pools an audience has: a list that people choose from.
	maxCouponPools = 50
)

var (
	couponName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,31}$`)
	// couponCode is what a code may be: it has to pass through any text unharmed, and
	// no code may look like a variable.
	couponCode = regexp.MustCompile(`^[!-z|~]{1,64}$`)
)

// CreateCouponPool makes an empty pool.
func (b *Inbox) CreateCouponPool(ctx context.Context, gate Gate, audience, name string, r *Request) (*CouponPool, error) {
	key := CouponKey{audience, name}
	f, err := b.Store.Load(ctx, Keys{Audiences: []string{audience}, CouponPools: []CouponKey{key}, Requests: requestKeys(r)})
	if err != nil {
		return nil, err
	}
	if f.Audiences[audience] == nil {
		return nil, problem(ErrNotFound, "There is no such audience.")
	}
	if err := gate(ctx, audience); err != nil {
		return nil, err
	}
	if done, err := r.replayed(f); done != nil || err != nil {
		if err != nil {
			return nil, err
		}
		return found(f.CouponPools[key], "pool of coupon codes")
	}
	switch {
	case !couponName.MatchString(name):
		return nil, problem(ErrInvalid, "A pool's name has 1 to 32 characters: a to z, 0 to 9, - and _.")
	case f.CouponPools[key] != nil:
		return nil, problem(ErrConflict, "There is a pool of that name already.")
	}
	have, err := b.Store.CouponPools(ctx, audience)
	if err != nil {
		return nil, err
	}
	if len(have) >= maxCouponPools {
		return nil, problem(ErrInvalid, "An audience has at most %d pools of coupon codes.", maxCouponPools)
	}
	p := &CouponPool{Audience: audience, Name: name, Author: Actor(ctx), Created: b.Now()}
	return p, b.Store.Commit(ctx, Change{
		CouponPools: []Edit[CouponPool]{{After: p}}, Request: r.made(p.Created, "", "", name),
		Audit: b.audit(ctx, AuditCouponsCreated, audience, name, nil),
	})
}

// CouponsAdded is what became of codes that were put into a pool.
type CouponsAdded struct {
	Pool       *CouponPool
	Added      int
	Duplicates []string // that are in the pool already, taken or not, or came twice
}

// AddCoupons puts codes into a pool: those that are new to it, in one transaction.
func (b *Inbox) AddCoupons(ctx context.Context, gate Gate, key CouponKey, codes []string, r *Request) (out *CouponsAdded, err error) {
	if err := checkCodes(codes); err != nil {
		return nil, err
	}
	err = b.retry(ctx, func() error {
		pool, f, err := b.couponPool(ctx, gate, key, r)
		if err != nil {
			return err
		}
		pages, err := b.couponPages(ctx, pool, 0, pool.Made)
		if err != nil {
			return err
		}
		done, err := r.replayed(f)
		if err != nil {
			return err
		}
		first := pool.Made
		if done != nil { // what it put in stands from here on
			first, _ = strconv.Atoi(done.Contact)
		}
		fresh, duplicates := sorted(codes, pages, first)
		after := *pool
		out = &CouponsAdded{Pool: &after, Added: len(fresh), Duplicates: duplicates}
		if done != nil {
			return nil
		}
		change := Change{Request: r.made(b.Now(), "", "", strconv.Itoa(first))}
		if len(fresh) > 0 {
			change.CouponPages = after.put(pages, fresh)
			change.CouponPools = []Edit[CouponPool]{{Before: pool, After: &after}}
			change.Audit = b.audit(ctx, AuditCouponsAdded, key.Audience, key.Name, map[string]string{"codes": strconv.Itoa(len(fresh))})
		}
		if after.Made > MaxCoupons {
			return problem(ErrInvalid, "A pool holds at most %d codes, those that are taken included.", MaxCoupons)
		}
		return b.Store.Commit(ctx, change)
	})
	return out, err
}

func checkCodes(codes []string) error {
	if n := len(codes); n == 0 || n > MaxCouponsAtOnce {
		return problem(ErrInvalid, "Put in between 1 and %d codes at once.", MaxCouponsAtOnce)
	}
	for i, c := range codes {
		if !couponCode.MatchString(c) {
			return problem(ErrInvalid, "Code %d is none: a code has 1 to %d letters, digits and signs of ASCII, without spaces and braces.", i+1, maxCouponCode)
		}
	}
	return nil
}

// sorted tells the codes that are new from those that stand in the pages before a
// place, or come twice.
func sorted(codes []string, pages []*CouponPage, before int) (fresh, duplicates []string) {
	known := map[string]bool{}
	for _, page := range pages {
		for i, c := range page.Codes {
			if page.N*CouponsPerPage+i < before {
				known[c] = true
			}
		}
	}
	for _, c := range codes {
		if known[c] {
			duplicates = append(duplicates, c)
			continue
		}
		known[c], fresh = true, append(fresh, c)
	}
	return fresh, duplicates
}

// put adds codes behind those of the pages, of which the last must be among them.
func (p *CouponPool) put(pages []*CouponPage, codes []string) (edits []Edit[CouponPage]) {
	for len(codes) > 0 {
		n, used := p.Made/CouponsPerPage, p.Made%CouponsPerPage
		now := codes[:min(len(codes), CouponsPerPage-used)]
		e := Edit[CouponPage]{After: &CouponPage{Audience: p.Audience, Pool: p.Name, N: n}}
		if used > 0 {
			e.Before = pages[len(pages)-1]
			e.After.Codes = slices.Clone(e.Before.Codes)
		}
		e.After.Codes = append(e.After.Codes, now...)
		edits, codes = append(edits, e), codes[len(now):]
		p.Made += len(now)
	}
	return edits
}

// pagesTogether is how many pages one transaction deletes.
const pagesTogether = 50

// DeleteCouponPool takes a pool away with all its codes. It goes from its end, in
// several transactions where it is large, so that whatever interrupts it leaves a
// pool with fewer codes, to be deleted again.
func (b *Inbox) DeleteCouponPool(ctx context.Context, gate Gate, key CouponKey) error {
	for more := true; more; {
		err := b.retry(ctx, func() error {
			pool, _, err := b.couponPool(ctx, gate, key, nil)
			if err != nil {
				return err
			}
			pages, err := b.couponPages(ctx, pool, 0, pool.Made)
			if err != nil {
				return err
			}
			var change Change
			rest := max(0, len(pages)-pagesTogether)
			for _, page := range pages[rest:] {
				change.CouponPages = append(change.CouponPages, Edit[CouponPage]{Before: page})
			}
			if more = rest > 0; more {
				after := *pool
				after.Made = rest * CouponsPerPage
				change.CouponPools = []Edit[CouponPool]{{Before: pool, After: &after}}
			} else {
				change.CouponPools = []Edit[CouponPool]{{Before: pool}}
				change.Audit = b.audit(ctx, AuditCouponsDeleted, key.Audience, key.Name, nil)
			}
			return b.Store.Commit(ctx, change)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// couponPool reads a pool, and what became of a request, for who may.
func (b *Inbox) couponPool(ctx context.Context, gate Gate, key CouponKey, r *Request) (*CouponPool, *Found, error) {
	f, err := b.Store.Load(ctx, Keys{CouponPools: []CouponKey{key}, Requests: requestKeys(r)})
	if err != nil {
		return nil, nil, err
	}
	pool := f.CouponPools[key]
	if pool == nil {
		return nil, nil, problem(ErrNotFound, "There is no such pool of coupon codes.")
	}
	return pool, f, gate(ctx, pool.Audience)
}

// couponPages reads those pages of a pool that hold the codes from one place to
// before another, in their order.
func (b *Inbox) couponPages(ctx context.Context, p *CouponPool, from, before int) ([]*CouponPage, error) {
	var keys Keys
	for n := from / CouponsPerPage; n*CouponsPerPage < before; n++ {
		keys.CouponPages = append(keys.CouponPages, CouponPageKey{p.Audience, p.Name, n})
	}
	if len(keys.CouponPages) == 0 {
		return nil, nil
	}
	f, err := b.Store.Load(ctx, keys)
	if err != nil {
		return nil, err
	}
	var pages []*CouponPage
	for _, k := range keys.CouponPages {
		page := f.CouponPages[k]
		if page == nil {
			return nil, ErrConflict // the pool has changed since it was read
		}
		pages = append(pages, page)
	}
	return pages, nil
}
