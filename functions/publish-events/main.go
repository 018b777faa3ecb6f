// Command publish-events is the Lambda function behind the table's stream.
package main

import (
	"context"
	"log"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"

	"confab/functions/publish-events/handler"
	"confab/shared/setup"
)

func main() {
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	box, err := setup.PublishEvents(cfg, os.Getenv)
	if err != nil {
		log.Fatal(err)
	}
	h := &handler.Handler{Inbox: box, Log: setup.Logs(os.Stderr, "publish-events")}
	lambda.Start(h.Handle)
}
