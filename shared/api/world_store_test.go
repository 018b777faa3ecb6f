package api_test

import (
	"context"
	"slices"

	"confab/shared/inbox"
)

func (w *world) Load(_ context.Context, keys inbox.Keys) (*inbox.Found, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.loads = append(w.loads, keys)
	f := &inbox.Found{
		Audiences: map[string]*inbox.Audience{}, Contacts: map[string]*inbox.Contact{}, Conversations: map[string]*inbox.Conversation{},
		Messages: map[inbox.MessageKey]*inbox.Message{}, Members: map[string]*inbox.Member{}, Campaigns: map[string]*inbox.Campaign{},
		Suppressions: map[string]*inbox.Suppression{}, Unread: map[string]int{}, APIKeys: map[string]*inbox.APIKey{}, TextNumbers: map[string]*inbox.TextNumber{},
		Jobs: map[string]*inbox.Job{},
	}
	for _, id := range keys.Members {
		if m := w.members[id]; m != nil {
			f.Members[id] = m
		}
	}
	for _, id := range keys.APIKeys {
		if k := w.keys[id]; k != nil {
			f.APIKeys[id] = k
		}
	}
	for _, id := range keys.Audiences {
		f.Audiences[id] = w.audience(id)
	}
	for _, id := range keys.Contacts {
		f.Contacts[id] = w.contact(id)
	}
	for _, id := range keys.Conversations {
		f.Conversations[id] = w.conversation(id)
	}
	for _, id := range keys.Jobs {
		f.Jobs[id] = w.job(id)
	}
	for _, key := range keys.Messages {
		f.Messages[key] = w.msg[key]
	}
	for _, id := range keys.Campaigns {
		f.Campaigns[id] = &inbox.Campaign{ID: id, Audience: id[len("campaign-"):]}
	}
	for _, s := range keys.Suppressions {
		f.Suppressions[s.Address] = &inbox.Suppression{Audience: s.Audience, Address: s.Address, Reason: inbox.SuppressedBounce, At: noon}
	}
	for _, n := range keys.TextNumbers {
		if known, ok := w.numbers[n]; ok {
			f.TextNumbers[n] = &known
		}
	}
	for _, id := range keys.Unread {
		f.Unread[id] = 5
	}
	return f, nil
}

func (w *world) Thread(_ context.Context, q inbox.ThreadQuery) (*inbox.Thread, error) {
	w.lastThread = q
	if q.Conversation == "c-own" && len(w.thread.Messages) > 0 {
		return &w.thread, nil
	}
	t := &inbox.Thread{}
	if q.Before == "" {
		t.Conversation = w.conversation(q.Conversation)
	}
	for key, m := range w.msg {
		if key.Conversation == q.Conversation && (q.Before == "" || key.Message < q.Before) {
			t.Messages = append(t.Messages, *m)
		}
	}
	return t, nil
}

func (w *world) Conversations(_ context.Context, q inbox.ConversationQuery) (*inbox.ConversationPage, error) {
	w.lastQuery = q
	page := &inbox.ConversationPage{}
	for _, r := range w.rows {
		mine := r.Audience == q.Audience || r.Contact == q.Contact || slices.Contains(q.Campaigns, "campaign-"+r.Audience)
		if !mine || r.Cursor <= q.After {
			continue
		}
		if len(page.Rows) == q.Limit {
			page.More = true
			break
		}
		page.Rows = append(page.Rows, r)
		page.Next = r.Cursor
	}
	return page, nil
}

func (w *world) Contacts(_ context.Context, q inbox.ContactQuery) (*inbox.ContactPage, error) {
	w.lastContacts = q
	page := &inbox.ContactPage{}
	if a := w.audience(q.Audience); a != nil {
		page.Rows = []inbox.ContactRow{{Contact: "p-" + a.ID, Name: secret(a.ID), Email: "robin@example.com", Cursor: "k"}}
		page.More = true
	}
	return page, nil
}

func (w *world) Audiences(context.Context) ([]inbox.Audience, error) {
	return []inbox.Audience{*w.audience(own), *w.audience(other)}, nil
}

func (w *world) Members(context.Context) ([]inbox.Member, []inbox.Invitation, error) {
	var out []inbox.Member
	for _, m := range w.members {
		out = append(out, *m)
	}
	stranger := inbox.Member{ID: "elsewhere", Name: secret(other), Roles: map[string]inbox.Role{other: inbox.Agent}}
	return append(out, stranger), []inbox.Invitation{{Email: "invited@example.com", Roles: map[string]inbox.Role{own: inbox.Agent}}}, nil
}

func (w *world) Audit(_ context.Context, q inbox.AuditQuery) (*inbox.AuditPage, error) {
	page := &inbox.AuditPage{}
	for _, e := range w.audit {
		switch {
		case q.Audience != "" && e.Audience != q.Audience || q.Before != "" && e.ID >= q.Before:
		case len(page.Entries) == q.Limit:
			page.More = true
		default:
			page.Entries = append(page.Entries, e)
		}
	}
	return page, nil
}

func (w *world) APIKeys(context.Context) (out []inbox.APIKey, err error) {
	for _, k := range w.keys {
		out = append(out, *k)
	}
	return out, nil
}
