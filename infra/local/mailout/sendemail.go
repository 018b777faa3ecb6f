package mailout

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	netmail "net/mail"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/jhillyerd/enmime/v2"
)

// Limits. Source: "Service quotas in Amazon SES".
const (
	maxMail       = 40 << 20
	maxRecipients = 50
)

// Fault is how SES may fail a call.
type Fault string

const (
	// ServerError answers 500 and takes nothing.
	ServerError Fault = "error"
	// Throttle answers TooManyRequestsException and takes nothing.
	Throttle Fault = "throttle"
	// Reject answers as in SES's sandbox, where recipients must be verified too, and
	// quotes them.
	Reject Fault = "reject"
	// HangUp takes the mail and closes the connection without an answer.
	HangUp Fault = "hangup"
)

// Inject makes the next n calls fail so.
func (s *Server) Inject(f Fault, n int) { s.faults.Inject(f, n) }

// refusal is an error as SES tells it to a client.
type refusal struct {
	status  int
	code    string
	message string
}

func (r *refusal) Error() string { return r.code + ": " + r.message }

func badRequest(format string, args ...any) error {
	return &refusal{http.StatusBadRequest, "BadRequestException", fmt.Sprintf(format, args...)}
}

func rejected(format string, args ...any) error {
	return &refusal{http.StatusBadRequest, "MessageRejected", fmt.Sprintf(format, args...)}
}

// request is SendEmail's input, as far as Confab uses it.
type request struct {
	FromEmailAddress string
	Destination      struct{ ToAddresses, CcAddresses, BccAddresses []string }
	Content          struct {
		Raw *struct{ Data []byte }
	}
	EmailTags            []struct{ Name, Value string }
	ConfigurationSetName string
}

// API answers SES's one route that Confab calls, POST /v2/email/outbound-emails.
func (s *Server) API() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v2/email/outbound-emails", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fault := s.faults.Next()
		id, err := "", error(nil)
		switch fault {
		case ServerError:
			err = &refusal{http.StatusInternalServerError, "InternalServiceErrorException", "failed on demand"}
		case Throttle:
			err = &refusal{http.StatusTooManyRequests, "TooManyRequestsException", "Maximum sending rate exceeded."}
		case Reject:
			err = unverified(r)
		default:
			id, err = s.accept(r)
		}
		if err != nil {
			fail(w, err)
			return
		}
		if fault == HangUp {
			panic(http.ErrAbortHandler) // net/http closes the connection
		}
		_ = json.NewEncoder(w).Encode(map[string]string{"MessageId": id}) // the client went away
	})
	return mux
}

func unverified(r *http.Request) error {
	var in request
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return badRequest("The request is not understood: %v", err)
	}
	return rejected("Email address is not verified. The following identities failed the check in region US-EAST-1: %s",
		strings.Join(in.Destination.ToAddresses, ", "))
}

func fail(w http.ResponseWriter, err error) {
	r := (*refusal)(nil)
	if !errors.As(err, &r) {
		slog.Warn("a mail could not be taken", "error", err)
		r = &refusal{http.StatusInternalServerError, "InternalServiceErrorException", "try again"}
	}
	w.Header().Set("X-Amzn-Errortype", r.code)
	w.WriteHeader(r.status)
	_ = json.NewEncoder(w).Encode(map[string]string{"message": r.message})
}

