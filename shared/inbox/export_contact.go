package inbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"
)

// ExportKept is for how long what was exported can be fetched; the bucket deletes
// it then.
const ExportKept = 7 * 24 * time.Hour

func exportsPrefix(contact string) string { return "e/" + contact + "/" }

func exportKey(contact, job string) string { return exportsPrefix(contact) + job + ".json" }

// ExportContact starts a job that writes down all that is known of a contact.
func (b *Inbox) ExportContact(ctx context.Context, gate Gate, author, contact string, r *Request) (*Job, error) {
	c, err := b.contact(ctx, contact)
	if err != nil {
		return nil, err
	}
	return b.contactJob(ctx, gate, author, c, JobExport, r)
}

// ExportOf is the key of the object that an export has written. ErrConflict while it
// runs, ErrGone where it was written too long ago.
func (b *Inbox) ExportOf(ctx context.Context, gate Gate, job string) (key string, err error) {
	j, err := b.job(ctx, job)
	if err != nil {
		return "", err
	}
	if err := gate(ctx, j.Audience); err != nil {
		return "", err
	}
	items, err := b.Store.JobItems(ctx, JobItemQuery{Job: j.ID, Limit: 1})
	switch {
	case err != nil:
		return "", err
	case j.Kind != JobExport:
		return "", problem(ErrNotFound, "This job exports nothing.")
	case j.State != JobDone || len(items) == 0 || items[0].Outcome != ItemDone:
		return "", problem(ErrConflict, "The export is not done.")
	case b.Now().Sub(j.Ended) >= ExportKept:
		return "", problem(ErrGone, "The export is no longer kept: start another.")
	}
	return exportKey(items[0].ID, j.ID), nil
}

// exportContact exports a contact, unless they are erased meanwhile: then nothing is
// left of the export either, whichever of the two was first.
func (b *Inbox) exportContact(ctx context.Context, j *Job, id string) error {
	err := b.writeExport(ctx, j, id)
	if errors.Is(err, ErrNotFound) {
		err = firstOf(b.Purger.Purge(ctx, exportKey(id, j.ID)), err)
	}
	return err
}

// writeExport writes one object with all that is known of a contact. Files are
// named by where the API tells a link to them. ErrNotFound where there is no such
// contact any more, even if the object was written.
func (b *Inbox) writeExport(ctx context.Context, j *Job, id string) error {
	c, err := b.contact(ctx, id)
	if err != nil {
		return err
	}
	if err := j.gate(ctx, c.Audience); err != nil {
		return err
	}
	out := map[string]any{"exported_at": b.Now(), "contact": plain(c)}
	for _, part := range []func(context.Context, *Contact, map[string]any) error{b.exportProfile, b.exportEvents, b.exportConversations} {
		if err := part(ctx, c, out); err != nil {
			return fmt.Errorf("export contact %s: %w", c.ID, err)
		}
	}
	data, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		return fmt.Errorf("export contact %s: %w", c.ID, err)
	}
	if err := b.Objects.Put(ctx, exportKey(id, j.ID), "application/json", data); err != nil {
		return err
	}
	if _, err := b.contact(ctx, id); err != nil { // an erasure may have looked for exports before
		return err
	}
	// Written again where the job is interrupted now: better told twice than never.
	return b.Store.Commit(ctx, Change{Audit: b.audit(ctx, AuditContactExported, c.Audience, c.ID, map[string]string{"job": j.ID})})
}

// exportProfile adds consents with their history, and what is not mailed.
func (b *Inbox) exportProfile(ctx context.Context, c *Contact, out map[string]any) error {
	var keys Keys
	for _, n := range c.Phones() {
		keys.Consents = append(keys.Consents, ConsentKey{c.Audience, n})
	}
	for _, e := range c.Emails() {
		keys.Suppressions = append(keys.Suppressions, Suppression{Audience: c.Audience, Address: e})
	}
	f, err := b.Store.Load(ctx, keys)
	if err != nil {
		return err
	}
	var consents, records, suppressed []any
	for _, key := range keys.Consents {
		if consent := f.Consents[key]; consent != nil {
			consents = append(consents, plain(consent))
		}
		q := HistoryQuery{Audience: c.Audience, Number: key.Number, Limit: 500}
		for more := true; more; {
			page, err := b.Store.TextHistory(ctx, q)
			if err != nil {
				return err
			}
			for i := range page.Records {
				records, q.Before = append(records, plain(&page.Records[i])), page.Records[i].ID
			}
			more = page.More
		}
	}
	for _, s := range f.Suppressions {
		suppressed = append(suppressed, plain(s))
	}
	out["consents"], out["consent_history"], out["suppressions"] = consents, records, suppressed
	return nil
}

