// Command wake is the Lambda function that EventBridge Scheduler invokes every
// minute.
package main

import (
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"confab/functions/wake/handler"
	"confab/shared/setup"
	"confab/shared/setup/abort"
	"confab/shared/setup/logs"
	"confab/shared/setup/waking"
)

func main() {
	slog.SetDefault(logs.New(os.Stderr, "wake")) // for what the Lambda runtime says, too
	box, err := waking.Wake(setup.AWS(os.Getenv), os.Getenv)
	if err != nil {
		abort.Init(err)
	}
	lambda.Start((&handler.Handler{Inbox: box, Log: box.Log}).Handle)
}
