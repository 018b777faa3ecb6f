package inbox

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	// refreshEvery is how often the provider is asked about a number.
	refreshEvery = time.Hour
	// mirrorOverlap is how far back opt-outs are read again: lists are written by
	// other clocks.
	mirrorOverlap = time.Hour
	// mirrorPage is how many opt-outs are looked up at once.
	mirrorPage = 100
)

// refreshNumbers asks the provider about our numbers that it was not asked about
// for an hour: whether they may send, and who has opted out there.
func (b *Inbox) refreshNumbers(ctx context.Context) error {
	if b.Numbers == nil {
		return nil
	}
	all, err := b.Store.TextNumbers(ctx)
	if err != nil {
		return fmt.Errorf("list our numbers: %w", err)
	}
	var errs []error
	for _, n := range all {
		if b.Now().Sub(n.Checked) < refreshEvery || short(ctx) {
			continue
		}
		if err := b.refreshNumber(ctx, n); err != nil && !errors.Is(err, ErrConflict) {
			errs = append(errs, fmt.Errorf("refresh a number of audience %s: %w", n.Audience, err))
		}
	}
	return errors.Join(errs...)
}

func (b *Inbox) refreshNumber(ctx context.Context, before TextNumber) error {
	now := b.Now()
	after, err := b.Numbers.Describe(ctx, before.Number)
	if errors.Is(err, ErrNotFound) {
		after, err = TextNumber{Status: "not in this account and Region"}, nil
	}
	if err != nil {
		return err
	}
	after.Number, after.Audience, after.Rev = before.Number, before.Audience, before.Rev
	after.Checked, after.Mirrored = now, before.Mirrored
	if after.OptOutList != "" && !after.SelfManaged {
		if done, err := b.mirrorOptOuts(ctx, after); !done || err != nil {
			return err
		}
		after.Mirrored = now
	}
	return b.Store.Commit(ctx, Change{TextNumbers: []Edit[TextNumber]{{Before: &before, After: &after}}})
}

// mirrorOptOuts takes over who has opted out on the number's list since it was
// read last, and tells whether it had the time for all. A list may serve numbers of
// several audiences; each reads it.
func (b *Inbox) mirrorOptOuts(ctx context.Context, n TextNumber) (done bool, err error) {
	since := n.Mirrored
	if !since.IsZero() {
		since = since.Add(-mirrorOverlap)
	}
	var page []OptedOutNumber
	for out, err := range b.Numbers.OptedOut(ctx, n.OptOutList, since) {
		if err != nil {
			return false, fmt.Errorf("read the list of opted-out numbers: %w", err)
		}
		number, err := b.Texts.Number(out.Number)
		if err != nil {
			continue // no phone: nobody can be texted there
		}
		if page = append(page, OptedOutNumber{number, out.At}); len(page) < mirrorPage {
			continue
		}
		if err := b.takeOver(ctx, n.Audience, page); err != nil {
			return false, err
		}
		if page = page[:0]; short(ctx) {
			return false, nil
		}
	}
	return true, b.takeOver(ctx, n.Audience, page)
}

// takeOver records those opt-outs that are news. The others cost a read for all, so
// that a long list is taken over in as many sweeps as it takes.
func (b *Inbox) takeOver(ctx context.Context, audience string, page []OptedOutNumber) error {
	var keys Keys
	for _, out := range page {
		keys.Consents = append(keys.Consents, ConsentKey{audience, out.Number})
	}
	f, err := b.Store.Load(ctx, keys)
	if err != nil {
		return err
	}
	var steps []func() error
	for i, out := range page {
		if known := f.Consents[keys.Consents[i]]; known != nil && !known.Since.Before(out.At.Truncate(time.Millisecond)) {
			continue
		}
		steps = append(steps, func() error { return b.providerOptOut(ctx, audience, out.Number, out.At) })
	}
	b.Metrics.Count("OptOutMirrored", len(steps))
	return together(steps)
}
