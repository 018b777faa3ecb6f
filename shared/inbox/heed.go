package inbox

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// heed does what a keyword asks for: the consent, its record, an entry in the
// thread and the answer are one change. It returns the id of the entry.
func (t *arrivingText) heed(ctx context.Context, change *Change, k Keyword) (string, error) {
	class := k.Class
	if class == Subscribe {
		class = OptIn
	}
	effective := t.decide(change, class)
	if class == OptOut && len(t.others) > 0 {
		if err := t.optOutElsewhere(ctx, change, k); err != nil {
			return "", err
		}
	}
	kind := map[KeywordClass]RecordKind{OptOut: RecordOptOut, OptIn: RecordConsent, Help: RecordHelp}[class]
	entry := t.entry(class, k)
	change.Messages = append(change.Messages, Edit[Message]{After: entry})
	change.TextRecords = append(change.TextRecords, t.record(kind, TextRecord{
		Source: ByKeyword, Effective: effective, Words: t.in.Text, Keyword: k.Word, Message: entry.ID,
	}))

	after := t.place.conversation.clone()
	if t.place.isNew {
		after.Created, after.Arrived, after.Bare, after.Status = t.in.Received, t.in.Received, true, Done
	}
	after.Burst = after.Burst.next(t.in.Received)
	if t.owesAnswer(class, after) {
		t.answer(ctx, change, after, class)
	}
	t.edit(change, after)
	return entry.ID, nil
}

// optOutElsewhere ends the texts of other audiences too that go by the same list
// of the provider: whoever leaves the list has left it for all.
func (t *arrivingText) optOutElsewhere(ctx context.Context, change *Change, k Keyword) error {
	all, err := t.b.Store.TextNumbers(ctx)
	if err != nil {
		return fmt.Errorf("list our numbers: %w", err)
	}
	for _, c := range t.others {
		shares := func(n TextNumber) bool {
			return n.Audience == c.Audience && n.OptOutList != "" && n.OptOutList == t.ours.OptOutList
		}
		if !slices.ContainsFunc(all, shares) || t.in.Received.Before(c.Since) {
			continue
		}
		after := *c
		after.State, after.Since, after.Source, after.Refusal = OptedOut, t.in.Received, ByKeyword, MessageKey{}
		change.Consents = append(change.Consents, Edit[Consent]{Before: c, After: &after})
		change.TextRecords = append(change.TextRecords, TextRecord{
			ID:       t.b.IDs.Derive(t.in.Received, "text record", string(RecordOptOut), c.Audience, t.in.ProviderID),
			Audience: c.Audience, Number: c.Number, At: t.in.Received, Kind: RecordOptOut, Source: ByKeyword, Effective: true,
			Ours: t.pair.Ours, Words: clip(t.in.Text, maxRecordWords), Keyword: k.Word, ProviderID: t.in.ProviderID,
		})
	}
	return nil
}

// decide sets the consent as the keyword asks, and tells whether it is what
// counts: one that was sent before what is known by now is too late.
func (t *arrivingText) decide(change *Change, class KeywordClass) bool {
	c := *t.consent
	switch {
	case class == Help:
		return true
	case t.in.Received.Before(c.Since):
		return false
	case class == OptOut:
		c.State = OptedOut
	default:
		c.State = Consented
	}
	c.Since, c.Source, c.Asked, c.Refusal = t.in.Received, ByKeyword, time.Time{}, MessageKey{}
	t.setConsent(change, c)
	return true
}

// entry is what the thread shows of a keyword.
func (t *arrivingText) entry(class KeywordClass, k Keyword) *Message {
	a := Activity{Name: "keyword", From: k.Word, To: string(class)}
	m := t.b.event(t.place.conversation, t.in.Received, "", a, t.in.ProviderID)
	m.Facts = []Fact{{At: t.b.Now(), Name: "keyword", Detail: map[string]string{
		"class": string(k.Class), "word": k.Word, "language": k.Language, "recipient": t.pair.Ours,
	}}}
	return m
}

