package inbox_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"confab/shared/inbox"
)

// pool makes a pool with codes.
func (f *fixture) pool(name string, codes ...string) inbox.CouponKey {
	f.Helper()
	_, err := f.CreateCouponPool(f.Context(), anybody, f.audience.ID, name, nil)
	f.must(err)
	key := inbox.CouponKey{Audience: f.audience.ID, Name: name}
	for chunk := range slices.Chunk(codes, inbox.MaxCouponsAtOnce) {
		_, err := f.AddCoupons(f.Context(), anybody, key, chunk, nil)
		f.must(err)
	}
	return key
}

func (f *fixture) left(key inbox.CouponKey) int {
	f.Helper()
	found, err := f.Store.Load(f.Context(), inbox.Keys{CouponPools: []inbox.CouponKey{key}})
	f.must(err)
	return found.CouponPools[key].Left()
}

func numbered(from, to int) (codes []string) {
	for n := from; n < to; n++ {
		codes = append(codes, fmt.Sprintf("CODE-%05d", n))
	}
	return codes
}

func TestACouponCodeIsTakenWhenAMessageIsSentAndOnlyOnce(t *testing.T) {
	f := newFixture(t)
	key := f.pool("welcome", numbered(1, 4)...)
	f.pool("vip", "V-1")
	c := f.receive(f.mail("robin@example.com")).Conversation
	undone := f.reply(c, "Take {{coupon.welcome}}")
	if _, err := f.Undo(t.Context(), anybody, "agent", keyOf(undone)); err != nil {
		t.Fatal(err)
	}
	m := f.reply(c, "Take {{coupon.welcome}}, {{ coupon.vip }} and {{coupon.welcome}} {again}")
	if n := f.left(key); n != 3 || m.Coupons[0] != (inbox.Coupon{Pool: "welcome"}) {
		t.Errorf("before anything was sent %d are left: %+v", n, m.Coupons)
	}
	f.sender.err = inbox.ErrNotSent
	if err := f.send(m); !errors.Is(err, inbox.ErrNotSent) {
		t.Fatal(err)
	}
	f.sender.err = nil
	f.must(f.send(m))
	want := "Take CODE-00001, V-1 and CODE-00001 {again}"
	if got := f.message(m); got.Text != want || got.Delivery.State != inbox.Sent || got.Coupons[1].Code != "V-1" {
		t.Errorf("the thread has %q, %s", got.Text, got.Delivery.State)
	}
	if n := len(f.sender.sent); n != 2 || f.sender.sent[0].Text != want || f.sender.sent[1].Text != want || f.left(key) != 2 {
		t.Errorf("%d calls, %d left: %+v", n, f.left(key), f.sender.sent)
	}
}

func TestACodeOfAMessageThatNeverLeftAndIsUndoneGoesBack(t *testing.T) {
	f := newFixture(t)
	key := f.pool("welcome", "A-1")
	c := f.receive(f.mail("robin@example.com")).Conversation
	m := f.reply(c, "Take {{coupon.welcome}}")
	f.sender.err = inbox.ErrNotSent
	if err := f.send(m); !errors.Is(err, inbox.ErrNotSent) || f.left(key) != 0 {
		t.Fatal(err)
	}
	_, err := f.Undo(t.Context(), anybody, "agent", keyOf(m))
	f.must(err)
	if got := f.message(m); got.Text != "Take {{coupon.welcome}}" || got.Coupons[0].Code != "" || f.left(key) != 1 {
		t.Errorf("%q is left, with %d codes", got.Text, f.left(key))
	}
	f.sender.err = nil
	again := f.reply(c, "Take {{coupon.welcome}}")
	f.must(f.send(again))
	if got := f.message(again).Text; got != "Take A-1" {
		t.Errorf("the next one says %q", got)
	}
}

