package setup

import "fmt"

// TextSender is who sends texts.
type TextSender string

// Senders of texts, as TEXT_SENDER names them.
const (
	NoTextSender     TextSender = "" // texts are received, and none is sent
	SNS              TextSender = "sns"
	EndUserMessaging TextSender = "end-user-messaging"
)

// TextSenderIn reads TEXT_SENDER.
func TextSenderIn(env Env) (TextSender, error) {
	switch s := TextSender(env("TEXT_SENDER")); s {
	case NoTextSender, SNS, EndUserMessaging:
		return s, nil
	default:
		return "", fmt.Errorf("the environment variable TEXT_SENDER must be %s, %s or empty, not %q", SNS, EndUserMessaging, s)
	}
}
