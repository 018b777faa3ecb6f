// Command publish-events is the Lambda function behind the table's stream.
package main

import (
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"confab/functions/publish-events/handler"
	"confab/shared/setup"
	"confab/shared/setup/abort"
	"confab/shared/setup/logs"
)

func main() {
	slog.SetDefault(logs.New(os.Stderr, "publish-events")) // for what the Lambda runtime says, too
	box, err := setup.PublishEvents(setup.AWS(os.Getenv), os.Getenv)
	if err != nil {
		abort.Init(err)
	}
	h := &handler.Handler{Inbox: box, Log: box.Log}
	lambda.Start(h.Handle)
}
