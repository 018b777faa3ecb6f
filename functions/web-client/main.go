// Command web-client is the Lambda function that serves the web client.
package main

import (
	"log"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"confab/functions/web-client/handler"
	"confab/shared/setup/logs"
)

func main() {
	slog.SetDefault(logs.New(os.Stderr, "web-client")) // for what the Lambda runtime says, too
	site, err := handler.New(handler.Built(), os.Getenv)
	if err != nil {
		log.Fatal(err)
	}
	lambda.Start(site.Handle)
}
