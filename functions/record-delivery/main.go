// Command record-delivery is the Lambda function behind the queue of delivery
// events.
package main

import (
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"confab/functions/record-delivery/handler"
	"confab/shared/setup"
	"confab/shared/setup/abort"
	"confab/shared/setup/logs"
)

func main() {
	slog.SetDefault(logs.New(os.Stderr, "record-delivery")) // for what the Lambda runtime says, too
	cfg := setup.AWS(os.Getenv)
	box, err := setup.RecordDelivery(cfg, os.Getenv)
	if err != nil {
		abort.Init(err)
	}
	h := &handler.Handler{Inbox: box, Region: cfg.Region, Log: box.Log}
	lambda.Start(h.Handle)
}
