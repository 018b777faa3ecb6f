// Command web-client is the Lambda function that serves the web client.
package main

import (
	"log"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"confab/functions/web-client/handler"
)

func main() {
	site, err := handler.New(handler.Built(), os.Getenv)
	if err != nil {
		log.Fatal(err)
	}
	lambda.Start(site.Handle)
}
