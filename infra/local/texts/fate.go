package texts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Fate is what becomes of texts to a phone.
type Fate string

// The fates of texts. Those of files are what AWS finds when it fetches them.
const (
	Delivered    Fate = "delivered"
	Accepted     Fate = "accepted" // by the carrier, and nothing more is heard
	Blocked      Fate = "blocked"
	CarrierBlock Fate = "carrier_blocked"
	Unreachable  Fate = "unreachable"
	Expired      Fate = "expired"
	Invalid      Fate = "invalid"

	dropped      Fate = "dropped" // it opted out, and SNS says nothing
	inaccessible Fate = "file_inaccessible"
	unsupported  Fate = "file_type_unsupported"
	oversized    Fate = "file_size_exceeded"
)

// becomes are the events of each fate, without TEXT_ or MEDIA_, in the order in
// which they happen. Source: "Event types for SMS, MMS, and voice", End User
// Messaging SMS User Guide.
var becomes = map[Fate][]string{
	Delivered:    {"SUCCESSFUL", "DELIVERED"},
	Accepted:     {"SUCCESSFUL"},
	Blocked:      {"PENDING", "BLOCKED"},
	CarrierBlock: {"CARRIER_BLOCKED"},
	Unreachable:  {"PENDING", "UNREACHABLE"},
	Expired:      {"QUEUED", "TTL_EXPIRED"},
	Invalid:      {"INVALID"},
	dropped:      nil,
	inaccessible: {"FILE_INACCESSIBLE"},
	unsupported:  {"FILE_TYPE_UNSUPPORTED"},
	oversized:    {"FILE_SIZE_EXCEEDED"},
}

// Fates are those that a phone can be given.
var Fates = []Fate{Delivered, Accepted, Blocked, CarrierBlock, Unreachable, Expired, Invalid}

// failing is the number of the simulator whose texts fail, in the United States.
// Source: "Simulator phone numbers in AWS End User Messaging SMS".
const failing = "+14254147167"

// SetFate decides on what becomes of texts to a phone from now on.
func (s *Server) SetFate(ctx context.Context, phone string, f Fate) error {
	if !slices.Contains(Fates, f) {
		return fmt.Errorf("%w: a fate is one of %v", ErrInvalid, Fates)
	}
	_, err := s.DB.ExecContext(ctx, `INSERT INTO text_fates (phone, fate) VALUES (?, ?) ON CONFLICT (phone) DO UPDATE SET fate = excluded.fate`, phone, f)
	if err != nil {
		return fmt.Errorf("keep a fate: %w", err)
	}
	return nil
}

// fate returns what becomes of texts to a phone.
func (s *Server) fate(ctx context.Context, phone string) (f Fate, err error) {
	if phone == failing {
		return Blocked, nil
	}
	err = s.DB.QueryRowContext(ctx, `SELECT fate FROM text_fates WHERE phone = ?`, phone).Scan(&f)
	if errors.Is(err, sql.ErrNoRows) {
		return Delivered, nil
	}
	return f, err
}

// events are the types of event of a fate.
func (f Fate) events(media bool) []string {
	prefix := "TEXT_"
	if media {
		prefix = "MEDIA_"
	}
	var out []string
	for _, e := range becomes[f] {
		out = append(out, prefix+e)
	}
	return out
}

// reached tells from the events of a text whether it is on the phone.
func reached(events []string) bool {
	return slices.ContainsFunc(events, func(e string) bool { return strings.HasSuffix(e, "_DELIVERED") })
}
