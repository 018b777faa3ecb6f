// Command wake is the Lambda function that EventBridge Scheduler invokes every
// minute.
package main

import (
	"context"
	"log"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"

	"confab/functions/wake/handler"
	"confab/shared/setup"
	"confab/shared/setup/logs"
)

func main() {
	slog.SetDefault(logs.New(os.Stderr, "wake")) // for what the Lambda runtime says, too
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	box, err := setup.Wake(cfg, os.Getenv)
	if err != nil {
		log.Fatal(err)
	}
	lambda.Start((&handler.Handler{Inbox: box, Log: box.Log}).Handle)
}
