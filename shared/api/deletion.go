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
	register(a, huma.Operation{
		OperationID: "erase-contact", Method: http.MethodPost, Path: "/v1/contacts/{contact}/erase",
		DefaultStatus: http.StatusAccepted,
		Tags:          []string{tagContacts}, Summary: "Erase a contact",
		Description: "With all that was merged into them: their conversations as when they are deleted for good, wherever they stand, identities, activity, orders, consents with their history, and exports. " +
			"What they write from then on is a stranger's. Kept is a keyed hash of each number that has opted out and of each address that is not to be mailed, which is honoured when it comes back. " +
			"Not purged at once: what deleting conversations says, and what others wrote of them in conversations of their own.",
	}, a.eraseContact)
	register(a, huma.Operation{
		OperationID: "export-contact", Method: http.MethodPost, Path: "/v1/contacts/{contact}/export",
		DefaultStatus: http.StatusAccepted,
		Tags:          []string{tagContacts}, Summary: "Export a contact",
		Description: "All that is known of them, as one JSON file: identities, consents with their history, activity, orders, and conversations with whole messages. Files are named by the routes that link to them.",
	}, a.exportContact)
	register(a, huma.Operation{
		OperationID: "get-export", Method: http.MethodGet, Path: "/v1/jobs/{job}/export",
		Tags: []string{tagJobs}, Summary: "Link to what was exported",
		Description: "409 while the job is not done, 410 once the file is no longer kept, after seven days.",
	}, a.getExport)
}

// Erasure confirms that a contact is meant.
type Erasure struct {
	Confirm string `json:"confirm" doc:"The word ERASE."`
}

type erasureInput struct {
	Contact        string `path:"contact" maxLength:"64" doc:"A contact's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           Erasure
	RawBody        []byte
}

func (a *API) eraseContact(ctx context.Context, v *visit, in *erasureInput) (*created[Job], error) {
	return started(a.cfg.Domain.EraseContact(ctx, v.gate, v.id, in.Contact, in.Body.Confirm, v.once(in.IdempotencyKey, in.RawBody, in.Contact)))
}

type exportInput struct {
	Contact        string `path:"contact" maxLength:"64" doc:"A contact's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
}

func (a *API) exportContact(ctx context.Context, v *visit, in *exportInput) (*created[Job], error) {
	return started(a.cfg.Domain.ExportContact(ctx, v.gate, v.id, in.Contact, v.once(in.IdempotencyKey, nil, in.Contact)))
}

func (a *API) getExport(ctx context.Context, v *visit, in *jobInput) (*downloadOutput, error) {
	key, err := a.cfg.Domain.ExportOf(ctx, v.gate, in.Job)
	if err != nil {
		return nil, err
	}
	return a.download(ctx, key, "contact.json", "application/json")
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
