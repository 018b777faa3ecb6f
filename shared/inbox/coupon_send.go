package inbox

import (
	"context"
	"regexp"
	"slices"
	"strings"
)

// Coupon is a code that a message takes from a pool. It is taken in the
// transaction that claims the message to be sent, so that what is undone or
// cancelled before has taken none; and it stays with the message, so that a send
// that is tried again takes no second one.
type Coupon struct {
	Pool string
	Code string // empty until it is taken
}

// couponPrefix begins the names of variables that stand for a code of a pool.
const couponPrefix = "coupon."

var (
	couponVariable = regexp.MustCompile(`\{\{\s*coupon\.([a-z0-9][a-z0-9_-]{0,31})\s*\}\}`)
	couponOpening  = regexp.MustCompile(`\{(\{\s*coupon\.)`)
)

// Limits of a message with coupon codes.
const (
	maxCouponsOfMessage = 5
	// maxCouponText is how many bytes its text may have, so that it is in its row whole.
	maxCouponText = 8_000
)

// couponsIn names the pools of which a text takes a code, each once.
func couponsIn(text string) (pools []string, err error) {
	found := couponVariable.FindAllStringSubmatch(text, -1)
	if len(found) < len(couponOpening.FindAllString(text, -1)) {
		return nil, problem(ErrInvalid, "A coupon code is written {{coupon.name}}, with the name of its pool and nothing else.")
	}
	for _, f := range found {
		if !slices.Contains(pools, f[1]) {
			pools = append(pools, f[1])
		}
	}
	return pools, nil
}

// filledWith puts codes in the place of a text's variables.
func filledWith(text string, coupons []Coupon) string {
	return couponVariable.ReplaceAllStringFunc(text, func(v string) string {
		for _, c := range coupons {
			if c.Pool == couponVariable.FindStringSubmatch(v)[1] && c.Code != "" {
				return c.Code
			}
		}
		return v
	})
}

// withoutCoupons has text from elsewhere, such as a contact's name, ask for no code.
func withoutCoupons(text string) string { return couponOpening.ReplaceAllString(text, "{ $1") }

// pools reads the pools of an audience; ErrInvalid where one is not there.
func (b *Inbox) pools(ctx context.Context, audience string, names []string) (map[string]*CouponPool, error) {
	out := map[string]*CouponPool{}
	if len(names) == 0 {
		return out, nil
	}
	var keys Keys
	for _, n := range names {
		keys.CouponPools = append(keys.CouponPools, CouponKey{audience, n})
	}
	f, err := b.Store.Load(ctx, keys)
	if err != nil {
		return nil, err
	}
	for _, k := range keys.CouponPools {
		if out[k.Name] = f.CouponPools[k]; out[k.Name] == nil {
			return nil, problem(ErrInvalid, "There is no pool of coupon codes named %q.", k.Name)
		}
	}
	return out, nil
}

// knowsCoupons refuses a text that names a pool which the audience does not have.
func (b *Inbox) knowsCoupons(ctx context.Context, audience, text string) error {
	names, err := couponsIn(text)
	if err == nil {
		_, err = b.pools(ctx, audience, names)
	}
	return err
}

// planCoupons notes which codes a message will take, and refuses it at once where
// that cannot be: its author has the text still.
func (b *Inbox) planCoupons(ctx context.Context, m *Message) error {
	names, err := couponsIn(m.Text)
	if err != nil || len(names) == 0 {
		return err
	}
	pools, err := b.pools(ctx, m.Audience, names)
	if err != nil {
		return err
	}
	longest := make([]Coupon, len(names))
	for i, n := range names {
		if pools[n].Left() == 0 {
			return noneLeft(n)
		}
		m.Coupons = append(m.Coupons, Coupon{Pool: n})
		longest[i] = Coupon{n, strings.Repeat("W", maxCouponCode)}
	}
	text := filledWith(m.Text, longest)
	switch {
	case len(names) > maxCouponsOfMessage:
		return problem(ErrInvalid, "A message takes codes of at most %d pools.", maxCouponsOfMessage)
	case len(text) > maxCouponText:
		return problem(ErrInvalid, "A text with coupon codes has at most %d bytes.", maxCouponText)
	case m.Channel == SMS:
		return b.Texts.CheckLength(text)
	}
	return nil
}

func noneLeft(pool string) error {
	return problem(ErrInvalid, "No code is left in the pool %q.", pool)
}

// takeCoupons has a message that is being claimed take its codes. ErrInvalid
// where there is none to be had.
func (b *Inbox) takeCoupons(ctx context.Context, m *Message, change *Change) error {
	var names []string
	for _, c := range m.Coupons {
		if c.Code == "" {
			names = append(names, c.Pool)
		}
	}
	pools, err := b.pools(ctx, m.Audience, names)
	if err != nil || len(names) == 0 {
		return err
	}
	m.Coupons = slices.Clone(m.Coupons)
	for i := range m.Coupons {
		c, pool := &m.Coupons[i], pools[m.Coupons[i].Pool]
		if pool == nil { // taken by an earlier attempt
			continue
		}
		if pool.Left() == 0 {
			return noneLeft(c.Pool)
		}
		pages, err := b.couponPages(ctx, pool, pool.Taken, pool.Taken+1)
		if err != nil {
			return err
		}
		place := pool.Taken % CouponsPerPage
		if len(pages[0].Codes) <= place {
			return ErrConflict // put in since the pool was read
		}
		after := *pool
		after.Taken++
		c.Code = pages[0].Codes[place]
		change.CouponPools = append(change.CouponPools, Edit[CouponPool]{Before: pool, After: &after})
	}
	m.Text = filledWith(m.Text, m.Coupons)
	return nil
}

// returnCoupons puts codes that a message took back into their pools: it is
// cancelled, and has never left. They go behind those that are there.
func (b *Inbox) returnCoupons(ctx context.Context, m *Message, change *Change) error {
	m.Coupons = slices.Clone(m.Coupons)
	for i := range m.Coupons {
		c := &m.Coupons[i]
		if c.Code == "" {
			continue
		}
		f, err := b.Store.Load(ctx, Keys{CouponPools: []CouponKey{{m.Audience, c.Pool}}})
		if err != nil {
			return err
		}
		if pool := f.CouponPools[CouponKey{m.Audience, c.Pool}]; pool != nil {
			last, err := b.couponPages(ctx, pool, pool.Made, pool.Made)
			if err != nil {
				return err
			}
			after := *pool
			change.CouponPages = append(change.CouponPages, after.put(last, []string{c.Code})...)
			change.CouponPools = append(change.CouponPools, Edit[CouponPool]{Before: pool, After: &after})
		}
		m.Text = strings.ReplaceAll(m.Text, c.Code, "{{"+couponPrefix+c.Pool+"}}")
		c.Code = ""
	}
	return nil
}
