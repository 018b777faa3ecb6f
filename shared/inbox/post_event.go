package inbox

import (
	"context"
	"encoding/json"
	"slices"
	"time"
)

// MaxProperties is how many bytes of JSON the properties of an event have.
const MaxProperties = 4 << 10

// postable are the kinds of event that clients tell of.
var postable = []ContactEventKind{EventPosted, EventCampaign, EventFlow, EventClick}

// PostContactEvent enters in a contact's activity what a client tells of them: an
// event under a name of its own, or what a campaign or flow of the audience did.
func (b *Inbox) PostContactEvent(ctx context.Context, gate Gate, whom Whom, e ContactEvent, r *Request) (out *ContactEvent, err error) {
	err = b.retry(ctx, func() error {
		out, err = b.postContactEvent(ctx, gate, whom, e, r)
		return err
	})
	return out, err
}

func (b *Inbox) postContactEvent(ctx context.Context, gate Gate, whom Whom, e ContactEvent, r *Request) (*ContactEvent, error) {
	keys := Keys{Requests: requestKeys(r)}
	if e.Campaign != "" {
		keys.Campaigns = []string{e.Campaign}
	}
	var change Change
	t, err := b.tellOf(ctx, gate, whom, keys, &change)
	if err != nil {
		return nil, err
	}
	done, err := r.replayed(t.found)
	if err != nil {
		return nil, err
	}
	if done != nil { // the request was the same, so that all but id and time is
		e.ID, e.Contact, e.Audience, e.At = done.Message, done.Contact, t.contact.Audience, b.IDs.Time(done.Message)
		return &e, nil
	}
	now := b.Now()
	if err := e.tidy(now); err != nil {
		return nil, err
	}
	if c := t.found.Campaigns[e.Campaign]; e.Campaign != "" && (c == nil || c.Audience != t.contact.Audience) {
		return nil, problem(ErrInvalid, "There is no such campaign in this audience.")
	}
	e.Author = Actor(ctx)
	e.ID, e.Audience, e.Contact, e.Recorded = b.IDs.New(e.At), t.contact.Audience, t.contact.ID, now
	change.ContactEvents = []ContactEvent{e}
	change.Request = r.made(now, "", e.ID, e.Contact)
	return &e, b.Store.Commit(ctx, change)
}

// tidy brings what a client tells into its one form and says what cannot be.
func (e *ContactEvent) tidy(now time.Time) error {
	if e.Name, e.Detail = clip(oneLine(e.Name), maxName), clip(oneLine(e.Detail), maxSubject); e.Kind == "" {
		e.Kind = EventPosted
	}
	if e.At.IsZero() {
		e.At = now
	}
	e.At = e.At.UTC().Truncate(time.Millisecond)
	about := e.Kind == EventCampaign || e.Kind == EventFlow
	switch {
	case !slices.Contains(postable, e.Kind):
		return problem(ErrInvalid, "%q is not a kind of event that can be posted.", oneLine(string(e.Kind)))
	case about && e.Campaign == "":
		return problem(ErrInvalid, "Say in campaign which one this is about.")
	case !about && e.Name == "":
		return problem(ErrInvalid, "An event needs a name.")
	case e.At.After(now.Add(clockSkew)) || e.At.Before(time.Unix(0, 0)):
		return problem(ErrInvalid, "The time of an event must be past.")
	case len(e.Properties) > MaxProperties:
		return problem(ErrInvalid, "The properties have %d bytes of JSON; at most %d can be kept.", len(e.Properties), MaxProperties)
	case e.Properties != "" && (!json.Valid([]byte(e.Properties)) || e.Properties[0] != '{'):
		return problem(ErrInvalid, "The properties must be a JSON object.")
	}
	return nil
}

// failure is the entry in the contact's activity that a message of ours did not
// reach them, nil where its delivery has not come to that.
func (b *Inbox) failure(c *Conversation, before, after *Message, at time.Time) []ContactEvent {
	state := after.Delivery.State
	bad := state == Failed || state == Bounced || state == Complained
	if c == nil || c.Contact == "" || !bad || state == before.Delivery.State {
		return nil
	}
	e := ContactEvent{Kind: EventFailed, At: at, Conversation: after.Conversation, Message: after.ID, Detail: string(state)}
	return []ContactEvent{b.contactEvent(c.Audience, c.Contact, e, after.ID+" "+string(state))}
}
