// Command notify is the Lambda function that calls webhooks.
package main

import (
	"context"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"confab/functions/notify/handler"
	"confab/shared/setup"
	"confab/shared/setup/abort"
	"confab/shared/setup/logs"
)

func main() {
	slog.SetDefault(logs.New(os.Stderr, "notify")) // for what the Lambda runtime says, too
	box, err := setup.Notify(context.Background(), setup.AWS(os.Getenv), os.Getenv)
	if err != nil {
		abort.Init(err)
	}
	h := &handler.Handler{Inbox: box, Log: box.Log}
	lambda.Start(h.Handle)
}
