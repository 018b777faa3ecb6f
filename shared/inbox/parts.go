package inbox

import (
	"context"
	"encoding/json"
	"fmt"
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
	if m.shorten() || body.HTML != "" || body.Text != m.Text {
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

// shorten cuts what would make the row too large and tells whether it cut.
func (m *Message) shorten() bool {
	text := clip(m.Text, InlineText)
	m.Truncated = len(text) < len(m.Text) || len(m.Attachments) > InlineAttachments ||
		max(len(m.To), len(m.Cc), len(m.ReplyTo)) > InlineAddresses
	m.Text = text
	m.Attachments = capped(m.Attachments, InlineAttachments)
	m.To, m.Cc, m.ReplyTo = short(m.To), short(m.Cc), short(m.ReplyTo)
	m.From = short([]Address{m.From})[0]
	m.Subject = clip(oneLine(m.Subject), maxSubject)
	m.MessageID, m.InReplyTo = clip(m.MessageID, maxSubject), clip(m.InReplyTo, maxSubject)
	if n := len(m.References); n > maxReferences {
		m.References = append([]string{m.References[0]}, m.References[n-maxReferences+1:]...)
	}
	for i := range m.References {
		m.References[i] = clip(m.References[i], maxSubject)
	}
	return m.Truncated
}

func short(list []Address) []Address {
	var out []Address
	for _, a := range capped(list, InlineAddresses) {
		out = append(out, Address{Name: clip(oneLine(a.Name), maxName), Address: clip(a.Address, 320)})
	}
	return out
}

func partKey(message string, n int) string { return fmt.Sprintf("m/%s/%d", message, n) }
func bodyKey(message string) string        { return "m/" + message + "/body.json" }

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
