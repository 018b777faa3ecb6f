// Command web-client is the Lambda function that serves the web client.
package main

import (
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"confab/functions/web-client/handler"
	"confab/shared/setup/abort"
	"confab/shared/setup/logs"
)

func main() {
	slog.SetDefault(logs.New(os.Stderr, "web-client")) // for what the Lambda runtime says, too
	site, err := handler.New(handler.Built(), os.Getenv)
	if err != nil {
		abort.Init(err)
	}
	lambda.Start(site.Handle)
}
