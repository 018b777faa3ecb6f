// Command receive-email is the Lambda function that SES invokes for each mail.
package main

import (
	"context"
	"log"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"

	"confab/functions/receive-email/handler"
	"confab/shared/setup"
	"confab/shared/setup/logs"
)

func main() {
	slog.SetDefault(logs.New(os.Stderr, "receive-email")) // for what the Lambda runtime says, too
	ctx := context.Background()
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		log.Fatal(err)
	}
	r, err := setup.ReceiveEmail(ctx, cfg, os.Getenv)
	if err != nil {
		log.Fatal(err)
	}
	h := &handler.Handler{Inbox: r.Inbox, Raw: r.Raw, Metrics: r.Inbox.Metrics, Log: r.Inbox.Log, Hash: r.Hash}
	lambda.Start(h.Handle)
}
