package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

func (a *API) deletionRoutes() {
	register(a, huma.Operation{
		OperationID: "delete-conversations", Method: http.MethodPost, Path: "/v1/audiences/{audience}/conversations/delete",
		DefaultStatus: http.StatusAccepted,
		Tags:          []string{tagConversations}, Summary: "Delete conversations for good",
		Description: "Only those in the trash, with all that was merged into them: messages, notes, activity, files and raw mail in every version, list rows, short links and search entries. What is scheduled is cancelled. " +
			"One of which a message is being sent is refused; the job's results say so. What remains is a line of the audit log, and tombstones without content, so that nothing comes back. " +
			"Not purged at once: copies in the table's point-in-time backups (up to 35 days), replaced parts of the search index (a day), ids in logs, what providers log, and what was sent. " +
			"Records of consent stay with the contact's number.",
	}, a.deleteConversations)
}

// Deletion names what is deleted for good.
type Deletion struct {
	IDs     []string `json:"ids" minItems:"1" maxItems:"500" doc:"Ids of conversations."`
	Confirm string   `json:"confirm" doc:"The word DELETE."`
	Count   int      `json:"count" doc:"How many they are."`
}

type deletionInput struct {
	Audience       string `path:"audience" maxLength:"64" doc:"An audience's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           Deletion
	RawBody        []byte
}

func (a *API) deleteConversations(ctx context.Context, v *visit, in *deletionInput) (*created[Job], error) {
	r := v.once(in.IdempotencyKey, in.RawBody, in.Audience)
	return started(a.cfg.Domain.DeleteConversations(ctx, v.gate, v.id, in.Audience, in.Body.IDs, in.Body.Confirm, in.Body.Count, r))
}
