package inbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// heed does what a keyword asks for: the consent, its record, an entry in the
// thread and the answer are one change. It returns the id of the entry.
func (t *arrivingText) heed(ctx context.Context, change *Change, k Keyword) (string, error) {
	class := k.Class
	if class == Subscribe {
		class = OptIn
	}
	effective := t.decide(change, class)
	if class == OptOut {
		if err := t.optOutElsewhere(ctx, k); err != nil {
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
	if effective && t.owesAnswer(class, after) {
		t.answer(ctx, change, after, class)
	}
	t.edit(change, after)
	return entry.ID, nil
}

// optOutElsewhere ends the texts of other audiences too that go by the same list
// of the provider, whether they know the number or not: whoever leaves the list has
// left it for all. There may be more of them than one transaction holds, so each
// has its own, before the text is received: a repetition goes on.
func (t *arrivingText) optOutElsewhere(ctx context.Context, k Keyword) error {
	if !t.ours.sharesList(t.ours) {
		return nil
	}
	all, err := t.b.Store.TextNumbers(ctx)
	if err != nil {
		return fmt.Errorf("list our numbers: %w", err)
	}
	done := map[string]bool{t.audience.ID: true}
	for _, n := range all {
		if done[n.Audience] || !n.sharesList(t.ours) {
			continue
		}
		done[n.Audience] = true
		if err := t.optOutOf(ctx, n.Audience, k); err != nil {
			return fmt.Errorf("opt out of audience %s: %w", n.Audience, err)
		}
	}
	return nil
}

// optOutOf ends the texts of another audience.
func (t *arrivingText) optOutOf(ctx context.Context, audience string, k Keyword) error {
	before := t.others[audience]
	after := before.orNone(audience, t.pair.Theirs)
	known := after.State == OptedOut && !after.Since.Before(t.in.Received)
	if known || !t.b.turn(&after, OptedOut, t.in.Received, ByKeyword) {
		return nil
	}
	err := t.b.Store.Commit(ctx, Change{
		Consents: []Edit[Consent]{{Before: before, After: &after}},
		TextRecords: []TextRecord{{
			ID:       t.b.IDs.Derive(t.in.Received, "text record", string(RecordOptOut), audience, t.in.ProviderID),
			Audience: audience, Number: t.pair.Theirs, At: t.in.Received, Kind: RecordOptOut, Source: ByKeyword, Effective: true,
			Ours: t.pair.Ours, Words: clip(t.in.Text, maxRecordWords), Keyword: k.Word, ProviderID: t.in.ProviderID,
		}},
	})
	if errors.Is(err, ErrDuplicate) {
		return nil
	}
	return err
}

// decide sets the consent as the keyword asks, and tells whether it is what
// counts: one that was sent before what is known by now is too late.
func (t *arrivingText) decide(change *Change, class KeywordClass) bool {
	if class == Help {
		return true
	}
	c := *t.consent
	if !t.b.turn(&c, consentAfter[class], t.in.Received, ByKeyword) {
		return false
	}
	t.setConsent(change, c)
	return true
}

// consentAfter is what a keyword makes of a consent, "" for one that leaves it.
var consentAfter = map[KeywordClass]ConsentState{OptOut: OptedOut, OptIn: Consented}

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
	m.Confirms = consentAfter[class]
	m.Hidden = after.Bare
	after.enqueue(m)
	after.Outbox = slices.Insert(after.Outbox[:len(after.Outbox)-1], 0, m.ID)
	change.Messages = append(change.Messages, Edit[Message]{After: m})
	if class != Help {
		change.TextRecords = append(change.TextRecords, t.record(RecordConfirmed, TextRecord{Words: m.Text, Message: m.ID}))
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
		Delivery:    &Delivery{State: Queued, Deadline: now.Add(offerAgainAfter), Bound: now.Sub(t.in.Received) > promptly},
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
