package objects_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"

	"confab/infra/local/objects"
)

const bucket = "attachments"

// stand is a client of a store in a file that can be opened again.
type stand struct {
	client *s3.Client
	signer *s3.PresignClient
	close  func()
}

func open(t *testing.T, path string) stand {
	t.Helper()
	store, err := objects.Open(path, aws.Credentials{AccessKeyID: "local", SecretAccessKey: "secret"}, bucket)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(store)
	client := s3.NewFromConfig(aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("local", "secret", ""),
	})
	closeAll := func() { server.Close(); store.Close() }
	t.Cleanup(closeAll)
	return stand{client, s3.NewPresignClient(client), closeAll}
}

func put(t *testing.T, s stand, key, body string) {
	t.Helper()
	_, err := s.client.PutObject(t.Context(), &s3.PutObjectInput{
		Bucket: aws.String(bucket), Key: &key, Body: strings.NewReader(body), IfNoneMatch: aws.String("*"),
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAKeyIsWrittenOnceAndSurvivesARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "objects.db")
	s := open(t, path)
	put(t, s, "mail/ä b+c", "first")
	_, err := s.client.PutObject(t.Context(), &s3.PutObjectInput{
		Bucket: aws.String(bucket), Key: aws.String("mail/ä b+c"), Body: strings.NewReader("second"), IfNoneMatch: aws.String("*"),
	})
	if api := smithy.APIError(nil); !errors.As(err, &api) || api.ErrorCode() != "PreconditionFailed" {
		t.Errorf("second write = %v, want PreconditionFailed", err)
	}
	s.close()
	got, err := open(t, path).client.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String("mail/ä b+c")})
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(got.Body); string(body) != "first" || err != nil {
		t.Errorf("body = %q, %v", body, err)
	}
}

func request(t *testing.T, method, link, contentType string, body []byte) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, link, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	return resp
}

func TestADownloadLinkServesTheObjectAsItSays(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "objects.db"))
	put(t, s, "a/1", "hello")
	link, err := s.signer.PresignGetObject(t.Context(), &s3.GetObjectInput{
		Bucket: aws.String(bucket), Key: aws.String("a/1"), ResponseContentDisposition: aws.String(`attachment; filename="a b.txt"`),
		ResponseContentType: aws.String("text/plain"),
	}, s3.WithPresignExpires(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	resp := request(t, http.MethodGet, link.URL, "", nil)
	body, _ := io.ReadAll(resp.Body)
	if resp.StatusCode != http.StatusOK || string(body) != "hello" || resp.Header.Get("Content-Disposition") != `attachment; filename="a b.txt"` || resp.Header.Get("Content-Type") != "text/plain" {
		t.Errorf("%s %q %v", resp.Status, body, resp.Header)
	}
}

func TestLinksThatAreNotWhatWasSignedAreRefused(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "objects.db"))
	put(t, s, "a/1", "hello")
	put(t, s, "a/2", "secret")
	get := func(ctx context.Context, d time.Duration) string {
		link, err := s.signer.PresignGetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String("a/1")}, s3.WithPresignExpires(d))
		if err != nil {
			t.Fatal(err)
		}
		return link.URL
	}
	upload, err := s.signer.PresignPutObject(t.Context(), &s3.PutObjectInput{
		Bucket: aws.String(bucket), Key: aws.String("up/1"), ContentType: aws.String("image/png"), ContentLength: aws.Int64(3),
	}, s3.WithPresignExpires(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, method, link, contentType, body string
		want                                  int
		code                                  string
	}{
		{"a valid download", "GET", get(t.Context(), time.Minute), "", "", 200, ""},
		{"another key", "GET", strings.Replace(get(t.Context(), time.Minute), "a/1", "a/2", 1), "", "", 403, "SignatureDoesNotMatch"},
		{"a longer life", "GET", strings.Replace(get(t.Context(), time.Minute), "Expires=60", "Expires=600", 1), "", "", 403, "SignatureDoesNotMatch"},
		{"an added parameter", "GET", get(t.Context(), time.Minute) + "&response-content-type=text%2Fhtml", "", "", 403, "SignatureDoesNotMatch"},
		{"another method", "PUT", get(t.Context(), time.Minute), "", "abc", 403, "SignatureDoesNotMatch"},
		{"no signature", "GET", strings.Split(get(t.Context(), time.Minute), "?")[0], "", "", 403, "AccessDenied"},
		{"an upload of another type", "PUT", upload.URL, "text/html", "abc", 403, "SignatureDoesNotMatch"},
		{"an upload of another size", "PUT", upload.URL, "image/png", "abcd", 403, "SignatureDoesNotMatch"},
		{"a valid upload", "PUT", upload.URL, "image/png", "abc", 200, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			resp := request(t, tt.method, tt.link, tt.contentType, []byte(tt.body))
			body, _ := io.ReadAll(resp.Body)
			if resp.StatusCode != tt.want || !strings.Contains(string(body), tt.code) {
				t.Errorf("%s: %s, want %d %s", resp.Status, body, tt.want, tt.code)
			}
		})
	}
}

func TestABrowserMayUpload(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "objects.db"))
	link, err := s.signer.PresignPutObject(t.Context(), &s3.PutObjectInput{Bucket: aws.String(bucket), Key: aws.String("up/1")})
	if err != nil {
		t.Fatal(err)
	}
	resp := request(t, http.MethodOptions, link.URL, "", nil)
	if resp.StatusCode != http.StatusOK || !strings.Contains(resp.Header.Get("Access-Control-Allow-Methods"), "PUT") {
		t.Errorf("%s %v", resp.Status, resp.Header)
	}
}
