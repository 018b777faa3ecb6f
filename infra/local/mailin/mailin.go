// Package mailin stands in for SES receiving on a laptop: an SMTP server where
// the MX record would point. It gives each mail the headers and verdicts SES
// gives it, puts it into the raw mail bucket and invokes the receiving function
// with the event of SES's Lambda action.
//
// It promises that 250 is answered only when the mail and the invocation are
// both on disk, and that each SMTP transaction gets a message id of its own, as
// with SES. Nothing is verified in truth: which port took the mail decides what
// its verdicts say. It refuses mail above 40 MB and recipients of other domains.
package mailin

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"time"

	"github.com/emersion/go-smtp"
)

// MaxMail is how many bytes a mail may have. Source: "Service quotas in Amazon SES".
const MaxMail = 40 << 20

// Server receives mail.
type Server struct {
	// Domains are those that SES would have verified, in lower case.
	Domains []string
	// Prefix comes before the message id in an object's key; with its slash.
	Prefix string
	// Put stores an object in the raw mail bucket.
	Put func(ctx context.Context, key string, data []byte) error
	// Invoke starts the receiving function asynchronously.
	Invoke func(ctx context.Context, payload []byte) error
	// FunctionARN is the function's, as the event tells it.
	FunctionARN string
}

// Serve returns what takes mail from l until the context ends, and judges all of
// it alike. The server is made at once, for go-smtp looks at standard error then.
func (s *Server) Serve(ctx context.Context, l net.Listener, authentication Authentication) func() error {
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{ctx: ctx, server: s, authentication: authentication, conn: c}, nil
	}))
	server.Domain = "inbound-smtp.us-east-1.amazonaws.com"
	server.MaxMessageBytes = MaxMail
	server.MaxRecipients = 50
	server.MaxLineLength = 1 << 20 // newsletters put a whole page into one line
	server.ReadTimeout, server.WriteTimeout = time.Minute, time.Minute
	server.ErrorLog = slog.NewLogLogger(slog.Default().Handler(), slog.LevelDebug)
	return func() error {
		stop := context.AfterFunc(ctx, func() {
			_ = server.Close()
			_ = l.Close() // which the server does not know yet, if it has just begun
		})
		defer stop()
		if err := server.Serve(l); err != nil && ctx.Err() == nil && !errors.Is(err, smtp.ErrServerClosed) {
			return fmt.Errorf("receive mail on %s: %w", l.Addr(), err)
		}
		return nil
	}
}

// session is one client's connection.
type session struct {
	ctx            context.Context // go-smtp hands none to its callbacks
	server         *Server
	authentication Authentication
	conn           *smtp.Conn
	from           string
	to             []string
}

func (s *session) Reset()        { s.from, s.to = "", nil }
func (s *session) Logout() error { return nil }

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	at := strings.LastIndexByte(to, '@')
	for _, domain := range s.server.Domains {
		if strings.EqualFold(to[at+1:], domain) {
			s.to = append(s.to, to)
			return nil
		}
	}
	return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "mailbox unavailable: this server takes mail for " + strings.Join(s.server.Domains, ", ")}
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m := newMail(raw, s.from, s.to, s.conn.Hostname(), s.authentication, time.Now())
	if err := s.server.accept(s.ctx, m); err != nil {
		slog.Warn("mail is refused for now", "ses", m.id, "error", err)
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "cannot take this mail now, try again later"}
	}
	return nil
}

// accept does what the receipt rule says: S3 first, then Lambda.
func (s *Server) accept(ctx context.Context, m *mail) error {
	payload, err := json.Marshal(m.event(s.FunctionARN))
	if err != nil {
		return fmt.Errorf("encode the event: %w", err)
	}
	if err := s.Put(ctx, s.Prefix+m.id, m.raw); err != nil {
		return fmt.Errorf("store raw mail: %w", err)
	}
	return s.Invoke(ctx, payload)
}

// newID makes an id that looks like SES's: 40 characters of lower-case base32.
func newID() string {
	var random [25]byte
	_, _ = rand.Read(random[:]) // never fails
	return strings.ToLower(base32.HexEncoding.EncodeToString(random[:]))
}
