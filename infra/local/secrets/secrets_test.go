package secrets_test

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"confab/infra/local/secrets"
)

func TestTheSDKReadsTheSecretAndItStaysTheSame(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret.json")
	var values []string
	for range 2 {
		h, err := secrets.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(h)
		defer server.Close()
		client := secretsmanager.NewFromConfig(aws.Config{
			Region: "us-east-1", BaseEndpoint: &server.URL,
			Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
		})
		out, err := client.GetSecretValue(t.Context(), &secretsmanager.GetSecretValueInput{SecretId: aws.String(secrets.ARN)})
		if err != nil {
			t.Fatal(err)
		}
		values = append(values, *out.SecretString)
		if _, err := client.GetSecretValue(t.Context(), &secretsmanager.GetSecretValueInput{SecretId: aws.String("another")}); err == nil {
			t.Error("another secret is served too")
		}
	}
	if values[0] != values[1] || len(values[0]) < 64 {
		t.Errorf("after a restart the secret is another: %d and %d bytes", len(values[0]), len(values[1]))
	}
}

func TestADamagedSecretIsNamed(t *testing.T) {
	for _, text := range []string{"", "\x00\x00", "[]", `{"current":"a"}`, `{"current":"b","a":"` + strings.Repeat("x", 64) + `"}`, `{"current":"a","a":"short"}`} {
		path := filepath.Join(t.TempDir(), "secret.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := secrets.Open(path); err == nil || err.Error() != path+" is damaged" {
			t.Errorf("%q: %v", text, err)
		}
	}
}
