// Command publish-events is the Lambda function behind the table's stream.
package main

import (
	"context"
	"log"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"

	"confab/functions/publish-events/handler"
	"confab/shared/setup"
	"confab/shared/setup/logs"
)

func main() {
	slog.SetDefault(logs.New(os.Stderr, "publish-events")) // for what the Lambda runtime says, too
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	box, err := setup.PublishEvents(cfg, os.Getenv)
	if err != nil {
		log.Fatal(err)
	}
	h := &handler.Handler{Inbox: box, Log: box.Log}
	lambda.Start(h.Handle)
}
