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
		if b.Now().Sub(n.Checked) < refreshEvery {
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
		if err := b.mirrorOptOuts(ctx, after); err != nil {
			return err
		}
		after.Mirrored = now
	}
	return b.Store.Commit(ctx, Change{TextNumbers: []Edit[TextNumber]{{Before: &before, After: &after}}})
}

// mirrorOptOuts takes over who has opted out on the number's list since it was
// read last. A list may serve numbers of several audiences; each reads it.
func (b *Inbox) mirrorOptOuts(ctx context.Context, n TextNumber) error {
	since := n.Mirrored
	if !since.IsZero() {
		since = since.Add(-mirrorOverlap)
	}
	count := 0
	for out, err := range b.Numbers.OptedOut(ctx, n.OptOutList, since) {
		if err != nil {
			return fmt.Errorf("read the list of opted-out numbers: %w", err)
		}
		number, err := b.Texts.Number(out.Number)
		if err != nil {
			continue // no phone: nobody can be texted there
		}
		if err := b.providerOptOut(ctx, n.Audience, number, out.At); err != nil {
			return err
		}
		count++
	}
	b.Metrics.Count("OptOutMirrored", count)
	return nil
}
