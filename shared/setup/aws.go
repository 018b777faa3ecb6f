package setup

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
)

// AWS returns the configuration of SDK clients in a Lambda function. Region and
// credentials are where Lambda puts them, in the environment; they outlive the
// process. Elsewhere the SDK's own config.LoadDefaultConfig finds them in many
// more places, at the price of clients for each, which all functions would carry.
//
// AWS_ENDPOINT_URL_<SERVICE> leads to another server, for example
// AWS_ENDPOINT_URL_S3. Sources: Lambda, "Defined runtime environment variables";
// AWS SDKs and Tools, "Service-specific endpoints".
func AWS(env Env) aws.Config {
	return aws.Config{
		Region: env("AWS_REGION"),
		Credentials: credentials.NewStaticCredentialsProvider(
			env("AWS_ACCESS_KEY_ID"), env("AWS_SECRET_ACCESS_KEY"), env("AWS_SESSION_TOKEN")),
		ConfigSources: []any{endpoints(env)},
	}
}

// endpoints tells the clients of services where their servers are.
type endpoints Env

// GetServiceBaseEndpoint is what the SDK's clients look for in a configuration.
func (e endpoints) GetServiceBaseEndpoint(_ context.Context, service string) (string, bool, error) {
	url := e("AWS_ENDPOINT_URL_" + strings.ToUpper(strings.ReplaceAll(service, " ", "_")))
	return url, url != "", nil
}
