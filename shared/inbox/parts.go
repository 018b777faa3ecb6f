package inbox

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// storeParts writes what the message holds beyond its row, under keys that
// derive from its id and are written once, so that a repetition changes nothing.
// It runs before the commit: what a crash leaves behind is never referred to.
func (b *Inbox) storeParts(ctx context.Context, in *Incoming, m *Message) error {
	m.Attachments = nil
	var puts []func() error
	for i, f := range in.Files {
		a := Attachment{
			Name: clip(f.Name, maxName), Type: clip(f.Type, maxName), Size: int64(len(f.Data)),
			ContentID: clip(f.ContentID, maxName), Inline: f.Inline,
		}
		if !m.Virus { // what is not served need not be kept twice: the raw mail has it
			a.Key = partKey(m.ID, i)
			puts = append(puts, func() error { return b.Objects.Put(ctx, a.Key, f.Type, f.Data) })
		}
		m.Attachments = append(m.Attachments, a)
	}
	body := Body{Text: in.Full, HTML: in.HTML, ReplyTo: m.ReplyTo, To: m.To, Cc: m.Cc, Attachments: m.Attachments}
	short := m.shorten()
	m.More, m.HTML = strings.TrimSpace(body.Text) != strings.TrimSpace(m.Text), body.HTML != ""
	if short || m.More || m.HTML {
		m.Body = bodyKey(m.ID)
		puts = append(puts, func() error { return b.putBody(ctx, m.Body, body) })
	}
	return together(puts)
}

func (b *Inbox) putBody(ctx context.Context, key string, body Body) error {
	data, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("encode body %s: %w", key, err)
	}
	return b.Objects.Put(ctx, key, "application/json", data)
}

// Body reads all of a message's body.
func (b *Inbox) Body(ctx context.Context, m *Message) (*Body, error) {
	if m.Body == "" {
		return &Body{Text: m.Text, ReplyTo: m.ReplyTo, To: m.To, Cc: m.Cc, Attachments: m.Attachments}, nil
	}
	data, err := b.Objects.Get(ctx, m.Body)
	if err != nil {
		return nil, fmt.Errorf("body of message %s: %w", m.ID, err)
	}
	body := &Body{}
	if err := json.Unmarshal(data, body); err != nil {
		return nil, fmt.Errorf("body of message %s: %w", m.ID, err)
	}
	return body, nil
}

// rowBytes is how large a message's row may be, so that fifty of them fit into
// the 1 MB that one Query returns.
const rowBytes = 20_000

// Shares of the row, in bytes; the text has what the rest leaves.
const (
	addressBytes    = 1000 // each of To, Cc and Reply-To
	attachmentBytes = 3000
	referenceBytes  = 1500
	spareBytes      = 3500 // ids, keys, times, and facts yet to come
)

// shorten cuts what would make the row too large and tells whether it cut
// anything that the body holds.
func (m *Message) shorten() bool {
	people, files := addressBytes, attachmentBytes
	if m.Direction == Outbound { // bounded when it is written, and needed whole to be sent
		people, files = rowBytes, rowBytes
	}
	var cut [4]bool
	m.To, cut[0] = fitting(m.To, InlineAddresses, people, Address.size)
	m.Cc, cut[1] = fitting(m.Cc, InlineAddresses, people, Address.size)
	m.ReplyTo, cut[2] = fitting(m.ReplyTo, InlineAddresses, people, Address.size)
	m.Attachments, cut[3] = fitting(m.Attachments, InlineAttachments, files, Attachment.size)
	m.From = Address{Name: clip(oneLine(m.From.Name), maxName), Address: clip(m.From.Address, maxAddress)}
	m.Subject = clip(oneLine(m.Subject), maxSubject)
	m.MessageID, m.InReplyTo = clip(m.MessageID, maxSubject), clip(m.InReplyTo, maxSubject)
	m.References = shortReferences(m.References)

	room := rowBytes - spareBytes - m.sizeBesideText()
	text := clip(m.Text, max(0, min(InlineText, room)))
	m.Truncated = len(text) < len(m.Text) || slices.Contains(cut[:], true)
	m.Text = text
	return m.Truncated
}

func (m *Message) sizeBesideText() int {
	n := m.From.size() + len(m.Subject) + len(m.MessageID) + len(m.InReplyTo) + len(m.Raw)
	for _, a := range slices.Concat(m.To, m.Cc, m.ReplyTo) {
		n += a.size()
	}
	for _, a := range m.Attachments {
		n += a.size()
	}
	for _, id := range m.References {
		n += len(id) + 1
	}
	for _, f := range m.Facts {
		n += 40 + len(f.Name)
		for k, v := range f.Detail {
			n += len(k) + len(v) + 2
		}
	}
	return n
}

// size is about what an address takes in a row, in bytes.
func (a Address) size() int { return len(a.Name) + len(a.Address) + 20 }

// size is about what an attachment takes in a row, in bytes.
func (a Attachment) size() int {
	return len(a.Name) + len(a.Type) + len(a.Key) + len(a.ContentID) + 70
}

// fitting returns the beginning of a list that keeps to a number and to a size,
// and whether anything is left out.
func fitting[T any](list []T, n, room int, size func(T) int) (kept []T, cut bool) {
	for i, item := range list {
		if room -= size(item); i == n || room < 0 {
			return list[:i], true
		}
	}
	return list, false
}

// shortReferences keeps the first id and as many of the newest as fit: clients
// thread by those (RFC 5322 §3.6.4 leaves trimming to us).
func shortReferences(ids []string) []string {
	room := referenceBytes
	var kept []string
	take := func(id string) bool {
		if room -= len(id) + 1; room < 0 || len(kept) == maxReferences {
			return false
		}
		kept = append(kept, id)
		return true
	}
	if len(ids) == 0 || !take(ids[0]) {
		return nil
	}
	for i := len(ids) - 1; i > 0 && take(ids[i]); i-- {
	}
	slices.Reverse(kept[1:])
	return kept
}

func partKey(message string, n int) string { return partsPrefix(message) + strconv.Itoa(n) }
func bodyKey(message string) string        { return partsPrefix(message) + "body.json" }

// partsPrefix is what all keys of a message's parts begin with.
func partsPrefix(message string) string { return "m/" + message + "/" }

// together runs the steps a few at a time and returns the first error.
func together(steps []func() error) error {
	const width = 8
	var wg sync.WaitGroup
	errs := make(chan error, len(steps))
	slots := make(chan struct{}, width)
	for _, step := range steps {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			if err := step(); err != nil {
				errs <- err
			}
		})
	}
	wg.Wait()
	close(errs)
	return <-errs
}
