// Command inbox-api is the Lambda function behind the API that agents and
// machine clients call.
package main

import (
	"context"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"confab/functions/inbox-api/handler"
	"confab/shared/setup"
	"confab/shared/setup/abort"
	"confab/shared/setup/logs"
	"confab/shared/setup/serving"
)

func main() {
	slog.SetDefault(logs.New(os.Stderr, "inbox-api")) // for what the Lambda runtime says, too
	routes, err := serving.InboxAPI(context.Background(), setup.AWS(os.Getenv), os.Getenv)
	if err != nil {
		abort.Init(err)
	}
	h := &handler.Handler{API: routes}
	lambda.Start(h.Handle)
}
