package api

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

func (a *API) auditRoutes() {
	register(a, huma.Operation{
		OperationID: "list-audit", Method: http.MethodGet, Path: "/v1/audit",
		Tags: []string{tagMembers}, Summary: "Read the audit log",
		Description: "Who changed settings, members and keys, who blocked, merged, erased or deleted for good: newest first, kept for as long as the account.",
	}, a.listAudit)
}

// AuditEntry says who did what.
type AuditEntry struct {
	ID       string            `json:"id"`
	At       time.Time         `json:"at"`
	Actor    string            `json:"actor" doc:"A member's id, key:<id> for an API key, or empty for the system."`
	Action   string            `json:"action" example:"audience.edited" doc:"What, and what became of it. More may be added."`
	Audience string            `json:"audience" doc:"Its id; empty for what is about the account."`
	Object   string            `json:"object" doc:"The id of what was changed; of an invitation its email."`
	Detail   map[string]string `json:"detail" doc:"More, in a few words: fields are the names of those changed, from and to what was before and after."`
}

// AuditLog is one page of it.
type AuditLog struct {
	Entries    []AuditEntry `json:"entries"`
	NextCursor string       `json:"next_cursor,omitempty" doc:"Give it as cursor to go on; absent at the end."`
}

type auditInput struct {
	Audience string `query:"audience" maxLength:"64" doc:"Only what is about this audience."`
	Cursor   string `query:"cursor" maxLength:"1024"`
	Limit    int    `query:"limit" minimum:"1" maximum:"100" default:"25"`
}

type auditOutput struct{ Body AuditLog }

func (a *API) listAudit(ctx context.Context, v *visit, in *auditInput) (*auditOutput, error) {
	l := list{"audit", in.Audience}
	before, err := a.after(l, in.Cursor)
	if err != nil {
		return nil, err
	}
	if err := v.gate(ctx, in.Audience); err != nil {
		return nil, err
	}
	page, err := a.cfg.Store.Audit(ctx, inbox.AuditQuery{Audience: in.Audience, Before: before, Limit: in.Limit})
	if err != nil {
		return nil, fmt.Errorf("list the audit log: %w", err)
	}
	out := AuditLog{Entries: each(page.Entries, auditEntryOf)}
	if page.More {
		out.NextCursor = a.cursor(l, page.Entries[len(page.Entries)-1].ID)
	}
	return &auditOutput{Body: out}, nil
}

func auditEntryOf(e inbox.AuditEntry) AuditEntry {
	out := AuditEntry{
		ID: e.ID, At: e.At.UTC(), Actor: e.Actor, Action: string(e.Action), Audience: e.Audience, Object: e.Object,
		Detail: map[string]string{},
	}
	maps.Copy(out.Detail, e.Detail)
	return out
}
