// Package waking wires the function that does what has come due. It is apart from
// package setup, which says why.
package waking

import (
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/pinpointsmsvoicev2"

	"confab/shared/channel/sms"
	"confab/shared/channel/sms/numbers"
	"confab/shared/inbox"
	"confab/shared/setup"
)

// Wake wires wake from TABLE_NAME, SEND_QUEUE_URL and NOTIFY_QUEUE_URL. Where TEXT_SENDER names who
// sends texts, their provider is asked about our numbers: SNS sends from numbers
// of End User Messaging, too.
func Wake(cfg aws.Config, getenv setup.Env) (*inbox.Inbox, error) {
	sender, unknown := setup.TextSenderIn(getenv)
	box, err := setup.WithQueue(cfg, getenv, "wake")
	if err := errors.Join(err, unknown); err != nil {
		return nil, err
	}
	if sender != setup.NoTextSender {
		box.Texts = sms.Texts{}
		box.Numbers = numbers.New(pinpointsmsvoicev2.NewFromConfig(cfg))
	}
	return box, nil
}
