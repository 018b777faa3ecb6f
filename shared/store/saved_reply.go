package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"confab/shared/inbox"
)

type savedReplyRecord struct {
	ID       string          `dynamodbav:"id"`
	Audience string          `dynamodbav:"audience"`
	Category string          `dynamodbav:"category,omitempty"`
	Name     string          `dynamodbav:"name"`
	Channels []inbox.Channel `dynamodbav:"channels,omitempty"`
	Text     string          `dynamodbav:"text"`
	Author   string          `dynamodbav:"author,omitempty"`
	Created  time.Time       `dynamodbav:"created,omitempty"`
	Rev      int64           `dynamodbav:"rev"`
}

func savedReplyOf(it item) (*inbox.SavedReply, error) {
	r, err := decode[savedReplyRecord](it)
	s := inbox.SavedReply(r)
	return &s, err
}

func savedReplies(audience string) string { return list(audience, "saved", 0) }

func (p *plan) savedReply(e inbox.Edit[inbox.SavedReply]) {
	k := savedReplyKey(subject(e).ID)
	versioned(p, k, e, func(s *inbox.SavedReply) *int64 { return &s.Rev }, func(s inbox.SavedReply) (item, error) {
		it, err := encode(k, savedReplyRecord(s))
		return listed(it, savedReplies(s.Audience), s.ID), err
	})
}

// SavedReplies lists an audience's, by category and name.
func (t *Table) SavedReplies(ctx context.Context, audience string) ([]inbox.SavedReply, error) {
	var out []inbox.SavedReply
	err := t.accountList(ctx, savedReplies(audience), func(it item) error {
		s, err := savedReplyOf(it)
		out = append(out, *s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list saved replies: %w", err)
	}
	slices.SortFunc(out, func(a, b inbox.SavedReply) int {
		return strings.Compare(fold(a.Category)+"\x00"+fold(a.Name)+"\x00"+a.ID, fold(b.Category)+"\x00"+fold(b.Name)+"\x00"+b.ID)
	})
	return out, nil
}
