// Command receive-sms is the Lambda function behind the queue of received texts.
package main

import (
	"context"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"confab/functions/receive-sms/handler"
	"confab/shared/setup"
	"confab/shared/setup/abort"
	"confab/shared/setup/logs"
)

func main() {
	slog.SetDefault(logs.New(os.Stderr, "receive-sms")) // for what the Lambda runtime says, too
	box, err := setup.ReceiveSMS(context.Background(), setup.AWS(os.Getenv), os.Getenv)
	if err != nil {
		abort.Init(err)
	}
	h := &handler.Handler{Inbox: box, Metrics: box.Metrics, Log: box.Log}
	lambda.Start(h.Handle)
}
