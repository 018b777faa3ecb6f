package inbox

import (
	"context"
	"slices"
	"strings"
	"time"
)

const (
	// maxClicks is how many clicks on one link are recorded: more say nothing new,
	// and a machine that asks for ever shall not fill a person's history.
	maxClicks = 50
	// clickWithin bounds the recording: who follows a link waits for it.
	clickWithin = 2 * time.Second
	// tooSoon is for how long after a text's sending nobody can have read it.
	// Carriers and phones fetch its links on the way, in browsers' names.
	tooSoon = 2 * time.Second
)

// Visit is a request for the target of a short link.
type Visit struct {
	Method    string // GET or HEAD
	UserAgent string
	// Purpose is what the request's headers say it is for, where they say that it
	// is not a person's wish: Sec-Purpose, and what came before it.
	Purpose string
}

// FollowLink returns where a short link leads, and records that it was followed;
// where that fails, the link leads there all the same. code may have further signs
// behind it. ErrNotFound says that the link has expired or never was.
func (b *Inbox) FollowLink(ctx context.Context, code string, v Visit) (target string, err error) {
	gone := problem(ErrNotFound, "This link has expired or never was.")
	code, ok := readLinkCode(code)
	if !ok {
		return "", gone
	}
	f, err := b.Store.Load(ctx, Keys{Links: []string{code}})
	if err != nil {
		return "", err
	}
	l := f.Links[code]
	if l == nil || !b.Now().Before(l.Expires) { // the table forgets some days later
		return "", gone
	}
	if l.Clicks < maxClicks {
		b.click(ctx, l, v)
	}
	return l.Target, nil
}

// click records that a link was followed, if that can be had at once.
func (b *Inbox) click(ctx context.Context, l *Link, v Visit) {
	ctx, cancel := context.WithTimeout(ctx, clickWithin)
	defer cancel()
	at := b.Now()
	if err := b.retry(ctx, func() error { return b.commitClick(ctx, l, v, at) }); err != nil {
		b.Metrics.Count("ClickLost", 1)
		b.Log.ErrorContext(ctx, "click not recorded", "conversation", l.Conversation, "message", l.Message, "error", err)
	}
}

// commitClick reads the link again, with its text: a member who tries a link
// before the text has left is not the contact.
func (b *Inbox) commitClick(ctx context.Context, l *Link, v Visit, at time.Time) error {
	key := MessageKey{l.Conversation, l.Message}
	f, err := b.Store.Load(ctx, Keys{Links: []string{l.Code}, Messages: []MessageKey{key}})
	if err != nil {
		return err
	}
	before, left := f.Links[l.Code], l.Created
	if m := f.Messages[key]; m != nil {
		left = m.attempted()
	}
	if before == nil || before.Clicks >= maxClicks || left.IsZero() {
		return nil
	}
	after := *before
	after.Clicks++
	return b.Store.Commit(ctx, Change{
		Links: []Edit[Link]{{Before: before, After: &after}},
		TextRecords: []TextRecord{{
			ID: b.IDs.New(at), Audience: l.Audience, Number: l.Number, Contact: l.Contact, At: at, Kind: RecordClick,
			Conversation: l.Conversation, Message: l.Message, Link: l.Target, Bot: v.machine() || at.Sub(left) < tooSoon,
		}},
	})
}

// attempted is when an outbound message was last handed to its provider, the zero
// time while it waits or where it never was.
func (m *Message) attempted() (at time.Time) {
	if m.Delivery == nil || m.Delivery.State == Scheduled || m.Delivery.State == Queued {
		return time.Time{}
	}
	for _, f := range m.Facts {
		if f.Name == "attempt" {
			at = f.At
		}
	}
	return at
}

// machine tells a program that looks where a link leads from a person who wants
// to go there: it says so, or it is no browser.
func (v Visit) machine() bool {
	agent := strings.ToLower(v.UserAgent)
	// A browser says in brackets on what it runs, and names no web address.
	if v.Method == "HEAD" || v.Purpose != "" || !strings.Contains(agent, "(") || strings.Contains(agent, "://") {
		return true
	}
	agent = strings.ReplaceAll(agent, "cubot", "") // a maker of phones
	return slices.ContainsFunc(machineMarks, func(mark string) bool { return strings.Contains(agent, mark) })
}

// machineMarks are parts, in lower case, of what machines say of themselves that
// write their user agent like a browser's.
var machineMarks = []string{
	"bot", "spider", "crawl", "preview", "fetcher", "headless", "phantomjs", "lighthouse", "synthetics",
	// Apple's Messages shows a link under the names of Facebook's and Twitter's machines.
	"facebookexternalhit", "meta-external", "cardyb",
	// Google's services for phones, mail and safety: Google-Safety, GoogleOther, …
	"google-", "-google", "googlemessages", "googleother", "googleimageproxy", "google favicon",
	// What looks at links for safety's sake, Outlook included.
	"barracuda", "cloudmark", "mimecast", "netcraft", "proofpoint", "safebrowsing", "virustotal", "ms-office", "microsoft office",
	// What programs and the apps of phones fetch with.
	"dalvik/", "java/", "wget", "curl/", "python", "perl", "httpclient", "httpurlconnection",
}
