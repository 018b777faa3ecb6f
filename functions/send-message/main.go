// Command send-message is the Lambda function behind the send queue.
package main

import (
	"context"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"confab/functions/send-message/handler"
	"confab/shared/setup"
	"confab/shared/setup/abort"
	"confab/shared/setup/logs"
	"confab/shared/setup/sending"
)

func main() {
	slog.SetDefault(logs.New(os.Stderr, "send-message")) // for what the Lambda runtime says, too
	box, err := sending.SendMessage(context.Background(), setup.AWS(os.Getenv), os.Getenv)
	if err != nil {
		abort.Init(err)
	}
	h := &handler.Handler{Inbox: box, Log: box.Log}
	lambda.Start(h.Handle)
}
