// Package abort ends a function that cannot start, in a way that Lambda
// understands. It imports nothing else of ours, so that every function can afford it.
//
// It promises that the reason stands in the log, and with each invocation that
// fails for it, where Lambda alone would write that the process ended.
package abort

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"time"
)

// Category is the type of the error that is reported.
const Category = "Runtime.InitError"

// Init reports why the function cannot start and ends the process.
func Init(err error) {
	slog.Error("the function cannot start", "error", err)
	if failure := report(os.Getenv("AWS_LAMBDA_RUNTIME_API"), err); failure != nil {
		slog.Error("Lambda was not told", "error", failure)
	}
	os.Exit(1)
}

// report tells the Runtime API at a host and port why the function cannot start.
// Source: Lambda, "Using the Lambda runtime API for custom runtimes",
// initialization error.
func report(api string, reason error) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	body, err := json.Marshal(map[string]any{"errorType": Category, "errorMessage": reason.Error(), "stackTrace": []string{}})
	if err != nil {
		return fmt.Errorf("report a failed start: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+api+"/2018-06-01/runtime/init/error", bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("report a failed start: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Lambda-Runtime-Function-Error-Type", Category)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("report a failed start: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusAccepted {
		return fmt.Errorf("report a failed start: the Runtime API answers %s", res.Status)
	}
	return nil
}
