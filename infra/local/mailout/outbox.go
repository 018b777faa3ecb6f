package mailout

import (
	_ "embed"
	"encoding/json"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"strings"

	"github.com/jhillyerd/enmime/v2"
)

//go:embed outbox.html
var page string

var pages = template.Must(template.New("outbox").Funcs(template.FuncMap{
	"join": func(list []string) string { return strings.Join(list, ", ") },
}).Parse(page))

// How many mails the outbox shows.
const shown = 200

// entry is a mail as the outbox shows it, in the page and in JSON.
type entry struct {
	Mail
	From       string `json:"from"`
	ReplyTo    string `json:"reply_to"`
	Subject    string `json:"subject"`
	MessageID  string `json:"message_id"` // with angle brackets, as it stands in the mail
	InReplyTo  string `json:"in_reply_to"`
	References string `json:"references"`
	Text       string `json:"text"`
	HTML       string `json:"html"`
}

func newEntry(m Mail) entry {
	e := entry{Mail: m}
	if envelope, err := enmime.ReadEnvelope(strings.NewReader(m.MIME)); err == nil {
		e.From, e.ReplyTo, e.Subject = envelope.GetHeader("From"), envelope.GetHeader("Reply-To"), envelope.GetHeader("Subject")
		e.MessageID, e.InReplyTo = envelope.GetHeader("Message-ID"), envelope.GetHeader("In-Reply-To")
		e.References, e.Text, e.HTML = envelope.GetHeader("References"), envelope.Text, envelope.HTML
	}
	return e
}

// Outbox serves the pages that show what was sent and play the client who got
// it, and GET /outbox.json with the same for tests.
func (s *Server) Outbox() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.list)
	mux.HandleFunc("GET /outbox.json", s.listJSON)
	mux.HandleFunc("GET /mails/{id}", s.show)
	mux.HandleFunc("POST /mails/{id}/answer", s.act(func(r *http.Request, id string) error {
		return s.Answer(r.Context(), id, r.FormValue("text"))
	}))
	mux.HandleFunc("POST /mails/{id}/bounce", s.act(func(r *http.Request, id string) error { return s.Bounce(r.Context(), id) }))
	mux.HandleFunc("POST /mails/{id}/complain", s.act(func(r *http.Request, id string) error { return s.Complain(r.Context(), id) }))
	// Other pages in the same browser must not press our buttons.
	return http.NewCrossOriginProtection().Handler(mux)
}

func (s *Server) entries(r *http.Request) ([]entry, error) {
	mails, err := s.Mails(r.Context(), shown)
	list := make([]entry, len(mails))
	for i, m := range mails {
		list[i] = newEntry(m)
	}
	return list, err
}

func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	list, err := s.entries(r)
	render(w, "list", list, err)
}

func (s *Server) listJSON(w http.ResponseWriter, r *http.Request) {
	list, err := s.entries(r)
	if err != nil {
		render(w, "", nil, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(list) // the client went away
}

func (s *Server) show(w http.ResponseWriter, r *http.Request) {
	m, err := s.Mail(r.Context(), r.PathValue("id"))
	if err != nil {
		render(w, "", nil, err)
		return
	}
	render(w, "mail", newEntry(*m), nil)
}

func (s *Server) act(do func(r *http.Request, id string) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id := r.PathValue("id")
		if err := do(r, id); err != nil {
			render(w, "", nil, err)
			return
		}
		http.Redirect(w, r, "/mails/"+id, http.StatusSeeOther)
	}
}

func render(w http.ResponseWriter, name string, data any, err error) {
	var html strings.Builder
	if err == nil {
		err = pages.ExecuteTemplate(&html, name, data)
	}
	switch {
	case errors.Is(err, ErrNoMail):
		http.Error(w, "There is no such mail.", http.StatusNotFound)
	case err != nil:
		slog.Warn("the outbox fails", "error", err)
		http.Error(w, "That did not work: "+err.Error(), http.StatusInternalServerError)
	default:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'")
		_, _ = w.Write([]byte(html.String())) // the client went away
	}
}
