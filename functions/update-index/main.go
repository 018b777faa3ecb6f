// Command update-index is the Lambda function that makes findable what the table's
// stream reports.
package main

import (
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"confab/functions/update-index/handler"
	"confab/shared/setup"
	"confab/shared/setup/abort"
	"confab/shared/setup/finding"
	"confab/shared/setup/logs"
)

func main() {
	slog.SetDefault(logs.New(os.Stderr, "update-index")) // for what the Lambda runtime says, too
	box, err := finding.UpdateIndex(setup.AWS(os.Getenv), os.Getenv)
	if err != nil {
		abort.Init(err)
	}
	lambda.Start((&handler.Handler{Inbox: box, Log: box.Log}).Handle)
}
