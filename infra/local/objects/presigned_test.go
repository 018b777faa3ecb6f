package objects

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func TestALinkEndsWhenItSays(t *testing.T) {
	s := &Store{credentials: aws.Credentials{AccessKeyID: "local", SecretAccessKey: "secret"}}
	signer := s3.NewPresignClient(s3.NewFromConfig(aws.Config{
		Region: "eu-west-1", BaseEndpoint: aws.String("http://127.0.0.1:1"), Credentials: credentials.NewStaticCredentialsProvider("local", "secret", ""),
	}))
	link, err := signer.PresignGetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String("b"), Key: aws.String("k")}, s3.WithPresignExpires(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, link.URL, nil)
	for after, want := range map[time.Duration]string{0: "", 59 * time.Second: "", 62 * time.Second: "Request has expired"} {
		got := ""
		if refused := s.authorise(r, time.Now().Add(after)); refused != nil {
			got = refused.Message
		}
		if got != want {
			t.Errorf("after %v: %q, want %q", after, got, want)
		}
	}
}

func TestALinkIsGoodAsLongAsItsSignerMayDoWhatItIsFor(t *testing.T) {
	s := &Store{credentials: aws.Credentials{AccessKeyID: "local", SecretAccessKey: "secret"}}
	link := func(accessKey, secret string) *http.Request {
		signer := s3.NewPresignClient(s3.NewFromConfig(aws.Config{
			Region: "us-east-1", BaseEndpoint: aws.String("http://127.0.0.1:1"), Credentials: credentials.NewStaticCredentialsProvider(accessKey, secret, ""),
		}, func(o *s3.Options) { o.UsePathStyle = true }))
		signed, err := signer.PresignPutObject(t.Context(), &s3.PutObjectInput{Bucket: aws.String("b"), Key: aws.String("u/a b")})
		if err != nil {
			t.Fatal(err)
		}
		return httptest.NewRequestWithContext(t.Context(), http.MethodPut, signed.URL, nil)
	}
	var asked []string
	refuse := func(accessKey, method, bucket, key string) error {
		asked = []string{accessKey, method, bucket, key}
		return errors.New("no")
	}
	allow := func(_, _, _, _ string) error { return nil }
	for name, test := range map[string]struct {
		accessKey, secret string
		permit            func(accessKey, method, bucket, key string) error
		code              string
	}{
		"the store's own":            {"local", "secret", refuse, ""},
		"somebody who may":           {"inbox-api", "secret", allow, ""},
		"somebody who may not":       {"inbox-api", "secret", refuse, "AccessDenied"},
		"somebody whom nobody knows": {"inbox-api", "secret", nil, "InvalidAccessKeyId"},
		"another secret":             {"inbox-api", "guessed", allow, "SignatureDoesNotMatch"},
	} {
		s.Permit = test.permit
		code := ""
		if refused := s.authorise(link(test.accessKey, test.secret), time.Now()); refused != nil {
			code = refused.Code
		}
		if code != test.code {
			t.Errorf("%s: %q, want %q", name, code, test.code)
		}
	}
	if want := []string{"inbox-api", "PUT", "b", "u/a b"}; !slices.Equal(asked, want) {
		t.Errorf("asked for %q, want %q", asked, want)
	}
}
