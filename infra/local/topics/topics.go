// Package topics is what SNS makes of a message on its way from a topic to a
// queue, where raw message delivery is off.
package topics

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"confab/infra/local/function"
)

// Layout is how SNS writes a time, which is always in UTC.
const Layout = "2006-01-02T15:04:05.000Z"

// Notification is the body of a queued message, with a fresh MessageId. An empty
// subject is left out. Source: "Parsing Amazon SNS message formats".
func Notification(topic, subject, message string, at time.Time) (string, error) {
	arn := "arn:aws:sns:" + function.Region + ":" + function.Account + ":" + topic
	envelope := map[string]string{
		"Type": "Notification", "MessageId": uuid.NewString(), "TopicArn": arn, "Message": message,
		"Timestamp": at.UTC().Format(Layout), "SignatureVersion": "1", "Signature": "bm90IHNpZ25lZA==",
		"SigningCertURL": "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0.pem",
		"UnsubscribeURL": "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=" + arn + ":0",
	}
	if subject != "" {
		envelope["Subject"] = subject
	}
	body, err := json.Marshal(envelope)
	if err != nil {
		return "", fmt.Errorf("encode a notification of %s: %w", topic, err)
	}
	return string(body), nil
}