// owesAnswer tells whether the keyword is answered by us: an opt-out once, and
// nothing that the provider answers by itself or that a machine keeps sending.
func (t *arrivingText) owesAnswer(class KeywordClass, after *Conversation) bool {
	switch {
	case after.Burst.Count > BurstMax:
		return false
	case class == OptOut && t.consent.State == OptedOut:
		return false
	}
	return !t.audience.Texting.ProviderAnswers || class == OptIn
}

// answer adds the answer to a keyword. It stands before all that waits: neither
// a text that may no longer leave nor one that is slow shall hold it up.
func (t *arrivingText) answer(ctx context.Context, change *Change, after *Conversation, class KeywordClass) {
	text := render(t.audience.Texting.answers()[class], t.audience, t.contact, t.pair.Theirs)
	m := t.automatic(ctx, AnsweredKeyword, text)
	m.Hidden = after.Bare
	after.enqueue(m)
	after.Outbox = slices.Insert(after.Outbox[:len(after.Outbox)-1], 0, m.ID)
	change.Messages = append(change.Messages, Edit[Message]{After: m})
	if class != Help {
		change.TextRecords = append(change.TextRecords, t.record(RecordConfirmed, TextRecord{Source: ByKeyword, Words: m.Text, Message: m.ID}))
	}
}

// automatic frames a text that no member wrote. Its id derives from what it
// answers, so that one text is answered once.
func (t *arrivingText) automatic(ctx context.Context, by Automatic, text string) *Message {
	now := t.b.Now()
	m := &Message{
		ID:           t.b.IDs.Derive(now, "text", string(by), t.audience.ID, t.in.ProviderID),
		Conversation: t.place.conversation.ID, Audience: t.audience.ID,
		Direction: Outbound, Channel: SMS, Kind: KindMessage, Nature: Personal, Automatic: by,
		At: now, Arrived: now, From: Address{Address: t.pair.Ours}, To: []Address{{Address: t.pair.Theirs}}, Text: text,
		Delivery:    &Delivery{State: Queued, Deadline: now.Add(offerAgainAfter)},
		Facts:       []Fact{{At: now, Name: "written", Detail: map[string]string{"by": string(by)}}},
		Correlation: Correlation(ctx),
	}
	m.shorten()
	return m
}

// autorespond adds the audience's own answer to a text that was no keyword, where
// one is due: to a person, who has not refused texts, and not again too soon.
func (t *arrivingText) autorespond(ctx context.Context, change *Change, after *Conversation, m *Message) {
	auto := t.audience.Texting.Autoresponder
	refused := t.consent.State == OptedOut || t.consent.Refusal != MessageKey{} || len(change.Consents) > 0
	due := after.Text.AutoReplied.IsZero() || t.in.Received.Sub(after.Text.AutoReplied) >= auto.window()
	switch {
	case auto.Mode == AutoresponderOff || auto.Mode == "",
		auto.Mode == AutoresponderUnconsented && t.consent.State == Consented,
		!t.person || t.machine || m.Hidden || m.Spam || refused || !due:
		return
	}
	answer := t.automatic(ctx, Autoresponded, render(auto.Text, t.audience, t.contact, t.pair.Theirs))
	change.Links = append(change.Links, t.b.shortLinks(&t.audience.Texting, answer, t.pair.Theirs, after.Contact)...)
	after.Text.AutoReplied = t.in.Received
	after.enqueue(answer)
	change.Messages = append(change.Messages, Edit[Message]{After: answer})
	if auto.Asks && t.consent.State != Consented {
		c := *t.consent
		c.Asked = t.in.Received
		t.setConsent(change, c)
		change.TextRecords = append(change.TextRecords, t.record(RecordAsked, TextRecord{Words: answer.Text, Message: answer.ID}))
	}
}