func TestNoTwoMessagesGetOneCodeAndAnEmptyPoolIsRefused(t *testing.T) {
	f := newFixture(t)
	key := f.pool("welcome", numbered(0, 6)...)
	var waiting []*inbox.Message
	for n := range 8 {
		c := f.receive(f.mail(fmt.Sprintf("robin%d@example.com", n))).Conversation
		waiting = append(waiting, f.reply(c, "Take {{coupon.welcome}}"))
	}
	var wg sync.WaitGroup
	for _, m := range waiting {
		wg.Go(func() {
			for range 5 { // the queue delivers what lost its races again
				if err := f.send(m); err == nil {
					return
				}
			}
		})
	}
	wg.Wait()
	texts, failed := map[string]bool{}, 0
	for _, m := range waiting {
		switch got := f.message(m); got.Delivery.State {
		case inbox.Sent:
			texts[got.Text] = true
		case inbox.Failed:
			if failed++; got.Text != m.Text || got.Delivery.Reason != `No code is left in the pool "welcome".` {
				t.Errorf("a message without a code: %q, %q", got.Text, got.Delivery.Reason)
			}
		}
	}
	if len(texts) != 6 || failed != 2 || f.left(key) != 0 {
		t.Errorf("%d different texts were sent and %d failed; %d codes are left", len(texts), failed, f.left(key))
	}
	for text, words := range map[string]string{
		"{{coupon.welcome}}":             `No code is left in the pool "welcome".`,
		"{{coupon.nowhere}}":             `There is no pool of coupon codes named "nowhere".`,
		`{{coupon.welcome | "none"}}`:    "A coupon code is written",
		"Take {{ coupon.Welcome }}":      "A coupon code is written",
		"Take {{coupon.welcome":          "A coupon code is written",
		"{{coupon.welcome}} {{coupon.}}": "A coupon code is written",
	} {
		_, _, err := f.Reply(t.Context(), anybody, waiting[0].Conversation, 0, inbox.ReplyTo{}, inbox.Draft{Author: "agent", Text: text})
		if !errors.Is(err, inbox.ErrInvalid) || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestAScheduledMessageTakesItsCodeAtItsTime(t *testing.T) {
	f := newFixture(t)
	key := f.pool("welcome", "A-1")
	c := f.receive(f.mail("robin@example.com")).Conversation
	later := func() *inbox.Message {
		_, m, err := f.Reply(t.Context(), anybody, c, 0, inbox.ReplyTo{}, inbox.Draft{Author: "agent", Text: "Take {{coupon.welcome}}", SendAt: f.clock().Add(time.Hour)})
		f.must(err)
		return m
	}
	cancelled, m := later(), later()
	if _, err := f.CancelScheduled(t.Context(), anybody, "agent", keyOf(cancelled)); err != nil || f.left(key) != 1 {
		t.Fatalf("%v: %d left", err, f.left(key))
	}
	f.advance(2 * time.Hour)
	f.must(f.Wake(t.Context()))
	f.must(f.send(m))
	if got := f.message(m); got.Text != "Take A-1" || f.left(key) != 0 {
		t.Errorf("%q, %s", got.Text, got.Delivery.State)
	}
}

func TestCodesAreAddedOnceAndDuplicatesTold(t *testing.T) {
	f := newFixture(t)
	ctx := inbox.WithActor(t.Context(), "kim")
	key := f.pool("welcome", numbered(0, 150)...)
	request := &inbox.Request{Key: "k", Digest: "d"}
	add := func(r *inbox.Request, codes ...string) *inbox.CouponsAdded {
		t.Helper()
		out, err := f.AddCoupons(ctx, anybody, key, codes, r)
		f.must(err)
		return out
	}
	codes := append(numbered(149, 260), "CODE-00200")
	for range 2 { // the second time is the same request again
		if got := add(request, codes...); got.Added != 110 || !slices.Equal(got.Duplicates, []string{"CODE-00149", "CODE-00200"}) || f.left(key) != 260 {
			t.Errorf("%d added, duplicates %v, %d left", got.Added, got.Duplicates, f.left(key))
		}
	}
	if got := add(nil, codes...); got.Added != 0 || len(got.Duplicates) != len(codes) || f.left(key) != 260 {
		t.Errorf("%d added", got.Added)
	}
	if _, err := f.AddCoupons(ctx, anybody, key, []string{"other"}, &inbox.Request{Key: "k", Digest: "e"}); !errors.Is(err, inbox.ErrKeyReused) {
		t.Errorf("another request under its key: %v", err)
	}
	for _, bad := range [][]string{nil, {""}, {"a b"}, {"{{contact.name}}"}, {"Grüße"}, {strings.Repeat("x", 65)}, make([]string, 1001)} {
		if _, err := f.AddCoupons(ctx, anybody, key, bad, nil); !errors.Is(err, inbox.ErrInvalid) {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
	if _, err := f.CreateCouponPool(ctx, anybody, f.audience.ID, "welcome", nil); !errors.Is(err, inbox.ErrConflict) {
		t.Errorf("a second pool of the name: %v", err)
	}
}

func TestAPoolIsBoundedAndDeletedWhole(t *testing.T) {
	f := newFixture(t)
	key := f.pool("big", numbered(0, inbox.MaxCoupons)...)
	if _, err := f.AddCoupons(t.Context(), anybody, key, []string{"one-more"}, nil); !errors.Is(err, inbox.ErrInvalid) {
		t.Errorf("one too many: %v", err)
	}
	f.must(f.DeleteCouponPool(t.Context(), anybody, key))
	keys := inbox.Keys{CouponPools: []inbox.CouponKey{key}}
	for n := range inbox.MaxCoupons / inbox.CouponsPerPage {
		keys.CouponPages = append(keys.CouponPages, inbox.CouponPageKey{Audience: key.Audience, Pool: key.Name, N: n})
	}
	found, err := f.Store.Load(t.Context(), keys)
	f.must(err)
	if len(found.CouponPools)+len(found.CouponPages) > 0 {
		t.Errorf("%d pages are left", len(found.CouponPages))
	}
	if err := f.DeleteCouponPool(t.Context(), anybody, key); !errors.Is(err, inbox.ErrNotFound) {
		t.Errorf("deleted twice: %v", err)
	}
}

func TestASavedReplyNamesOnlyPoolsThatAreThere(t *testing.T) {
	f := newFixture(t)
	f.pool("welcome", "A-1")
	save := func(text string) (*inbox.SavedReply, error) {
		return f.CreateSavedReply(t.Context(), anybody, inbox.SavedReply{Audience: f.audience.ID, Name: "n", Text: text}, nil)
	}
	saved, err := save("Take {{coupon.welcome}}, {{contact.name}}")
	f.must(err)
	for _, text := range []string{"{{coupon.nowhere}}", `{{coupon.welcome | "x"}}`, "{{coupon.}}"} {
		if _, err := save(text); !errors.Is(err, inbox.ErrInvalid) {
			t.Errorf("%s: %v", text, err)
		}
	}
	_, err = f.EditSavedReply(t.Context(), anybody, saved.ID, 0, func(s *inbox.SavedReply) error { s.Text = "{{coupon.nowhere}}"; return nil })
	if !errors.Is(err, inbox.ErrInvalid) {
		t.Errorf("edited to a pool that is not there: %v", err)
	}
	// A contact who calls themselves so gets no code for it.
	c := f.thread(f.receive(f.mail("robin@example.com")).Conversation).Conversation
	_, err = f.EditContact(t.Context(), anybody, c.Contact, 0, func(c *inbox.Contact) error { c.Name = "{{ coupon.welcome }}"; return nil })
	f.must(err)
	p, err := f.PreviewReply(t.Context(), anybody, f.audience.ID, c.ID, saved.Text)
	if f.must(err); p.Text != "Take {{coupon.welcome}}, { { coupon.welcome }}" || len(p.Empty) > 0 {
		t.Errorf("preview %q", p.Text)
	}
}
