// Command record-delivery is the Lambda function behind the queue of SES events.
package main

import (
	"context"
	"log"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"

	"confab/functions/record-delivery/handler"
	"confab/shared/setup"
	"confab/shared/setup/logs"
)

func main() {
	slog.SetDefault(logs.New(os.Stderr, "record-delivery")) // for what the Lambda runtime says, too
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	box, err := setup.RecordDelivery(cfg, os.Getenv)
	if err != nil {
		log.Fatal(err)
	}
	h := &handler.Handler{Inbox: box, Region: cfg.Region, Log: box.Log}
	lambda.Start(h.Handle)
}
