package inbox

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// deleteMessages deletes messages with all that belongs to them. Each is safe to
// repeat: its row goes last, with the keys that led to it.
func (b *Inbox) deleteMessages(ctx context.Context, audience string, messages []Message) error {
	all, err := b.Store.Audiences(ctx)
	if err != nil {
		return err
	}
	var others []string
	for _, a := range all {
		if a.ID != audience {
			others = append(others, a.ID)
		}
	}
	var steps []func() error
	for i := range messages {
		steps = append(steps, func() error { return b.deleteMessage(ctx, &messages[i], others) })
	}
	return together(steps)
}

func (b *Inbox) deleteMessage(ctx context.Context, m *Message, others []string) error {
	change := Change{Messages: []Edit[Message]{{Before: m}}}
	if m.Kind == KindMessage {
		if err := b.Purger.Purge(ctx, partsPrefix(m.ID)); err != nil {
			return fmt.Errorf("delete what belongs to message %s: %w", m.ID, err)
		}
		if err := b.deleteRaw(ctx, m, others); err != nil {
			return fmt.Errorf("delete the raw mail of message %s: %w", m.ID, err)
		}
		if err := b.untrace(ctx, m, &change); err != nil {
			return err
		}
	}
	return b.Store.Commit(ctx, change)
}

// deleteRaw deletes the mail as it came, once no other audience's message is that
// mail. The key under which it came in once says from now on that it is gone: of
// two audiences that delete at once, the later one knows of both.
func (b *Inbox) deleteRaw(ctx context.Context, m *Message, others []string) error {
	if m.Raw == "" {
		return nil
	}
	provider := m.Raw[strings.LastIndexByte(m.Raw, '/')+1:]
	if err := b.Store.Commit(ctx, Change{Bury: []string{providerOnce(m.Audience, m.Channel, provider)}}); err != nil {
		return err
	}
	var keys Keys
	for _, audience := range others {
		keys.Once = append(keys.Once, providerOnce(audience, m.Channel, provider))
	}
	f, err := b.Store.Load(ctx, keys)
	if err != nil {
		return err
	}
	if len(f.Once) > len(f.Buried) {
		return nil
	}
	return b.Purger.Purge(ctx, m.Raw)
}

// untrace adds to a change that what led to the message leads nowhere: ids on the
// wire become tombstones, keys that hold an address go, and short links too.
func (b *Inbox) untrace(ctx context.Context, m *Message, change *Change) error {
	keys := Keys{Wire: m.wireKeys(), Links: linkCodes(m.Text)}
	awaited := m.awaitedKeys()
	keys.Wire = append(keys.Wire, awaited...)
	if len(keys.Wire)+len(keys.Links) == 0 {
		return nil
	}
	f, err := b.Store.Load(ctx, keys)
	if err != nil {
		return err
	}
	for key, refs := range f.Wire {
		switch ref := refs[m.Audience]; {
		case ref.Message != m.ID:
		case slices.Contains(awaited, key):
			change.Unwire = append(change.Unwire, Unwired{ID: key, Audience: m.Audience, Last: len(refs) == 1})
		default:
			change.Wire = append(change.Wire, WireEntry{ID: key, Audience: m.Audience, Ref: WireRef{Gone: true}, Moved: true})
		}
	}
	for _, l := range f.Links {
		if l.Message == m.ID {
			change.Links = append(change.Links, Edit[Link]{Before: l})
		}
	}
	return nil
}

// wireKeys are the keys under which the message is known by its ids on the wire.
func (m *Message) wireKeys() []string {
	switch {
	case m.MessageID == "":
		return nil
	case m.Channel == SMS:
		return []string{TextKey(m.MessageID)}
	}
	return []string{WireKey(m.MessageID)}
}

// awaitedKeys are those that the message may have left for what it answers; see
// awaits. Those of the answer's first people are among them.
func (m *Message) awaitedKeys() []string {
	if m.InReplyTo == "" || m.Direction != Inbound {
		return nil
	}
	var keys []string
	for _, a := range without(slices.Concat([]Address{m.From}, m.ReplyTo, m.To, m.Cc), nil) {
		keys = append(keys, awaitedKey(m.InReplyTo, NormalizeAddress(a.Address)))
	}
	return keys
}

// linkCodes are those of the short links in a text.
func linkCodes(text string) []string {
	var codes []string
	for {
		_, rest, found := strings.Cut(text, LinkPath)
		if !found {
			return codes
		}
		text = rest
		if len(rest) >= linkCodeLength {
			if code, ok := readLinkCode(rest[:linkCodeLength]); ok {
				codes = append(codes, code)
			}
		}
	}
}
