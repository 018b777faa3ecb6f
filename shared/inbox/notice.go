package inbox

import (
	"context"
	"time"
)

// Notice tells one member of something that is theirs to know. It is written in
// the transaction of what it tells, or once by who follows that.
type Notice struct {
	Member string
	ID     string // sorts by time; the same cause makes the same one
	At     time.Time
	Kind   NoticeKind
	// Audience, Conversation, Message, Job and Webhook are what it is about; empty where they
	// do not apply.
	Audience     string
	Conversation string
	Message      string
	Job          string
	Webhook      string
	Actor        string // the member who caused it, or empty
	Unseen       bool
}

// NoticeKind is why a member is told.
type NoticeKind string

// The kinds of notice.
const (
	NoticeMention  NoticeKind = "mention"  // a note names them
	NoticeAssigned NoticeKind = "assigned" // a conversation, or what a job was about, was given to them
	NoticeJobDone  NoticeKind = "job_done" // a job of theirs has ended
	// NoticeOvertaken: the contact has written before a message that they scheduled.
	NoticeOvertaken       NoticeKind = "scheduled_overtaken"
	NoticeWebhookDisabled NoticeKind = "webhook_disabled" // one that they, or a key of theirs, have made
)

// NoticeTTL is how long a notice is kept once it has been seen. Until then it is
// kept, so that the number of those unseen is exact.
const NoticeTTL = 90 * 24 * time.Hour

// NoticeQuery asks for one page of a member's notices, newest first.
type NoticeQuery struct {
	Member string
	// UpTo leaves out newer ones than this; empty for the newest.
	UpTo string
	// After is the last of the page before; empty for the first page.
	After string
	Limit int
}

// NoticePage is one page of notices.
type NoticePage struct {
	Notices []Notice
	More    bool
}

// Seen records that a member has seen notices.
type Seen struct {
	Member  string
	Notices []string // ids, none of which was seen before
	Expires time.Time
}

// notice tells a member of an entry in a thread.
func (b *Inbox) notice(kind NoticeKind, member string, m *Message) Notice {
	return Notice{
		Member: member, ID: b.IDs.Derive(m.Arrived, "notice", string(kind), member, m.ID), At: m.Arrived, Kind: kind,
		Audience: m.Audience, Conversation: m.Conversation, Message: m.ID, Actor: m.Author, Unseen: true,
	}
}

// seenPage is how many notices are read, and at most marked, at a time: one
// transaction each.
const seenPage = 80

// SeeNotices marks a member's notices seen, from the one named by upTo to the
// oldest, and returns how many are left unseen. Repeating it changes nothing.
func (b *Inbox) SeeNotices(ctx context.Context, member, upTo string) (left int, err error) {
	err = b.retry(ctx, func() error {
		f, err := b.Store.Load(ctx, Keys{Unseen: []string{member}})
		if err != nil {
			return err
		}
		left = f.Unseen[member]
		q := NoticeQuery{Member: member, UpTo: upTo, Limit: seenPage}
		for left > 0 {
			page, err := b.Store.Notices(ctx, q)
			if err != nil {
				return err
			}
			if err := b.see(ctx, member, page.Notices, &left); err != nil {
				return err
			}
			if !page.More {
				return nil
			}
			q.After = page.Notices[len(page.Notices)-1].ID
		}
		return nil
	})
	return left, err
}

func (b *Inbox) see(ctx context.Context, member string, notices []Notice, left *int) error {
	seen := Seen{Member: member, Expires: b.Now().Add(NoticeTTL)}
	for _, n := range notices {
		if n.Unseen {
			seen.Notices = append(seen.Notices, n.ID)
		}
	}
	if len(seen.Notices) == 0 {
		return nil
	}
	*left -= len(seen.Notices)
	return b.Store.Commit(ctx, Change{Seen: &seen})
}
