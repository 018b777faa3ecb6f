// Package dynamotest gives tests a true DynamoDB table each. One dynoxide serves
// a whole test binary; it starts with the first table and ends with the binary,
// however that ends. DYNAMODB_ENDPOINT names another DynamoDB to use instead.
//
// It never skips: without dynoxide it installs it, and where that fails the test
// fails with one sentence that says what to do.
package dynamotest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/smithy-go/middleware"

	"confab/infra/local/disk"
	"confab/infra/local/dynamo"
	"confab/infra/template"
)

// Table is a fresh, empty table as template.yaml describes it.
type Table struct {
	Endpoint string     // of the DynamoDB that holds it
	Name     string     //
	Config   aws.Config // with which SDK clients reach that DynamoDB
}

// New makes a table that is gone when the test ends.
func New(t testing.TB) Table {
	t.Helper()
	endpoint, err := server()
	if err != nil {
		t.Fatal(err)
	}
	definition, err := described()
	if err != nil {
		t.Fatal(err)
	}
	table := Table{Endpoint: endpoint, Name: "test-" + rand.Text(), Config: Config(endpoint)}
	client := dynamodb.NewFromConfig(table.Config)
	if err := definition.Create(t.Context(), client, table.Name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if _, err := client.DeleteTable(ctx, &dynamodb.DeleteTableInput{TableName: &table.Name}); err != nil {
			t.Errorf("delete table %s: %v", table.Name, err)
		}
	})
	return table
}

// described is the table of template.yaml, which is read once: reading it takes
// longer than most tests.
var described = sync.OnceValues(func() (*dynamo.Table, error) {
	root, err := disk.Root()
	if err != nil {
		return nil, err
	}
	deployed, err := template.Read(root)
	if err != nil {
		return nil, err
	}
	return dynamo.Described(deployed)
})

// Config is how SDK clients reach the DynamoDB at endpoint with made-up
// credentials. Keys are held to DynamoDB's limits, of which dynoxide knows nothing.
func Config(endpoint string) aws.Config {
	return aws.Config{
		Region: "us-east-1", BaseEndpoint: &endpoint,
		Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
		APIOptions:  []func(*middleware.Stack) error{keyLimits},
	}
}

// server starts the binary's one dynoxide, once.
var server = sync.OnceValues(func() (string, error) {
	if endpoint := os.Getenv(dynamo.EndpointVariable); endpoint != "" {
		return endpoint, nil
	}
	root, err := disk.Root()
	if err != nil {
		return "", err
	}
	dir, err := folder()
	if err != nil {
		return "", err
	}
	ctx := context.Background() // outlives every single test
	process, err := dynamo.Start(ctx, root, filepath.Join(dir, "dynamodb.db"))
	if errors.Is(err, dynamo.ErrNotInstalled) {
		if err := install(ctx, root); err != nil {
			return "", err
		}
		process, err = dynamo.Start(ctx, root, filepath.Join(dir, "dynamodb.db"))
	}
	if err != nil {
		return "", err
	}
	return process.Endpoint, nil
})

// folder makes a folder that is locked while this process lives, and removes
// those that earlier test binaries left: nothing runs when a test binary ends.
func folder() (string, error) {
	const prefix = "confab-dynamotest-"
	left, err := filepath.Glob(filepath.Join(os.TempDir(), prefix+"*"))
	if err != nil {
		return "", fmt.Errorf("look for old folders of dynoxide: %w", err)
	}
	for _, dir := range left {
		// A folder made this minute may be about to be locked by its maker.
		if info, err := os.Stat(dir); err != nil || time.Since(info.ModTime()) < time.Minute {
			continue
		}
		if release, err := disk.Lock(dir); err == nil {
			_ = os.RemoveAll(dir)
			release()
		}
	}
	dir, err := os.MkdirTemp("", prefix)
	if err != nil {
		return "", fmt.Errorf("make a folder for dynoxide: %w", err)
	}
	_, err = disk.Lock(dir) // until this binary ends
	return dir, err
}

// install runs npm ci, one test binary at a time.
func install(ctx context.Context, root string) error {
	for {
		release, err := disk.Lock(filepath.Join(os.TempDir(), "confab-npm-ci"))
		if errors.Is(err, disk.ErrInUse) {
			time.Sleep(100 * time.Millisecond) // another binary is installing the same
			continue
		}
		if err != nil {
			return err
		}
		defer release()
		break
	}
	if dynamo.Installed(root) == nil {
		return nil // by the other one
	}
	npm := exec.CommandContext(ctx, "npm", "ci", "--no-audit", "--no-fund")
	npm.Dir = filepath.Join(root, "infra/local")
	if out, err := npm.CombinedOutput(); err != nil {
		return fmt.Errorf("tests need dynoxide, and npm ci in infra/local failed (%w): %s", err, strings.TrimSpace(string(out)))
	}
	return nil
}
