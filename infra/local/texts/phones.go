package texts

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"

	"confab/shared/channel/sms"
)

//go:embed phone.html phone.css phone.js
var pages embed.FS

// entry is a text as the page shows it.
type entry struct {
	Text
	Encoding string   `json:"encoding"`
	Units    int      `json:"units"`
	ForcedBy string   `json:"forced_by,omitempty"` // the first character that is not of GSM-7
	Segments []string `json:"segments"`
	Reached  bool     `json:"reached"` // it is on the phone, or was written there
	Again    bool     `json:"again"`   // it came in, and can come in once more
	Waiting  bool     `json:"waiting"` // more will become of it
}

func newEntry(t Text) entry {
	l := sms.Measure(t.Body)
	e := entry{
		Text: t, Encoding: string(l.Encoding), Units: l.Units, ForcedBy: l.ForcedBy, Segments: sms.Split(t.Body),
		Reached: t.Via == ViaPhone || reached(t.Events), Again: t.notification != "", Waiting: t.waiting,
	}
	if e.Events == nil {
		e.Events = []string{}
	}
	if t.Media != "" || e.Segments == nil { // a text with a file is not divided
		e.Segments = []string{t.Body}
	}
	return e
}

// Pages serves the page on which one is any phone, and the same in JSON:
//
//	GET  /phones.json        who has written or was written to, and the account's numbers
//	GET  /phones/{phone}     a phone's texts, with their segments
//	POST /phones/{phone}     {"fate"}: what becomes of texts to it; {"opted_out"}: on AWS's list or not
//	POST /texts              {"from", "to", "body", "id"}: writes a text
//	POST /texts/{id}/again   has the same notification come once more
//	GET  /texts/{id}/media   what a text shows
//	POST /numbers            {"number", "status", "managed", "one_way", "plain"}: changes one of the account's
func (s *Server) Pages() http.Handler {
	mux := http.NewServeMux()
	for path, name := range map[string]string{"/{$}": "phone.html", "/phone.css": "phone.css", "/phone.js": "phone.js"} {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'")
			http.ServeFileFS(w, r, pages, name)
		})
	}
	mux.HandleFunc("GET /phones.json", answered(s.overview))
	mux.HandleFunc("GET /phones/{phone}", answered(s.phone))
	mux.HandleFunc("POST /phones/{phone}", answered(s.setPhone))
	mux.HandleFunc("POST /texts", answered(s.write))
	mux.HandleFunc("POST /texts/{id}/again", answered(func(r *http.Request) (any, error) {
		return nil, s.Again(r.Context(), r.PathValue("id"))
	}))
	mux.HandleFunc("GET /texts/{id}/media", s.media)
	mux.HandleFunc("POST /numbers", answered(func(r *http.Request) (any, error) {
		var n Number
		if err := read(r, &n); err != nil {
			return nil, err
		}
		return nil, s.Set(r.Context(), n)
	}))
	// Other pages in the same browser must not press our buttons.
	return http.NewCrossOriginProtection().Handler(mux)
}

func read(r *http.Request, into any) error {
	if err := json.NewDecoder(http.MaxBytesReader(nil, r.Body, 64<<10)).Decode(into); err != nil {
		return fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	return nil
}

// answered answers in JSON, or with a sentence where something is wrong.
func answered(do func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		out, err := do(r)
		switch {
		case errors.Is(err, ErrInvalid):
			http.Error(w, err.Error(), http.StatusBadRequest)
		case errors.Is(err, ErrNoText), errors.Is(err, ErrNoNumber):
			http.Error(w, err.Error(), http.StatusNotFound)
		case err != nil:
			slog.Warn("the phones fail", "error", err)
			http.Error(w, "That did not work: "+err.Error(), http.StatusInternalServerError)
		case out == nil:
			w.WriteHeader(http.StatusNoContent)
		default:
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(out) // the client went away
		}
	}
}

func (s *Server) overview(r *http.Request) (any, error) {
	numbers, err := s.Numbers(r.Context())
	if err != nil {
		return nil, err
	}
	phones, err := s.Phones(r.Context())
	return map[string]any{"numbers": numbers, "phones": phones, "fates": Fates}, err
}

func (s *Server) phone(r *http.Request) (any, error) {
	return s.show(r.Context(), typed(r))
}

// typed is the phone that a request names, however people write its number.
func typed(r *http.Request) string {
	if p, err := sms.ParseParty(r.PathValue("phone")); err == nil {
		return p.Value
	}
	return r.PathValue("phone")
}

func (s *Server) show(ctx context.Context, phone string) (any, error) {
	texts, err := s.Phone(ctx, phone)
	if err != nil {
		return nil, err
	}
	fate, err := s.fate(ctx, phone)
	if err != nil {
		return nil, err
	}
	opted, err := s.optedOut(ctx)
	if err != nil {
		return nil, err
	}
	entries := make([]entry, len(texts))
	for i, t := range texts {
		entries[i] = newEntry(t)
	}
	return struct {
		Phone    string  `json:"phone"`
		Fate     Fate    `json:"fate"`
		OptedOut bool    `json:"opted_out"` // by AWS's list
		Texts    []entry `json:"texts"`
	}{phone, fate, !opted[phone].IsZero(), entries}, nil
}

func (s *Server) setPhone(r *http.Request) (any, error) {
	var in struct {
		Fate     Fate  `json:"fate"`
		OptedOut *bool `json:"opted_out"`
	}
	err := read(r, &in)
	phone := typed(r)
	if err == nil && in.Fate != "" {
		err = s.SetFate(r.Context(), phone, in.Fate)
	}
	switch {
	case err != nil || in.OptedOut == nil:
	case *in.OptedOut:
		err = s.OptOut(r.Context(), phone)
	default:
		err = s.OptIn(r.Context(), phone)
	}
	if err != nil {
		return nil, err
	}
	return s.show(r.Context(), phone)
}

func (s *Server) write(r *http.Request) (any, error) {
	var in Written
	if err := read(r, &in); err != nil {
		return nil, err
	}
	t, err := s.Write(r.Context(), in)
	if err != nil {
		return nil, err
	}
	return newEntry(*t), nil
}

// media serves pictures, and anything else as a download: a page of somebody's
// must not run here.
func (s *Server) media(w http.ResponseWriter, r *http.Request) {
	var mediaType string
	var data []byte
	err := s.DB.QueryRowContext(r.Context(), `SELECT media_type, media FROM texts WHERE id = ?`, r.PathValue("id")).Scan(&mediaType, &data)
	if err != nil || len(data) == 0 {
		http.Error(w, "There is no such file.", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if !slices.Contains(images, mediaType) {
		w.Header().Set("Content-Disposition", "attachment")
	}
	_, _ = w.Write(data) // the client went away
}
