package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

func (a *API) checkRoutes() {
	register(a, huma.Operation{
		OperationID: "start-check", Method: http.MethodPost, Path: "/v1/consistency-checks", DefaultStatus: http.StatusAccepted,
		Tags: []string{tagJobs}, Summary: "Check that nothing contradicts itself",
		Description: "List rows, unread badges, outboxes, what is due and threads are compared with the conversations and messages that they follow from. " +
			"What seems wrong is looked at again five minutes later; what still is, the job refuses, and its results say what it is. It also runs every week.",
	}, a.startCheck)
	register(a, huma.Operation{
		OperationID: "list-checks", Method: http.MethodGet, Path: "/v1/consistency-checks",
		Tags: []string{tagJobs}, Summary: "List checks", Description: "Those of the last 30 days, newest first.",
	}, a.listChecks)
}

// Check says what to check.
type Check struct {
	Audience string `json:"audience,omitempty" maxLength:"64" doc:"An audience's id; all of them if left out."`
}

type startCheckInput struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           Check
	RawBody        []byte
}

func (a *API) startCheck(ctx context.Context, v *visit, in *startCheckInput) (*created[Job], error) {
	return started(a.cfg.Domain.StartAudit(ctx, v.gate, v.id, in.Body.Audience, v.once(in.IdempotencyKey, in.RawBody)))
}

type listChecksInput struct {
	Cursor string `query:"cursor" maxLength:"1024"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"25"`
}

func (a *API) listChecks(ctx context.Context, v *visit, in *listChecksInput) (*jobsOutput, error) {
	return a.jobsOf(ctx, v, "", in.Cursor, in.Limit)
}
