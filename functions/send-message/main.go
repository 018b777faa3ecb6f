// Command send-message is the Lambda function behind the send queue.
package main

import (
	"context"
	"log"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"

	"confab/functions/send-message/handler"
	"confab/shared/setup"
)

func main() {
	ctx := context.Background()
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		log.Fatal(err)
	}
	box, err := setup.SendMessage(ctx, cfg, os.Getenv)
	if err != nil {
		log.Fatal(err)
	}
	h := &handler.Handler{Inbox: box, Log: setup.Logs(os.Stderr, "send-message")}
	lambda.Start(h.Handle)
}