// exportEvents adds the contact's activity and orders.
func (b *Inbox) exportEvents(ctx context.Context, c *Contact, out map[string]any) error {
	var events, orders []any
	for _, id := range c.everyID() {
		q := ContactEventQuery{Contact: id, Limit: 500}
		for more := true; more; {
			page, err := b.Store.ContactEvents(ctx, q)
			if err != nil {
				return err
			}
			for i := range page.Events {
				events = append(events, plain(&page.Events[i]))
			}
			q.Before, more = page.Next, page.More
		}
		o := OrderQuery{Contact: id, Limit: 100}
		for more := true; more; {
			page, err := b.Store.Orders(ctx, o)
			if err != nil {
				return err
			}
			for i := range page.Orders {
				orders, o.After = append(orders, plain(&page.Orders[i].Order)), page.Orders[i].Cursor
			}
			more = page.More
		}
	}
	out["activity"], out["orders"] = events, orders
	return nil
}

// exportConversations adds the contact's conversations with all messages, whole:
// also those of who was merged into them that are not moved yet, and those that
// are on no list.
func (b *Inbox) exportConversations(ctx context.Context, c *Contact, out map[string]any) error {
	ids, err := b.textThreadsOf(ctx, c)
	if err != nil {
		return err
	}
	for _, id := range c.everyID() {
		q := ConversationQuery{Contact: id, Limit: 100}
		for more := true; more; {
			page, err := b.Store.Conversations(ctx, q)
			if err != nil {
				return err
			}
			ids = append(ids, page.conversations()...)
			q.After, more = page.Next, page.More
		}
	}
	var conversations []any
	seen := map[any]bool{} // what was merged is read as what it is a part of
	for _, id := range ids {
		if seen[id] {
			continue
		}
		one, err := b.exportConversation(ctx, id)
		if err != nil {
			return err
		}
		if one != nil && !seen[one["id"]] {
			conversations = append(conversations, one)
			seen[one["id"]] = true
		}
	}
	out["conversations"] = conversations
	return nil
}

func (b *Inbox) exportConversation(ctx context.Context, id string) (map[string]any, error) {
	q := ThreadQuery{Conversation: id, Limit: 200}
	var header map[string]any
	var messages []any
	for more := true; more; {
		t, err := b.Store.Thread(ctx, q)
		if err != nil {
			return nil, err
		}
		if q.Before == "" {
			if t.Conversation == nil {
				return nil, nil
			}
			header, q.Parts = plain(t.Conversation).(map[string]any), t.Conversation.Parts
		}
		whole := make([]any, len(t.Messages))
		var steps []func() error
		for i := range t.Messages {
			if m := &t.Messages[i]; m.Kind != KindNote { // what the team wrote for itself is the team's
				steps = append(steps, func() (err error) { whole[i], err = b.exportMessage(ctx, m); return err })
			}
		}
		if err := together(steps); err != nil {
			return nil, err
		}
		for i, m := range whole {
			if m != nil {
				messages = append(messages, m)
			}
			q.Before = t.Messages[i].ID
		}
		more = t.More
	}
	header["messages"] = messages
	return header, nil
}

func (b *Inbox) exportMessage(ctx context.Context, m *Message) (any, error) {
	body, err := b.Body(ctx, m)
	switch {
	case errors.Is(err, ErrNotFound):
		return map[string]any{"id": m.ID, "note": "It was deleted while this was written."}, nil
	case err != nil:
		return nil, err
	}
	out := plain(m).(map[string]any)
	out["text"], out["html"], out["to"], out["cc"] = body.Text, body.HTML, plain(body.To), plain(body.Cc)
	var files []any
	for i := range body.Attachments {
		file := plain(&body.Attachments[i]).(map[string]any)
		file["link"] = fmt.Sprintf("/v1/conversations/%s/messages/%s/attachments/%d", m.Conversation, m.ID, i)
		files = append(files, file)
	}
	if out["attachments"] = files; m.Raw != "" {
		out["raw"] = fmt.Sprintf("/v1/conversations/%s/messages/%s/raw", m.Conversation, m.ID)
	}
	return out, nil
}

// plain is any of the domain's things as JSON writes it down, with the API's
// spelling of names and without what is empty: what the domain learns to keep is
// exported without anybody having to think of it.
func plain(thing any) any { return plainValue(reflect.ValueOf(thing)) }

func plainValue(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return plainValue(v.Elem())
	case reflect.Slice:
		out := make([]any, v.Len())
		for i := range out {
			out[i] = plainValue(v.Index(i))
		}
		return out
	case reflect.Struct:
		if _, isTime := v.Interface().(time.Time); isTime {
			return v.Interface()
		}
		out := map[string]any{}
		for i := range v.NumField() {
			if !v.Field(i).IsZero() {
				out[snake(v.Type().Field(i).Name)] = plainValue(v.Field(i))
			}
		}
		return out
	}
	return v.Interface()
}
