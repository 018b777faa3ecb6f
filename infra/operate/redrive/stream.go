package redrive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"confab/infra/operate/deployment"
)

// streamPrefix is where Lambda puts what the function of a stream gave up.
// Source: Lambda developer guide, "Retain discarded records for a DynamoDB event source".
const streamPrefix = "aws/lambda/"

// givenUp is such an object, as far as it is needed here. The payload is the
// function's whole event, as a string of JSON.
type givenUp struct {
	Payload        string `json:"payload"`
	RequestContext struct {
		FunctionARN string `json:"functionArn"`
	} `json:"requestContext"`
}

// by is which of the functions gave it up: the first where it does not say.
func (g *givenUp) by(functions []string) string {
	for _, f := range functions {
		if strings.Contains(g.RequestContext.FunctionARN+":", ":function:"+f+":") {
			return f
		}
	}
	return functions[0]
}

// answer is what the function answers to a batch.
type answer struct {
	BatchItemFailures []json.RawMessage `json:"batchItemFailures"`
}

func (r *Redrive) streamKeys(ctx context.Context, d *deployment.Deployment) ([]string, error) {
	bucket, err := d.Resource("Bucket")
	if err != nil {
		return nil, err
	}
	var keys []string
	pages := s3.NewListObjectsV2Paginator(r.Objects, &s3.ListObjectsV2Input{Bucket: &bucket, Prefix: aws.String(streamPrefix)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list %s%s: %w", bucket+"/", streamPrefix, err)
		}
		for _, o := range page.Contents {
			keys = append(keys, aws.ToString(o.Key))
		}
	}
	return keys, nil
}

// followEach has each batch that was given up followed by the function that gave
// it up. It waits for the answer: an asynchronous invocation would lose the failures that it reports.
func (r *Redrive) followEach(ctx context.Context, out io.Writer, p place, d *deployment.Deployment) error {
	bucket, errBucket := d.Resource("Bucket")
	function, errFunction := d.Resource(p.function)
	index, errIndex := d.Resource("UpdateIndexFunction")
	keys, errKeys := r.streamKeys(ctx, d)
	if err := errors.Join(errBucket, errFunction, errIndex, errKeys); err != nil {
		return err
	}
	done := 0
	for _, key := range keys {
		why, err := r.follow(ctx, bucket, key, function, index)
		if err != nil {
			return fmt.Errorf("after %d: %s: %w", done, key, err)
		}
		if why != "" {
			fmt.Fprintf(out, "%s stays: %s\n", key, why)
			continue
		}
		done++
	}
	fmt.Fprintf(out, "%d followed again.\n", done)
	return nil
}

// follow does one object; why says what keeps it from being done.
func (r *Redrive) follow(ctx context.Context, bucket, key string, functions ...string) (why string, err error) {
	object, err := r.Objects.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		return "", err
	}
	defer object.Body.Close()
	var record givenUp
	if err := json.NewDecoder(object.Body).Decode(&record); err != nil || record.Payload == "" {
		return "it holds no event", nil
	}
	function := record.by(functions)
	got, err := r.Functions.Invoke(ctx, &lambda.InvokeInput{FunctionName: &function, Payload: []byte(record.Payload)})
	if err != nil {
		return "", fmt.Errorf("invoke %s: %w", function, err)
	}
	var said answer
	switch err := json.Unmarshal(got.Payload, &said); {
	case got.FunctionError != nil:
		return "the function failed: " + *got.FunctionError, nil
	case err != nil:
		return "the function's answer is not understood", nil
	case len(said.BatchItemFailures) > 0:
		return "the function failed on one of its changes; the log says why", nil
	}
	_, err = r.Objects.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &bucket, Key: &key})
	return "", err
}
