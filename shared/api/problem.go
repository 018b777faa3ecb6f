package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

// problemType begins the type of each problem (RFC 9457 §3.1.1): a name to tell
// kinds apart by, which leads nowhere.
const problemType = "urn:problem-type:confab:"

// Failures that the API knows by itself.
var (
	errNoMembership = &inbox.Problem{Kind: inbox.ErrForbidden,
		Detail: "You are signed in, but no member of this inbox. If you were invited, accept with POST /v1/me; otherwise ask an owner for an invitation to your email."}
	errNoEmail = &inbox.Problem{Kind: inbox.ErrForbidden,
		Detail: "The issuer does not confirm an email of yours, so no invitation can be found. Verify your email with it and sign in again."}
	errNotYours = &inbox.Problem{Kind: inbox.ErrForbidden, Detail: "Your role does not allow this."}
	errInfected = &inbox.Problem{Kind: inbox.ErrForbidden, Detail: "A virus was found in this message; its files are not served."}
	errUngated  = errors.New("answered without asking whether the caller may")
)

// retryAfter is the Retry-After of a 429, in seconds. What is limited is counted
// by the hour or drains by the minute, and asking again costs little.
const retryAfter = "60"

const internalSentence = "Something went wrong on our side. If it persists, tell your administrator the X-Request-Id of this answer."

// kinds maps what went wrong to what the client is told; the first that matches
// counts. Its sentence serves where the error has none that is safe to show.
var kinds = []struct {
	kind     error
	status   int
	name     string
	sentence string
}{
	{errNoMembership, http.StatusForbidden, "no_membership", ""},
	{errNoEmail, http.StatusForbidden, "no_verified_email", ""},
	{errInfected, http.StatusForbidden, "virus", ""},
	{inbox.ErrInvalid, http.StatusUnprocessableEntity, "invalid", "The request can't succeed as it is."},
	{inbox.ErrNotFound, http.StatusNotFound, "not_found", "There is no such thing here."},
	{inbox.ErrForbidden, http.StatusForbidden, "forbidden", "You may not do this."},
	{inbox.ErrKeyReused, http.StatusUnprocessableEntity, "key_reused", "This Idempotency-Key was used before with another request."},
	{inbox.ErrSuppressed, http.StatusConflict, "suppressed", "A recipient bounced or complained before. Lift the suppression, or send with force."},
	{inbox.ErrRateLimited, http.StatusTooManyRequests, "rate_limited", "Too much in too short a time; wait a little and retry."},
	{inbox.ErrConflict, http.StatusConflict, "conflict", "Somebody else changed this meanwhile; read it again and retry."},
	{inbox.ErrDuplicate, http.StatusConflict, "duplicate", "This exists already."},
}

// problem makes of an error what the client sees. What is not the client's doing
// is logged with its chain, and the client gets a sentence without it.
func (a *API) problem(ctx context.Context, v *visit, err error) error {
	var done *huma.ErrorModel
	if errors.As(err, &done) {
		return done
	}
	for _, k := range kinds {
		if !errors.Is(err, k.kind) {
			continue
		}
		detail := k.sentence
		var safe *inbox.Problem
		// What is not there and what is another audience's must read the same.
		if k.status != http.StatusNotFound && errors.As(err, &safe) {
			detail = safe.Detail
		}
		status := k.status
		if k.name == "conflict" && v.ifMatch {
			status = http.StatusPreconditionFailed // RFC 9110 §13.1.1
		}
		p := newProblem(status, k.name, detail)
		if status == http.StatusTooManyRequests { // RFC 6585 §4
			return huma.ErrorWithHeaders(p, http.Header{"Retry-After": {retryAfter}})
		}
		return p
	}
	a.cfg.Log.ErrorContext(ctx, "request failed", "request_id", RequestID(ctx),
		"operation", v.op.OperationID, "member", v.id, "error", err)
	return newProblem(http.StatusInternalServerError, "internal", internalSentence)
}

func newProblem(status int, name, detail string) *huma.ErrorModel {
	return &huma.ErrorModel{Type: problemType + name, Title: http.StatusText(status), Status: status, Detail: detail}
}

// invalid says which field can't be so; location is like "body.subject".
func invalid(location, sentence string) *huma.ErrorModel {
	p := newProblem(http.StatusUnprocessableEntity, "invalid", "validation failed")
	p.Errors = []*huma.ErrorDetail{{Location: location, Message: sentence}}
	return p
}

// muxProblem words what the mux found wrong.
func muxProblem(status int) *huma.ErrorModel {
	if status == http.StatusMethodNotAllowed {
		return newProblem(status, "method_not_allowed", "This path does not take that method; see Allow.")
	}
	return newProblem(http.StatusNotFound, "not_found", "There is no such path; see /openapi.json.")
}

// names are the kinds of the problems that huma finds by itself.
var names = map[int]string{
	http.StatusBadRequest:            "malformed",
	http.StatusRequestEntityTooLarge: "too_large",
	http.StatusUnsupportedMediaType:  "unsupported_media_type",
	http.StatusUnprocessableEntity:   "invalid",
	http.StatusRequestTimeout:        "timeout",
}

// tidyProblem gives huma's own problems a type, and takes out what they echo of
// the request: it may be long, and it is somebody's correspondence.
func tidyProblem(_ huma.Context, _ string, v any) (any, error) {
	p, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	if p.Type == "" {
		p.Type = problemType + "error"
		if name := names[p.Status]; name != "" {
			p.Type = problemType + name
		}
	}
	for _, e := range p.Errors {
		e.Value = nil
	}
	return p, nil
}

// refuse answers with a problem before huma has begun to.
func refuse(ctx huma.Context, p *huma.ErrorModel) {
	body, _ := json.Marshal(p) // strings and a number: it cannot fail
	ctx.SetHeader("Content-Type", "application/problem+json")
	ctx.SetStatus(p.Status)
	_, _ = ctx.BodyWriter().Write(body) // a client that is gone needs no answer
}

func writeProblem(w http.ResponseWriter, p *huma.ErrorModel) {
	body, _ := json.Marshal(p) // strings and a number: it cannot fail
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_, _ = w.Write(body) // a client that is gone needs no answer
}
