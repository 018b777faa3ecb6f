package waking_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"confab/shared/setup"
	"confab/shared/setup/waking"
)

func environment(sender string) setup.Env {
	return func(name string) string {
		return map[string]string{"TABLE_NAME": "confab", "SEND_QUEUE_URL": "https://sqs.example.com/send", "NOTIFY_QUEUE_URL": "https://sqs.example.com/notify", "TEXT_SENDER": sender}[name]
	}
}

func TestNumbersAreAskedAboutWhereTextsAreSent(t *testing.T) {
	for sender, asked := range map[string]bool{"": false, "sns": true, "end-user-messaging": true} {
		box, err := waking.Wake(aws.Config{Region: "us-east-1"}, environment(sender))
		if err != nil {
			t.Fatal(err)
		}
		if (box.Numbers != nil) != asked || (box.Texts != nil) != asked || box.Queue == nil {
			t.Errorf("TEXT_SENDER=%s: numbers %v, texts %v", sender, box.Numbers, box.Texts)
		}
	}
	if _, err := waking.Wake(aws.Config{Region: "us-east-1"}, environment("pigeons")); err == nil || !strings.Contains(err.Error(), "TEXT_SENDER") {
		t.Errorf("a sender that there is not: %v", err)
	}
}
