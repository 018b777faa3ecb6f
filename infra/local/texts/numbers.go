package texts

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"time"

	"confab/infra/local/function"
)

// OptOutList is the list that all numbers of the account go by.
const OptOutList = "Default"

// Active is the status of a number that can be sent from.
const Active = "ACTIVE"

// Number is a number of the account. What it leaves out is what a number has that
// was just connected: it is active, it is two-way, it carries pictures, and STOP
// and HELP are left to Confab.
type Number struct {
	Number string `json:"number"` // E.164
	// Status is AWS's word: PENDING, ACTIVE, ASSOCIATING, DISASSOCIATING or DELETED.
	Status string `json:"status,omitempty"`
	// Managed: AWS answers STOP and HELP by itself, and keeps who opted out.
	Managed bool `json:"managed,omitempty"`
	// OneWay: nothing reaches us of what is texted to it.
	OneWay bool `json:"one_way,omitempty"`
	// Plain: it carries no pictures.
	Plain bool `json:"plain,omitempty"`
}

// Source: the patterns of DestinationPhoneNumber and PhoneNumber in the End User
// Messaging SMS and Voice API, version 2; the plus sign is ours to ask for.
var e164 = regexp.MustCompile(`^\+[1-9][0-9]{1,18}$`)

// PhoneNumberID is the id that AWS gives a number, here one that follows from it.
func PhoneNumberID(number string) string {
	sum := sha256.Sum256([]byte(number))
	return "phone-" + hex.EncodeToString(sum[:16])
}

// PhoneNumberARN is the resource that a number is to AWS.
func PhoneNumberARN(number string) string { return phoneNumbers + PhoneNumberID(number) }

// PhoneNumbersARN stands for all of them in a policy.
const PhoneNumbersARN = phoneNumbers + "*"

const phoneNumbers = "arn:aws:sms-voice:" + function.Region + ":" + function.Account + ":phone-number/"

// Own adds numbers to the account. Those that it has already stay as they are.
func (s *Server) Own(ctx context.Context, numbers ...Number) error {
	for _, n := range numbers {
		if err := s.put(ctx, n, `DO NOTHING`); err != nil {
			return err
		}
	}
	return nil
}

// Set changes a number of the account, or adds it.
func (s *Server) Set(ctx context.Context, n Number) error {
	return s.put(ctx, n, `DO UPDATE SET settings = excluded.settings`)
}

func (s *Server) put(ctx context.Context, n Number, otherwise string) error {
	if !e164.MatchString(n.Number) {
		return fmt.Errorf("%w: a number is written as +12125550100", ErrInvalid)
	}
	n.Status = cmp.Or(n.Status, Active)
	settings, err := json.Marshal(n)
	if err == nil {
		_, err = s.DB.ExecContext(ctx, `INSERT INTO text_numbers (number, settings) VALUES (?, ?) ON CONFLICT (number) `+otherwise, n.Number, settings)
	}
	if err != nil {
		return fmt.Errorf("keep a number: %w", err)
	}
	return nil
}

// Numbers returns the numbers of the account in their order.
func (s *Server) Numbers(ctx context.Context) ([]Number, error) {
	rows, err := s.DB.QueryContext(ctx, `SELECT settings FROM text_numbers ORDER BY number`)
	if err != nil {
		return nil, fmt.Errorf("read numbers: %w", err)
	}
	defer rows.Close()
	numbers := []Number{}
	for rows.Next() {
		var settings []byte
		var n Number
		if err := rows.Scan(&settings); err != nil {
			return nil, fmt.Errorf("read numbers: %w", err)
		}
		if err := json.Unmarshal(settings, &n); err != nil {
			return nil, fmt.Errorf("read numbers: %w", err)
		}
		numbers = append(numbers, n)
	}
	return numbers, rows.Err()
}

// own finds a number of the account by itself, its id or its ARN.
func (s *Server) own(ctx context.Context, identity string) (Number, error) {
	numbers, err := s.Numbers(ctx)
	if err != nil {
		return Number{}, err
	}
	i := slices.IndexFunc(numbers, func(n Number) bool {
		return slices.Contains([]string{n.Number, PhoneNumberID(n.Number), PhoneNumberARN(n.Number)}, identity)
	})
	if i < 0 {
		return Number{}, ErrNoNumber
	}
	return numbers[i], nil
}

// OptOut puts a phone on the account's list.
func (s *Server) OptOut(ctx context.Context, phone string) error {
	_, err := s.DB.ExecContext(ctx, `INSERT INTO text_opt_outs (number, at) VALUES (?, ?) ON CONFLICT (number) DO NOTHING`, phone, time.Now().UnixMilli())
	if err != nil {
		return fmt.Errorf("opt out: %w", err)
	}
	return nil
}

// OptIn takes a phone off the account's list.
func (s *Server) OptIn(ctx context.Context, phone string) error {
	if _, err := s.DB.ExecContext(ctx, `DELETE FROM text_opt_outs WHERE number = ?`, phone); err != nil {
		return fmt.Errorf("opt in: %w", err)
	}
	return nil
}

// optedOut returns the account's list: when each phone opted out.
func (s *Server) optedOut(ctx context.Context) (map[string]time.Time, error) {
	rows, err := s.DB.QueryContext(ctx, `SELECT number, at FROM text_opt_outs`)
	if err != nil {
		return nil, fmt.Errorf("read who opted out: %w", err)
	}
	defer rows.Close()
	list := map[string]time.Time{}
	for rows.Next() {
		var number string
		var at int64
		if err := rows.Scan(&number, &at); err != nil {
			return nil, fmt.Errorf("read who opted out: %w", err)
		}
		list[number] = time.UnixMilli(at).UTC()
	}
	return list, rows.Err()
}
