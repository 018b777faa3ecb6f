// Package texts stands in for text messages on a laptop: it takes what the SDKs
// of SNS and of AWS End User Messaging send to a phone, refuses what AWS refuses,
// reports what became of it to the delivery events queue, and hands what a phone
// writes to the texts queue in the notification in which SNS would. A page plays
// the phones.
//
// It promises that a text which was accepted is on disk, and that its events are
// published at least once, also after kill -9. It is as unkind as AWS: SNS takes
// texts to numbers that have opted out and drops them without a word, sends from
// any of the account's numbers where none is named, and tells nobody what became
// of them; the id of the text that somebody answers is sometimes missing; and a
// final event is not always the last one. It refuses operations that Confab does
// not call.
package texts

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"confab/infra/local/standin"
)

// Schema makes the tables of texts, of the account's numbers, of those who opted
// out and of phones with a fate of their own. Times are in Unix milliseconds.
// pending is the JSON list of event types that are still to be published.
const Schema = `
CREATE TABLE IF NOT EXISTS texts (
	seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, via TEXT NOT NULL, ours TEXT NOT NULL, phone TEXT NOT NULL,
	body TEXT NOT NULL, notification TEXT NOT NULL DEFAULT '', context TEXT NOT NULL DEFAULT '{}', reported INTEGER NOT NULL DEFAULT 0,
	media_type TEXT NOT NULL DEFAULT '', media BLOB, events TEXT NOT NULL DEFAULT '[]', pending TEXT NOT NULL DEFAULT '[]');
CREATE INDEX IF NOT EXISTS texts_pending ON texts (seq) WHERE pending <> '[]';
CREATE INDEX IF NOT EXISTS texts_phone ON texts (phone, seq);
CREATE TABLE IF NOT EXISTS text_numbers (number TEXT PRIMARY KEY, settings TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS text_opt_outs (number TEXT PRIMARY KEY, at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS text_fates (phone TEXT PRIMARY KEY, fate TEXT NOT NULL)`

// What a caller may do wrong.
var (
	ErrNoText   = errors.New("no such text")
	ErrNoNumber = errors.New("no number of the account")
	ErrInvalid  = errors.New("not understood")
)

// Server is AWS's side of text messages, and the phones.
type Server struct {
	DB *sql.DB // its schema includes Schema
	// ConfigurationSet is the one that the account has.
	ConfigurationSet string
	// Publish sends a message to the delivery events queue.
	Publish func(ctx context.Context, message string) error
	// Receive sends a message to the queue of texts that came in.
	Receive func(ctx context.Context, message string) error
	// Object reads what a text shows, from S3.
	Object func(ctx context.Context, bucket, key string) (mediaType string, data []byte, err error)

	faults standin.Faults[Fault]
	due    standin.Bell // rings when events may have come due
	mu     sync.Mutex
	mute   bool
}

// Via is how a text went.
type Via string

// The ways of texts.
const (
	ViaPhone   Via = "phone"              // written by somebody at a phone
	ViaSNS     Via = "sns"                // Publish
	ViaVoice   Via = "end-user-messaging" // SendTextMessage and SendMediaMessage
	ViaManaged Via = "managed"            // AWS's own answer to a keyword
)

// Text is a text that was taken.
type Text struct {
	ID    string    `json:"id"` // messageId of ours, inboundMessageId of theirs
	At    time.Time `json:"at"`
	Via   Via       `json:"via"`
	Ours  string    `json:"ours"`
	Phone string    `json:"phone"`
	Body  string    `json:"body"`
	Media string    `json:"media,omitempty"` // type of the file that it shows
	// Context is what it was sent with, and comes back with its events.
	Context map[string]string `json:"context,omitempty"`
	// Events are the types of what became of it, whether anybody was told or not.
	Events []string `json:"events"`

	notification string // of a text from a phone: as it lies in the queue
	reported     bool   // somebody is told of its events
	waiting      bool   // there are events still to come
}

// insert stores a text. One that is there already stays as it is.
func (s *Server) insert(ctx context.Context, t *Text, media []byte, pending []string) error {
	told, errTold := json.Marshal(t.Context)
	events, errEvents := json.Marshal(pending)
	if err := errors.Join(errTold, errEvents); err != nil {
		return fmt.Errorf("encode a text: %w", err)
	}
	if len(pending) == 0 {
		events = []byte("[]")
	}
	_, err := s.DB.ExecContext(ctx, `INSERT INTO texts (id, at, via, ours, phone, body, notification, context, reported, media_type, media, pending)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
		t.ID, t.At.UnixMilli(), t.Via, t.Ours, t.Phone, t.Body, t.notification, told, t.reported, t.Media, media, string(events))
	if err != nil {
		return fmt.Errorf("store a text: %w", err)
	}
	return nil
}

const columns = `SELECT id, at, via, ours, phone, body, notification, context, reported, media_type, events, pending <> '[]' FROM texts `

// Phone returns the newest texts from and to a phone, the oldest of them first.
func (s *Server) Phone(ctx context.Context, phone string) ([]Text, error) {
	texts, err := s.query(ctx, columns+`WHERE phone = ? ORDER BY seq DESC LIMIT 200`, phone)
	slices.Reverse(texts)
	return texts, err
}

// Phones returns who has been written to or has written, the latest first.
func (s *Server) Phones(ctx context.Context) ([]string, error) {
	rows, err := s.DB.QueryContext(ctx, `SELECT phone FROM texts GROUP BY phone ORDER BY MAX(seq) DESC LIMIT 200`)
	if err != nil {
		return nil, fmt.Errorf("read phones: %w", err)
	}
	defer rows.Close()
	phones := []string{}
	for rows.Next() {
		var phone string
		if err := rows.Scan(&phone); err != nil {
			return nil, fmt.Errorf("read phones: %w", err)
		}
		phones = append(phones, phone)
	}
	return phones, rows.Err()
}

// one returns a text, or ErrNoText.
func (s *Server) one(ctx context.Context, id string) (*Text, error) {
	found, err := s.query(ctx, columns+`WHERE id = ?`, id)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("%s: %w", id, ErrNoText)
	}
	if err != nil {
		return nil, err
	}
	return &found[0], nil
}

func (s *Server) query(ctx context.Context, query string, args ...any) ([]Text, error) {
	rows, err := s.DB.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read texts: %w", err)
	}
	defer rows.Close()
	texts := []Text{}
	for rows.Next() {
		var t Text
		var at int64
		var told, events []byte
		if err := rows.Scan(&t.ID, &at, &t.Via, &t.Ours, &t.Phone, &t.Body, &t.notification, &told, &t.reported, &t.Media, &events, &t.waiting); err != nil {
			return nil, fmt.Errorf("read texts: %w", err)
		}
		t.At = time.UnixMilli(at).UTC()
		if err := errors.Join(json.Unmarshal(told, &t.Context), json.Unmarshal(events, &t.Events)); err != nil {
			return nil, fmt.Errorf("read text %s: %w", t.ID, err)
		}
		texts = append(texts, t)
	}
	return texts, rows.Err()
}
