// Command send-message is the Lambda function behind the send queue.
package main

import (
	"context"
	"log"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"

	"confab/functions/send-message/handler"
	"confab/shared/setup"
	"confab/shared/setup/logs"
)

func main() {
	slog.SetDefault(logs.New(os.Stderr, "send-message")) // for what the Lambda runtime says, too
	ctx := context.Background()
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		log.Fatal(err)
	}
	box, err := setup.SendMessage(ctx, cfg, os.Getenv)
	if err != nil {
		log.Fatal(err)
	}
	h := &handler.Handler{Inbox: box, Log: box.Log}
	lambda.Start(h.Handle)
}
