// Command run-job is the Lambda function behind the queue of jobs.
package main

import (
	"context"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"confab/functions/run-job/handler"
	"confab/shared/setup"
	"confab/shared/setup/abort"
	"confab/shared/setup/logs"
)

func main() {
	slog.SetDefault(logs.New(os.Stderr, "run-job")) // for what the Lambda runtime says, too
	box, err := setup.RunJob(context.Background(), setup.AWS(os.Getenv), os.Getenv)
	if err != nil {
		abort.Init(err)
	}
	lambda.Start((&handler.Handler{Inbox: box, Log: box.Log}).Handle)
}
