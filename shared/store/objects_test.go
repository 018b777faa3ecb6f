package store_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"confab/infra/local/objects"
	"confab/shared/inbox"
	"confab/shared/store"
	"confab/shared/store/meter"
)

// colliding answers a conditional write with 409 once, as S3 does to one of two at
// a time.
type colliding struct {
	http.Handler
	collide bool
}

func (s *colliding) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	conditional := r.Method == http.MethodPut && r.Header.Get("If-None-Match") == "*"
	if conditional && s.collide {
		s.collide = false
		w.WriteHeader(http.StatusConflict)
		if _, err := io.WriteString(w, `<Error><Code>ConditionalRequestConflict</Code></Error>`); err != nil {
			panic(err)
		}
		return
	}
	s.Handler.ServeHTTP(w, r)
}

func newBucket(t *testing.T) (*store.Bucket, *colliding, *meter.Meter) {
	t.Helper()
	local, err := objects.Open(filepath.Join(t.TempDir(), "objects.db"), aws.Credentials{AccessKeyID: "local", SecretAccessKey: "secret"}, "bucket")
	if err != nil {
		t.Fatal(err)
	}
	front := &colliding{Handler: local}
	server := httptest.NewServer(front)
	t.Cleanup(func() { closed(t, server, local) })
	m := &meter.Meter{}
	cfg := aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL,
		Credentials: credentials.NewStaticCredentialsProvider("local", "secret", ""),
	}
	m.Attach(&cfg)
	client := s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })
	return store.NewBucket(client, "bucket"), front, m
}

// closed stops a server before it closes what the server serves.
func closed(t *testing.T, server *httptest.Server, behind io.Closer) {
	server.Close()
	if err := behind.Close(); err != nil {
		t.Error(err)
	}
}

func put(t *testing.T, b *store.Bucket, key, data string) {
	t.Helper()
	if err := b.Put(t.Context(), key, "text/plain", []byte(data)); err != nil {
		t.Fatal(err)
	}
}

func holds(t *testing.T, b *store.Bucket, key, want string) {
	t.Helper()
	got, err := b.Get(t.Context(), key)
	if err != nil || string(got) != want {
		t.Errorf("%s holds %q, %v; want %q", key, got, err, want)
	}
}

func TestAnObjectIsWrittenOnce(t *testing.T) {
	b, front, _ := newBucket(t)
	put(t, b, "a/ü +b", "first")
	put(t, b, "a/ü +b", "second")
	holds(t, b, "a/ü +b", "first")
	put(t, b, "empty", "")
	holds(t, b, "empty", "")
	front.collide = true
	put(t, b, "collided", "data")
	holds(t, b, "collided", "data")
}

func TestAnObjectThatIsNotIsNotFound(t *testing.T) {
	b, _, _ := newBucket(t)
	if _, err := b.Get(t.Context(), "none"); !errors.Is(err, inbox.ErrNotFound) {
		t.Errorf("get: %v", err)
	}
	if _, err := b.Copy(t.Context(), "none", "to"); !errors.Is(err, inbox.ErrNotFound) {
		t.Errorf("copy: %v", err)
	}
}

func TestACopyIsWrittenOnceAndTellsItsSize(t *testing.T) {
	b, _, _ := newBucket(t)
	put(t, b, "from ü+", "twelve bytes")
	put(t, b, "other", "other")
	for _, from := range []string{"from ü+", "other"} {
		if n, err := b.Copy(t.Context(), from, "to +ä"); err != nil || n != 12 {
			t.Errorf("copy of %s: %d bytes, %v", from, n, err)
		}
	}
	holds(t, b, "to +ä", "twelve bytes")
}

func TestAnOddMediaTypeKeepsNothingFromBeingStored(t *testing.T) {
	for odd, want := range map[string]string{
		"":                             "application/octet-stream",
		"text/plain\r\nx: y":           "application/octet-stream",
		"text/\x00":                    "application/octet-stream",
		"Text/HTML; charset=\"utf-8\"": "text/html; charset=utf-8",
	} {
		b, _, _ := newBucket(t)
		if err := b.Put(t.Context(), "k", odd, []byte("data")); err != nil {
			t.Errorf("%q: %v", odd, err)
		}
		link, err := b.Download(t.Context(), "k", "name", odd)
		if err != nil {
			t.Fatal(err)
		}
		if got := send(t, http.MethodGet, link, "", nil).header.Get("Content-Type"); got != want {
			t.Errorf("%q is served as %q", odd, got)
		}
	}
}

func TestObjectsFailAloud(t *testing.T) {
	b, _, m := newBucket(t)
	for name, call := range map[string]func() error{
		"put":  func() error { return b.Put(t.Context(), "k", "text/plain", nil) },
		"get":  func() error { _, err := b.Get(t.Context(), "k"); return err },
		"copy": func() error { _, err := b.Copy(t.Context(), "k", "l"); return err },
	} {
		m.Reset()
		m.Inject(1, meter.FailsBefore)
		if err := call(); err == nil || errors.Is(err, inbox.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// answer is what a browser gets.
type answer struct {
	status int
	header http.Header
	body   string
}

// send makes a request as a browser would.
func send(t *testing.T, method, url, mediaType string, body []byte) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if mediaType != "" {
		req.Header.Set("Content-Type", mediaType)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, string(got)}
}

func TestAnUploadLinkTakesExactlyWhatItWasMadeFor(t *testing.T) {
	tests := map[string]struct {
		mediaType string
		body      string
		taken     bool
	}{
		"what was announced": {"image/png", "12345", true},
		"another type":       {"text/html", "12345", false},
		"more bytes":         {"image/png", "123456", false},
		"fewer bytes":        {"image/png", "1234", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			b, _, m := newBucket(t)
			link, err := b.Upload(t.Context(), "up/ü +1", "image/png", 5)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(link, "X-Amz-Expires=600") || strings.Contains(link, "checksum") {
				t.Errorf("the link is %s", link)
			}
			resp := send(t, http.MethodPut, link, test.mediaType, []byte(test.body))
			if taken := resp.status == http.StatusOK; taken != test.taken {
				t.Fatalf("status %d", resp.status)
			}
			if test.taken {
				holds(t, b, "up/ü +1", test.body)
			}
			if got := m.Count("PutObject"); got != 0 {
				t.Errorf("signing a link made %d calls", got)
			}
		})
	}
}

func TestADownloadIsSavedUnderItsName(t *testing.T) {
	b, _, _ := newBucket(t)
	put(t, b, "k", "<script>")
	link, err := b.Download(t.Context(), "k", "Rechnung \"ü\"\r\n;+1.html", "application/octet-stream")
	if err != nil {
		t.Fatal(err)
	}
	resp := send(t, http.MethodGet, link, "", nil)
	if resp.body != "<script>" || !strings.Contains(link, "X-Amz-Expires=300") {
		t.Errorf("got %q from %s", resp.body, link)
	}
	want := "attachment; filename*=UTF-8''Rechnung%20%22%C3%BC%22%0D%0A%3B%2B1.html"
	if got := resp.header.Get("Content-Disposition"); got != want {
		t.Errorf("disposition %s", got)
	}
	if got := resp.header.Get("Content-Type"); got != "application/octet-stream" {
		t.Errorf("type %s", got)
	}
}
