package api_test

import (
	"io"
	"testing"

	"confab/shared/api"
	"confab/shared/inbox"
)

func TestTheAuditLogIsReadPageByPageAndByAudience(t *testing.T) {
	w := newWorld()
	w.audit = []inbox.AuditEntry{
		{ID: "3", At: noon, Actor: "kim", Action: inbox.AuditAudienceEdited, Audience: own, Object: own, Detail: map[string]string{"fields": "name"}},
		{ID: "2", At: noon, Actor: "kim", Action: inbox.AuditMemberRemoved, Object: "alex"},
		{ID: "1", At: noon, Action: inbox.AuditAudienceCreated, Audience: other, Object: other},
	}
	h := api.New(w.config(io.Discard))
	read := func(query string) (out api.AuditLog) {
		call{as: "admin", method: "GET", path: "/v1/audit?" + query}.to(t, h).into(t, 200, &out)
		return out
	}
	first := read("limit=2")
	if len(first.Entries) != 2 || first.Entries[0].Detail["fields"] != "name" || first.Entries[1].Object != "alex" {
		t.Errorf("first page: %+v", first)
	}
	if last := read("limit=2&cursor=" + first.NextCursor); len(last.Entries) != 1 || last.Entries[0].ID != "1" || last.NextCursor != "" {
		t.Errorf("last page: %+v", last)
	}
	if of := read("audience=" + own); len(of.Entries) != 1 || of.Entries[0].ID != "3" {
		t.Errorf("of one audience: %+v", of)
	}
	call{as: "admin", method: "GET", path: "/v1/audit?audience=own&cursor=" + first.NextCursor}.to(t, h).problem(t, 422)
}
