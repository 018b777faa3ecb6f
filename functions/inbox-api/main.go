// Command inbox-api is the Lambda function behind the API that agents and
// machine clients call.
package main

import (
	"context"
	"log"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"

	"confab/functions/inbox-api/handler"
	"confab/shared/setup"
	"confab/shared/setup/logs"
)

func main() {
	slog.SetDefault(logs.New(os.Stderr, "inbox-api")) // for what the Lambda runtime says, too
	ctx := context.Background()
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		log.Fatal(err)
	}
	routes, err := setup.InboxAPI(ctx, cfg, os.Getenv)
	if err != nil {
		log.Fatal(err)
	}
	h := &handler.Handler{API: routes}
	lambda.Start(h.Handle)
}
