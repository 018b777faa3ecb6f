// Command receive-email is the Lambda function that SES invokes for each mail.
package main

import (
	"context"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"confab/functions/receive-email/handler"
	"confab/shared/setup"
	"confab/shared/setup/abort"
	"confab/shared/setup/logs"
)

func main() {
	slog.SetDefault(logs.New(os.Stderr, "receive-email")) // for what the Lambda runtime says, too
	r, err := setup.ReceiveEmail(context.Background(), setup.AWS(os.Getenv), os.Getenv)
	if err != nil {
		abort.Init(err)
	}
	h := &handler.Handler{Inbox: r.Inbox, Raw: r.Raw, Metrics: r.Inbox.Metrics, Log: r.Inbox.Log, Hash: r.Hash}
	lambda.Start(h.Handle)
}