// accept checks a mail as SES does and stores it.
func (s *Server) accept(r *http.Request) (id string, err error) {
	var in request
	// Raw bytes travel in base64, which makes four of three.
	if r.ContentLength > maxMail*4/3+1<<20 {
		return "", badRequest("Message length is more than %d bytes long.", maxMail)
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return "", badRequest("The request is not understood: %v", err)
	}
	if in.Content.Raw == nil || len(in.Content.Raw.Data) == 0 {
		return "", badRequest("this stand-in takes raw mail only")
	}
	if len(in.Content.Raw.Data) > maxMail {
		return "", badRequest("Message length is more than %d bytes long.", maxMail)
	}
	m := &Mail{ID: newID(), At: time.Now().UTC().Truncate(time.Millisecond), ConfigurationSet: in.ConfigurationSetName}
	if m.Destination, err = recipients(in); err != nil {
		return "", err
	}
	if m.Tags, err = tags(in); err != nil {
		return "", err
	}
	if m.Source, err = s.checkContent(in); err != nil {
		return "", err
	}
	m.MIME = string(rewrite(in.Content.Raw.Data, m.ID, m.At))
	if err := s.store(r.Context(), m, fate(m.Destination)); err != nil {
		return "", err
	}
	s.due.Ring()
	return m.ID, nil
}

func recipients(in request) ([]string, error) {
	var out []string
	for _, address := range slices.Concat(in.Destination.ToAddresses, in.Destination.CcAddresses, in.Destination.BccAddresses) {
		parsed, err := netmail.ParseAddress(address)
		if err != nil {
			return nil, badRequest("Invalid email address in Destination.")
		}
		out = append(out, parsed.Address)
	}
	if len(out) == 0 {
		return nil, badRequest("Missing required field Destination: at least one recipient.")
	}
	if len(out) > maxRecipients {
		return nil, badRequest("Recipient count exceeds %d.", maxRecipients)
	}
	return out, nil
}

// Source: SES API v2 reference, MessageTag.
var tagPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

func tags(in request) (map[string][]string, error) {
	out := map[string][]string{}
	for _, tag := range in.EmailTags {
		if !tagPattern.MatchString(tag.Name) || !tagPattern.MatchString(tag.Value) {
			return nil, badRequest("Invalid email tag %q: use letters, digits, _ and -, at most 256.", tag.Name)
		}
		out[tag.Name] = []string{tag.Value}
	}
	return out, nil
}

// Source: "Unsupported attachment types in Amazon SES".
var forbidden = strings.Fields(`.ade .adp .app .asp .bas .bat .cer .chm .cmd .com .cpl .crt .csh .der .exe .fxp .gadget .hlp .hta
	.inf .ins .isp .its .js .jse .ksh .lib .lnk .mad .maf .mag .mam .maq .mar .mas .mat .mau .mav .maw .mda .mdb .mde .mdt .mdw .mdz
	.msc .msh .msh1 .msh2 .mshxml .msh1xml .msh2xml .msi .msp .mst .ops .pcd .pif .plg .prf .prg .ps1 .ps1xml .ps2 .ps2xml .psc1 .psc2
	.reg .scf .scr .sct .shb .shs .sys .ps .tmp .url .vb .vbe .vbs .vps .vsmacros .vss .vst .vsw .vxd .ws .wsc .wsf .wsh .xnk`)

// checkContent returns the sender's address once the mail is one SES would send.
func (s *Server) checkContent(in request) (source string, err error) {
	envelope, err := enmime.ReadEnvelope(strings.NewReader(string(in.Content.Raw.Data)))
	if err != nil {
		return "", rejected("The message is not understood: %v", err)
	}
	from := envelope.GetHeader("From")
	for _, address := range []string{from, in.FromEmailAddress} {
		if address == "" && from != "" {
			continue // the From header serves for both
		}
		parsed, err := netmail.ParseAddress(address)
		if err != nil {
			return "", rejected("The sender's address is not understood.")
		}
		_, domain, _ := strings.Cut(parsed.Address, "@")
		if !slices.Contains(s.Domains, strings.ToLower(domain)) {
			return "", rejected("Email address is not verified. The following identities failed the check in region US-EAST-1: %s", domain)
		}
		source = parsed.Address
	}
	for _, part := range slices.Concat(envelope.Attachments, envelope.Inlines, envelope.OtherParts) {
		if ext := strings.ToLower(path.Ext(part.FileName)); slices.Contains(forbidden, ext) {
			return "", rejected("Invalid attachment type: %s.", ext)
		}
	}
	return source, nil
}
