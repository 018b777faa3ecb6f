// Package handler receives mail: SES has put it into the bucket and tells so.
//
// It promises that an event yields one message however often it comes, and that
// an event that fails is retried. It refuses to decide anything: reading mail is
// package email's, placing it package inbox's.
package handler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/shared/channel/email"
	"confab/shared/inbox"
	"confab/shared/setup"
)

// setupNotification is the id under which SES once writes to a rule's bucket
// that it may write there; it is no mail.
const setupNotification = "AMAZON_SES_SETUP_NOTIFICATION"

// Raw reads raw mail by its key; inbox.ErrNotFound where there is none.
type Raw interface {
	Get(ctx context.Context, key string) ([]byte, error)
}

// Receiver puts a message where it belongs.
type Receiver interface {
	Receive(ctx context.Context, in inbox.Incoming) ([]inbox.Receipt, error)
}

// Handler handles the Lambda action of an SES receipt rule, invoked as an event.
type Handler struct {
	Inbox   Receiver
	Raw     Raw
	Metrics inbox.Metrics
	Log     *slog.Logger
	Hash    func(address string) string // what stands for an address in the log
}

// Handle receives every mail of the event. An error has the whole event retried.
func (h *Handler) Handle(ctx context.Context, e events.SimpleEmailEvent) error {
	var errs []error
	for _, record := range e.Records {
		id, start := record.SES.Mail.MessageID, time.Now()
		ctx := inbox.WithCorrelation(ctx, id)
		if id == setupNotification {
			h.Log.InfoContext(ctx, "SES can write to the bucket")
			continue
		}
		if err := h.receive(ctx, record.SES, start); err != nil {
			h.Log.ErrorContext(ctx, "mail not received, it comes again", "ms", time.Since(start).Milliseconds(), "error", err)
			errs = append(errs, fmt.Errorf("mail %s was not received, the log says why", id))
		}
	}
	return errors.Join(errs...)
}

func (h *Handler) receive(ctx context.Context, ses events.SimpleEmailService, start time.Time) error {
	key := setup.RawPrefix + ses.Mail.MessageID
	raw, err := h.Raw.Get(ctx, key)
	if errors.Is(err, inbox.ErrNotFound) {
		// SES writes before it tells, so it was there: it has been deleted for good.
		h.Log.WarnContext(ctx, "the raw mail is gone, nothing is received", "ms", time.Since(start).Milliseconds())
		return nil
	}
	if err != nil {
		return err
	}
	receipts, err := h.Inbox.Receive(ctx, email.Incoming(raw, delivery(ses, key)))
	if err != nil {
		return err
	}
	if len(receipts) == 0 {
		h.Log.WarnContext(ctx, "mail for an address that no audience owns; the raw mail is kept",
			"recipients_hash", h.hashes(ses.Receipt.Recipients), "ms", time.Since(start).Milliseconds())
		h.Metrics.Count("MailUnowned", 1)
	}
	for _, r := range receipts {
		h.Log.InfoContext(ctx, "mail received", "audience", r.Audience, "conversation", r.Conversation, "message", r.Message,
			"rule", r.Rule, "duplicate", r.Duplicate, "ms", time.Since(start).Milliseconds())
		if !r.Duplicate {
			h.Metrics.Count("Received", 1)
			h.Metrics.Duration("ReceiveLag", time.Since(ses.Receipt.Timestamp))
		}
	}
	return nil
}

func (h *Handler) hashes(addresses []string) string {
	var out []string
	for _, a := range addresses {
		out = append(out, h.Hash(a))
	}
	return strings.Join(out, " ")
}

// delivery is what SES tells of a mail besides its bytes. Recipients are the
// envelope's: they include whom the header does not name.
func delivery(ses events.SimpleEmailService, key string) email.Delivery {
	r := ses.Receipt
	return email.Delivery{
		ID: ses.Mail.MessageID, Key: key, Received: r.Timestamp, Sender: ses.Mail.Source, Recipients: r.Recipients,
		Verdicts: email.Verdicts{
			Spam: r.SpamVerdict.Status, Virus: r.VirusVerdict.Status,
			SPF: r.SPFVerdict.Status, DKIM: r.DKIMVerdict.Status, DMARC: r.DMARCVerdict.Status,
		},
	}
}
