// Command record-delivery is the Lambda function behind the queue of SES events.
package main

import (
	"context"
	"log"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"

	"confab/functions/record-delivery/handler"
	"confab/shared/setup"
)

func main() {
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	box, err := setup.RecordDelivery(cfg, os.Getenv)
	if err != nil {
		log.Fatal(err)
	}
	h := &handler.Handler{Inbox: box, Region: cfg.Region, Log: setup.Logs(os.Stderr, "record-delivery")}
	lambda.Start(h.Handle)
}
