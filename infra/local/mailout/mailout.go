// Package mailout stands in for SES sending on a laptop: it takes what the SDK's
// SendEmail sends, refuses what SES refuses, keeps the mail as it would go over
// the wire, and reports to the delivery events queue what became of it. A page,
// the outbox, shows what was sent and plays the client who got it.
//
// It promises that a mail which was accepted is on disk with its envelope and
// tags, and that its events are published at least once, also after kill -9. Like
// SES it replaces Message-ID and Date and delivers to the envelope's Destination
// alone. It refuses content other than raw MIME.
package mailout

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"

	"confab/infra/local/standin"
)

// Schema makes the table of sent mail. Times are in Unix milliseconds. pending
// is the JSON list of event types that are still to be published.
const Schema = `
CREATE TABLE IF NOT EXISTS sent_mails (
	seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, source TEXT NOT NULL,
	destination TEXT NOT NULL, tags TEXT NOT NULL, configuration_set TEXT NOT NULL, mime BLOB NOT NULL,
	events TEXT NOT NULL DEFAULT '[]', pending TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS sent_mails_pending ON sent_mails (seq) WHERE pending <> '[]'`

// ErrNoMail says that no sent mail has the id.
var ErrNoMail = errors.New("no such mail")

// Server is SES's sending side and the outbox.
type Server struct {
	DB *sql.DB // its schema includes Schema
	// Domains are those that SES would have verified, in lower case.
	Domains []string
	// Publish sends a message to the delivery events queue.
	Publish func(ctx context.Context, message string) error
	// Submit hands an answer to where mail to us is received.
	Submit func(ctx context.Context, from, to string, raw []byte) error
	// EventDelay is how long after a mail its first events come.
	EventDelay time.Duration

	faults standin.Faults[Fault]
	due    standin.Bell // rings when events may have come due
	mu     sync.Mutex
	mute   bool
}

// Mail is a mail that was accepted.
type Mail struct {
	ID               string              `json:"id"` // as SendEmail returned it
	At               time.Time           `json:"at"`
	Source           string              `json:"source"`
	Destination      []string            `json:"destination"` // the envelope's recipients
	Tags             map[string][]string `json:"tags"`
	ConfigurationSet string              `json:"configuration_set"`
	Events           []string            `json:"events"` // types that were published
	MIME             string              `json:"mime"`   // as it goes over the wire
}

// newID makes an id that looks like SES's.
func newID() string {
	var random [8]byte
	_, _ = rand.Read(random[:]) // never fails
	return "01000" + hex.EncodeToString(random[:])[:11] + "-" + uuid.NewString() + "-000000"
}

func (s *Server) store(ctx context.Context, m *Mail, pending []string) error {
	destination, errDestination := json.Marshal(m.Destination)
	tags, errTags := json.Marshal(m.Tags)
	events, errEvents := json.Marshal(pending)
	if err := errors.Join(errDestination, errTags, errEvents); err != nil {
		return fmt.Errorf("encode sent mail: %w", err)
	}
	_, err := s.DB.ExecContext(ctx, `INSERT INTO sent_mails (id, at, source, destination, tags, configuration_set, mime, pending) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		m.ID, m.At.UnixMilli(), m.Source, destination, tags, m.ConfigurationSet, []byte(m.MIME), events)
	if err != nil {
		return fmt.Errorf("store sent mail: %w", err)
	}
	return nil
}

const columns = `SELECT id, at, source, destination, tags, configuration_set, mime, events FROM sent_mails `

// Mails returns the newest mails, newest first.
func (s *Server) Mails(ctx context.Context, limit int) ([]Mail, error) {
	return s.query(ctx, columns+`ORDER BY seq DESC LIMIT ?`, limit)
}

// Mail returns one mail, or ErrNoMail.
func (s *Server) Mail(ctx context.Context, id string) (*Mail, error) {
	found, err := s.query(ctx, columns+`WHERE id = ?`, id)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%s: %w", id, ErrNoMail)
	}
	return &found[0], nil
}

func (s *Server) query(ctx context.Context, query string, args ...any) ([]Mail, error) {
	rows, err := s.DB.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read sent mail: %w", err)
	}
	defer rows.Close()
	mails := []Mail{}
	for rows.Next() {
		var m Mail
		var at int64
		var destination, tags, events []byte
		if err := rows.Scan(&m.ID, &at, &m.Source, &destination, &tags, &m.ConfigurationSet, &m.MIME, &events); err != nil {
			return nil, fmt.Errorf("read sent mail: %w", err)
		}
		m.At = time.UnixMilli(at).UTC()
		if err := errors.Join(json.Unmarshal(destination, &m.Destination), json.Unmarshal(tags, &m.Tags), json.Unmarshal(events, &m.Events)); err != nil {
			return nil, fmt.Errorf("read sent mail %s: %w", m.ID, err)
		}
		mails = append(mails, m)
	}
	return mails, rows.Err()
}
