package roles

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"confab/infra/local/function"
)

// Attach holds clients built from the configuration to the function's role.
func (r *Roles) Attach(function string, cfg *aws.Config) {
	g := gate{r, function}
	cfg.APIOptions = append(cfg.APIOptions[:len(cfg.APIOptions):len(cfg.APIOptions)], func(stack *middleware.Stack) error {
		if err := stack.Initialize.Add(middleware.InitializeMiddlewareFunc("RoleInput", g.input), middleware.After); err != nil {
			return err
		}
		// Signing a link makes no call, and does not come by here.
		return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("Role", g.call), middleware.Before)
	})
}

// gate stands between one function and AWS.
type gate struct {
	roles    *Roles
	function string
}

type inputKey struct{}

// input keeps the call's input for when the call leaves.
func (g gate) input(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
	return next.HandleInitialize(context.WithValue(ctx, inputKey{}, in.Parameters), in)
}

func (g gate) call(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (out middleware.DeserializeOutput, meta middleware.Metadata, err error) {
	input := ctx.Value(inputKey{})
	wanted, known := needs(input)
	if !known {
		operation := awsmiddleware.GetServiceID(ctx) + ":" + awsmiddleware.GetOperationName(ctx)
		return out, meta, g.roles.settle(g.function, Need{operation, "one whose needs are not known here"}, nil)
	}
	for _, n := range wanted {
		if g.roles.Check(g.function, n) != nil { // in the words of whom the call asks
			return out, meta, refusal(g.function, g.roles.policies[g.function].Role, wanted[0].service(), n)
		}
	}
	out, meta, err = next.HandleDeserialize(ctx, in)
	if bucket, absent := missing(input, err); absent {
		// Who may not list a bucket is not told that an object is not there. That is
		// no call which the function has made, and counts only where it is permitted.
		list := Need{"s3:ListBucket", bucketARN(bucket)}
		if policy := g.roles.policies[g.function]; len(policy.Grants(list)) == 0 {
			return middleware.DeserializeOutput{}, meta, refusal(g.function, policy.Role, list.service(), list)
		}
		_ = g.roles.Check(g.function, list) // it is permitted
	}
	return out, meta, err
}

// missing tells in which bucket S3 has missed the object that the input names.
// Source: "GetObject", "HeadObject" and "CopyObject", Amazon S3 API Reference.
func missing(input any, err error) (bucket string, absent bool) {
	var answer *awshttp.ResponseError
	if !errors.As(err, &answer) || answer.HTTPStatusCode() != http.StatusNotFound {
		return "", false
	}
	switch in := input.(type) {
	case *s3.GetObjectInput:
		return aws.ToString(in.Bucket), true
	case *s3.HeadObjectInput:
		return aws.ToString(in.Bucket), true
	case *s3.CopyObjectInput:
		return aws.ToString(in.Bucket), true
	}
	return "", false
}

// refusals are how services refuse what is not permitted, by the prefix of their
// actions. Source: "Common errors" in the API reference of each, and of S3
// "Error responses".
var refusals = map[string]struct {
	status int
	code   string
}{
	"dynamodb":       {http.StatusBadRequest, "AccessDeniedException"},
	"s3":             {http.StatusForbidden, "AccessDenied"},
	"sqs":            {http.StatusForbidden, "AccessDenied"},
	"sns":            {http.StatusForbidden, "AuthorizationError"},
	"sms-voice":      {http.StatusBadRequest, "AccessDeniedException"},
	"ses":            {http.StatusForbidden, "AccessDeniedException"},
	"secretsmanager": {http.StatusBadRequest, "AccessDeniedException"},
}

func (n Need) service() string {
	service, _, _ := strings.Cut(n.Action, ":")
	return service
}

// refusal is how a service refuses a call that lacks a need.
func refusal(name, role, service string, n Need) error {
	r, ok := refusals[service]
	if !ok {
		r.status, r.code = http.StatusForbidden, "AccessDenied"
	}
	answer := &http.Response{StatusCode: r.status, Header: http.Header{}, Body: http.NoBody}
	return &awshttp.ResponseError{ResponseError: &smithyhttp.ResponseError{
		Response: &smithyhttp.Response{Response: answer},
		Err: &smithy.GenericAPIError{Code: r.code, Fault: smithy.FaultClient, Message: fmt.Sprintf(
			"User: arn:aws:sts::%s:assumed-role/%s/%s is not authorized to perform: %s on resource: %s because no identity-based policy allows the %[4]s action",
			function.Account, role, name, n.Action, n.Resource)},
	}}
}
