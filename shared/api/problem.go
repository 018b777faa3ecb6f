package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

// problemType begins the type of each problem (RFC 9457 §3.1.1): a name to tell
// kinds apart by, which leads nowhere.
const problemType = "urn:problem-type:confab:"

// Problem is an RFC 9457 problem. The members after those of the standard come
// with the type texting_closed alone (its §3.2).
type Problem struct {
	huma.ErrorModel
	Reason        string     `json:"reason,omitempty" enum:"no_consent,opted_out,blocked,refusal,number_inactive,unanswerable,texting_hours,no_time_zone" doc:"With texting_closed: why the contact may not be texted."`
	Changed       *Changed   `json:"changed,omitempty" doc:"With the status 412, of a conversation: the newest entry of its thread since the version you saw. Absent where none came with what has changed."`
	NextAllowedAt *time.Time `json:"next_allowed_at,omitempty" doc:"With texting_closed: when the same may be sent, where time will allow it. Give it as send_at."`
}

// Changed is an entry of a thread by its ids and names.
type Changed struct {
	Message   string    `json:"message" doc:"The entry's id."`
	Kind      string    `json:"kind" enum:"message,note,event"`
	Direction string    `json:"direction" enum:",inbound,outbound"`
	Author    string    `json:"author" doc:"The id of the member who wrote or did it, or empty."`
	Event     *Event    `json:"event,omitempty" doc:"What an event changed."`
	Arrived   time.Time `json:"arrived"`
}

func changedOf(m *inbox.Message) *Changed {
	if m == nil {
		return nil
	}
	shown := messageOf(m)
	return &Changed{
		Message: shown.ID, Kind: shown.Kind, Direction: shown.Direction, Author: shown.Author, Event: shown.Event, Arrived: shown.Arrived,
	}
}

func init() {
	// What huma finds wrong by itself is a problem like the others.
	huma.NewError = func(status int, detail string, errs ...error) huma.StatusError {
		p := &Problem{ErrorModel: huma.ErrorModel{Status: status, Title: http.StatusText(status), Detail: detail}}
		for _, err := range errs {
			p.Add(err)
		}
		return p
	}
}

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
	{inbox.ErrTextingClosed, http.StatusConflict, "texting_closed", "This contact may not be texted."},
	{inbox.ErrGone, http.StatusGone, "gone", "This has been forgotten; load everything again."},
	{inbox.ErrRateLimited, http.StatusTooManyRequests, "rate_limited", "Too much in too short a time; wait a little and retry."},
	{inbox.ErrConflict, http.StatusConflict, "conflict", "Somebody else changed this meanwhile; read it again and retry."},
	{inbox.ErrDuplicate, http.StatusConflict, "duplicate", "This exists already."},
}

// problem makes of an error what the client sees. What is not the client's doing
// is logged with its chain, and the client gets a sentence without it.
func (a *API) problem(ctx context.Context, v *visit, err error) error {
	var done *Problem
	if errors.As(err, &done) {
		return done
	}
	if p := problemOf(err, v.ifMatch); p != nil {
		if p.Status == http.StatusTooManyRequests { // RFC 6585 §4
			return huma.ErrorWithHeaders(p, http.Header{"Retry-After": {retryAfter}})
		}
		return p
	}
	a.cfg.Log.ErrorContext(ctx, "request failed", "request_id", RequestID(ctx),
		"operation", v.op.OperationID, "member", v.id, "error", err)
	return newProblem(http.StatusInternalServerError, "internal", internalSentence)
}

// problemOf is the problem of an error of one of the kinds, nil for any other.
func problemOf(err error, ifMatch bool) *Problem {
	for _, k := range kinds {
		if !errors.Is(err, k.kind) {
			continue
		}
		status := k.status
		if k.name == "conflict" && ifMatch {
			status = http.StatusPreconditionFailed // RFC 9110 §13.1.1
		}
		p := newProblem(status, k.name, k.sentence)
		var safe *inbox.Problem
		// What is not there and what is another audience's must read the same.
		if status != http.StatusNotFound && errors.As(err, &safe) {
			p.Detail, p.Reason, p.NextAllowedAt = safe.Detail, string(safe.Reason), instant(safe.Next)
			p.Changed = changedOf(safe.Changed)
		}
		return p
	}
	return nil
}

func newProblem(status int, name, detail string) *Problem {
	return &Problem{ErrorModel: huma.ErrorModel{Type: problemType + name, Title: http.StatusText(status), Status: status, Detail: detail}}
}

// invalid says which field can't be so; location is like "body.subject".
func invalid(location, sentence string) *Problem {
	p := newProblem(http.StatusUnprocessableEntity, "invalid", "validation failed")
	p.Errors = []*huma.ErrorDetail{{Location: location, Message: sentence}}
	return p
}

// muxProblem words what the mux found wrong.
func muxProblem(status int) *Problem {
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
	p, ok := v.(*Problem)
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
func refuse(ctx huma.Context, p *Problem) {
	body, _ := json.Marshal(p) // strings and a number: it cannot fail
	ctx.SetHeader("Content-Type", "application/problem+json")
	ctx.SetStatus(p.Status)
	_, _ = ctx.BodyWriter().Write(body) // a client that is gone needs no answer
}

func writeProblem(w http.ResponseWriter, p *Problem) {
	body, _ := json.Marshal(p) // strings and a number: it cannot fail
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_, _ = w.Write(body) // a client that is gone needs no answer
}
