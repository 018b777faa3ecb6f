package handler

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"mime"
	"net/http"
	"os"
	"path"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"confab/shared/inbox"
	"confab/shared/setup/logs"
)

const (
	index = "index.html"
	// noncePlaceholder is what the build writes wherever the page's nonce goes.
	noncePlaceholder = "CSP_NONCE"
	// hashedFolder holds the files whose names change with their content.
	hashedFolder = "assets/"

	forever    = "public, max-age=31536000, immutable"
	anHour     = "public, max-age=3600"
	revalidate = "no-cache"
)

// Site serves the client's files.
type Site struct {
	files  fs.FS
	page   []byte
	config config
	public []byte // config.json
	log    *slog.Logger
}

// New returns the site made of files, configured by the environment that getenv
// reads (see readConfig). It fails when a variable is missing or unusable, and
// when files has no index.html because the client was never built.
func New(files fs.FS, getenv func(string) string) (*Site, error) {
	c, err := readConfig(getenv)
	if err != nil {
		return nil, fmt.Errorf("configure the web client: %w", err)
	}
	page, err := fs.ReadFile(files, index)
	if err != nil {
		return nil, fmt.Errorf("the web client is not built, run npm ci && npm run build in functions/web-client/app: %w", err)
	}
	public, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("encode config.json: %w", err)
	}
	return &Site{files: files, page: page, config: c, public: public, log: logs.New(os.Stderr, "web-client")}, nil
}

// Handle answers one request of an HTTP API (payload format 2.0), and logs one line
// about it without its path: strangers type all sorts of things.
func (s *Site) Handle(ctx context.Context, r events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	start := time.Now()
	ctx = inbox.WithCorrelation(ctx, r.RequestContext.RequestID)
	answer, err := s.handle(r)
	if err == nil { // what is returned the runtime logs
		s.log.InfoContext(ctx, "request", "status", answer.StatusCode, "ms", time.Since(start).Milliseconds())
	}
	return answer, err
}

func (s *Site) handle(r events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	method := r.RequestContext.HTTP.Method
	if method != http.MethodGet && method != http.MethodHead {
		answer := s.text(http.StatusMethodNotAllowed, "Only GET and HEAD are served here.")
		answer.Headers["allow"] = "GET, HEAD"
		return answer, nil
	}
	answer, err := s.get(strings.TrimPrefix(path.Clean("/"+r.RawPath), "/"), takesGzip(r.Headers["accept-encoding"]))
	if method == http.MethodHead {
		answer.Body, answer.IsBase64Encoded = "", false
	}
	return answer, err
}

func (s *Site) get(name string, gzip bool) (events.APIGatewayV2HTTPResponse, error) {
	switch {
	case name == "" || name == index:
		return s.indexPage()
	case name == "config.json":
		return s.answer("application/json", revalidate, s.public), nil
	}
	answer, err := s.file(name, gzip)
	if !errors.Is(err, fs.ErrNotExist) {
		return answer, err
	}
	// A path without an extension is an address inside the client.
	if path.Ext(name) == "" && !strings.HasPrefix(name, hashedFolder) {
		return s.indexPage()
	}
	return s.text(http.StatusNotFound, "There is no such file."), nil
}

// indexPage fills in a nonce that is new in every answer, as CSP3 §7.1 asks.
func (s *Site) indexPage() (events.APIGatewayV2HTTPResponse, error) {
	nonce := rand.Text()
	page := bytes.ReplaceAll(s.page, []byte(noncePlaceholder), []byte(nonce))
	answer := s.answer("text/html; charset=utf-8", revalidate, page)
	answer.Headers["content-security-policy"] = s.policy(nonce)
	return answer, nil
}

func (s *Site) file(name string, gzip bool) (events.APIGatewayV2HTTPResponse, error) {
	var none events.APIGatewayV2HTTPResponse
	if !fs.ValidPath(name) || strings.HasPrefix(path.Base(name), ".") {
		return none, fs.ErrNotExist
	}
	kind := mime.TypeByExtension(path.Ext(name))
	if kind == "" {
		kind = "application/octet-stream"
	}
	cache := anHour
	if strings.HasPrefix(name, hashedFolder) {
		cache = forever
	}
	if gzip {
		if data, err := fs.ReadFile(s.files, name+".gz"); err == nil {
			answer := s.answer(kind, cache, data)
			answer.Headers["content-encoding"] = "gzip"
			answer.Headers["vary"] = "accept-encoding"
			return answer, nil
		}
	}
	info, err := fs.Stat(s.files, name)
	if err != nil {
		return none, err
	}
	if info.IsDir() {
		return none, fs.ErrNotExist
	}
	data, err := fs.ReadFile(s.files, name)
	if err != nil {
		return none, err
	}
	answer := s.answer(kind, cache, data)
	answer.Headers["vary"] = "accept-encoding"
	return answer, nil
}

// answer is base64 throughout: API Gateway decodes it, and bytes stay bytes.
func (s *Site) answer(kind, cache string, body []byte) events.APIGatewayV2HTTPResponse {
	h := s.headers("")
	h["content-type"] = kind
	h["cache-control"] = cache
	return events.APIGatewayV2HTTPResponse{
		StatusCode:      http.StatusOK,
		Headers:         h,
		Body:            base64.StdEncoding.EncodeToString(body),
		IsBase64Encoded: true,
	}
}

func (s *Site) text(status int, sentence string) events.APIGatewayV2HTTPResponse {
	h := s.headers("")
	h["content-type"] = "text/plain; charset=utf-8"
	h["cache-control"] = revalidate
	return events.APIGatewayV2HTTPResponse{StatusCode: status, Headers: h, Body: sentence + "\n"}
}

// takesGzip reads an Accept-Encoding header (RFC 9110 §12.5.3) as far as gzip
// is concerned.
func takesGzip(header string) bool {
	for _, part := range strings.Split(header, ",") {
		coding, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if !strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			continue
		}
		q := strings.TrimSpace(params)
		return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
	}
	return false
}
