package objects

import (
	"net/http"
	"net/http/httptest"
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
