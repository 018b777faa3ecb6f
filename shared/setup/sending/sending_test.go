package sending_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"confab/shared/inbox"
	"confab/shared/setup"
	"confab/shared/setup/sending"
)

// environment is a variable's value by its name, where it is not changed.
func environment(changes map[string]string) setup.Env {
	return func(name string) string {
		if value, ok := changes[name]; ok {
			return value
		}
		return map[string]string{
			"TABLE_NAME": "confab", "BUCKET": "bucket", "INBOUND_DOMAIN": "in.example.com", "MASTER_SECRET_ARN": "arn",
			"CONFIGURATION_SET": "mail",
		}[name]
	}
}

func TestTextsLeaveByTheSenderThatIsNamed(t *testing.T) {
	secrets := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"SecretString": "{\"current\": \"a\", \"a\": \"`+strings.Repeat("x", 32)+`\"}"}`)
	}))
	defer secrets.Close()
	cfg := aws.Config{Region: "us-east-1", BaseEndpoint: &secrets.URL, Credentials: credentials.NewStaticCredentialsProvider("local", "local", "")}
	for named, want := range map[string]string{
		"": "<nil>", "sns": "*outgoing.SNS", "end-user-messaging": "*outgoing.EndUserMessaging",
	} {
		box, err := sending.SendMessage(t.Context(), cfg, environment(map[string]string{"TEXT_SENDER": named, "TEXT_CONFIGURATION_SET": "texts"}))
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%T", box.Senders[inbox.SMS]); got != want || box.Senders[inbox.Email] == nil || box.Texts == nil {
			t.Errorf("TEXT_SENDER=%s gives %s", named, got)
		}
	}
}

func TestAWrongSenderOfTextsIsSaidAtTheStartWithAllOtherFaults(t *testing.T) {
	for named, want := range map[string]string{
		"carrier pigeon":     "TEXT_SENDER must be sns, end-user-messaging or empty",
		"end-user-messaging": "TEXT_CONFIGURATION_SET is not set",
	} {
		_, err := sending.SendMessage(t.Context(), aws.Config{Region: "us-east-1"}, environment(map[string]string{"TEXT_SENDER": named, "BUCKET": ""}))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "BUCKET is not set") {
			t.Errorf("TEXT_SENDER=%s: %v", named, err)
		}
	}
}
