package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"confab/shared/inbox"
)

// Config is what the API needs from outside. All of it is required but
// Userinfo, OwnerEmail, Scope and CheckFile.
type Config struct {
	Domain Domain
	Store  Reader
	Bodies Bodies
	Links  inbox.Links
	IDs    inbox.IDs
	Now    inbox.Clock
	Log    *slog.Logger

	// CursorKey signs the cursors of lists: 32 random bytes, the same in every
	// container.
	CursorKey []byte
	// CheckFile fails for the name of a file that the mail provider does not send.
	CheckFile func(name string) error
	// LinkLifetime is for how long a link made by Links is good; clients are told.
	LinkLifetime time.Duration

	// Issuer is the OpenID Connect issuer that the document names for signing in.
	Issuer string
	// Scope is one that a token must carry; empty where the issuer hands out
	// tokens for this API alone.
	Scope string
	// OwnerEmail may claim the account's first seat.
	OwnerEmail string
	// Userinfo is asked at sign-in when the token proves no email.
	Userinfo Userinfo
}

// API serves the routes. It is safe for concurrent use.
type API struct {
	cfg       Config
	mux       *http.ServeMux
	huma      huma.API
	members   *cache[*inbox.Member]
	keys      *cache[*inbox.APIKey]
	rates     rates // of keys
	audiences *cache[inbox.Audience]
}

func init() {
	// A nil slice is served as [] (see list), so the document must not say null.
	huma.DefaultArrayNullable = false
}

// New makes the API and registers all its routes.
func New(cfg Config) *API {
	a := &API{
		cfg:       cfg,
		mux:       http.NewServeMux(),
		members:   newCache[*inbox.Member](cfg.Now, remembered),
		keys:      newCache[*inbox.APIKey](cfg.Now, remembered),
		audiences: newCache[inbox.Audience](cfg.Now, remembered),
	}
	a.huma = humago.New(a.mux, document(cfg))
	a.huma.UseMiddleware(a.admit, strict)
	a.memberRoutes()
	a.keyRoutes()
	a.savedReplyRoutes()
	a.couponRoutes()
	a.campaignRoutes()
	a.audienceRoutes()
	a.conversationRoutes()
	a.messageRoutes()
	a.workRoutes()
	a.snoozeRoutes()
	a.sortingRoutes()
	a.referenceRoutes()
	a.directoryRoutes()
	a.answerRoutes()
	a.contactRoutes()
	a.activityRoutes()
	a.mergeRoutes()
	a.searchRoutes()
	a.deliveryRoutes()
	a.textingRoutes()
	a.historyRoutes()
	a.jobRoutes()
	a.checkRoutes()
	a.bulkRoutes()
	a.deletionRoutes()
	a.auditRoutes()
	a.changeRoutes()
	a.presenceRoutes()
	a.webhookRoutes()
	a.serveDocument()
	return a
}

// ServeHTTP answers one request, and logs one line about it that carries ids only.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := a.cfg.Now()
	id := RequestID(r.Context())
	if id == "" {
		id = a.cfg.IDs.New(start)
		r = r.WithContext(WithRequestID(r.Context(), id))
	}
	w.Header().Set("X-Request-Id", id)
	// What is answered is somebody's correspondence; RFC 9111 §5.2.2.5.
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	sent := &statusWriter{ResponseWriter: w, status: http.StatusOK}
	route := a.route(sent, r)
	a.cfg.Log.InfoContext(r.Context(), "request", "request_id", id, "route", route,
		"status", sent.status, "ms", a.cfg.Now().Sub(start).Milliseconds())
}

// route serves the request and returns the pattern it matched. Where none does,
// the mux still knows whether it is the path or the method that is wrong; only
// the words of its answer are replaced.
func (a *API) route(w http.ResponseWriter, r *http.Request) string {
	h, pattern := a.mux.Handler(r)
	if pattern != "" {
		a.mux.ServeHTTP(w, r)
		return pattern
	}
	refusal := &discard{header: http.Header{}}
	h.ServeHTTP(refusal, r)
	if allow := refusal.header.Get("Allow"); allow != "" {
		w.Header().Set("Allow", allow)
	}
	writeProblem(w, muxProblem(refusal.status))
	return ""
}

// Document returns the OpenAPI document as JSON.
func (a *API) Document() ([]byte, error) { return a.huma.OpenAPI().MarshalJSON() }

// register adds a route. It is the one place where a handler's error becomes a
// problem, and where an answer is withheld that no gate has let through.
func register[I, O any](a *API, op huma.Operation, handle func(context.Context, *visit, *I) (*O, error)) {
	op.Security = []map[string][]string{{securityScheme: {}}}
	if !peopleOnly[op.OperationID] {
		op.Security = append(op.Security, map[string][]string{keyScheme: {}})
	}
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		v := visitFrom(ctx)
		out, err := handle(ctx, v, in)
		if errors.Is(err, inbox.ErrDuplicate) {
			// The same request was heard twice at the same moment and the other was
			// first. Its record is there now, and yields what it made.
			out, err = handle(ctx, v, in)
		}
		if err == nil && !v.passed.Load() {
			err = errUngated
		}
		if err != nil {
			return nil, a.problem(ctx, v, err)
		}
		return out, nil
	})
}

type requestIDKey struct{}

// WithRequestID names the request in logs and in the X-Request-Id header.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestIDKey{}, id)
}

// RequestID returns the name given to the request, or "".
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// statusWriter remembers the status for the log.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// discard keeps the header and the status of an answer and forgets its body.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(status int)      { d.status = status }
