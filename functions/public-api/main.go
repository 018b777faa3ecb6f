// Command public-api is the Lambda function that answers whoever follows a short
// link.
package main

import (
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"confab/functions/public-api/handler"
	"confab/shared/setup"
	"confab/shared/setup/abort"
	"confab/shared/setup/logs"
)

func main() {
	slog.SetDefault(logs.New(os.Stderr, "public-api")) // for what the Lambda runtime says, too
	box, err := setup.PublicAPI(setup.AWS(os.Getenv), os.Getenv)
	if err != nil {
		abort.Init(err)
	}
	lambda.Start((&handler.Handler{Inbox: box, Log: box.Log}).Handle)
}
