package deploy_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	dynamodbtypes "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"confab/infra/operate/deploy"
	"confab/infra/operate/deployment/deploymenttest"
	"confab/infra/operate/plan"
)

// vault holds a table, a secret and a user pool, and notes what is done to them.
type vault struct{ done []string }

func (v *vault) note(format string, args ...any) {
	v.done = append(v.done, fmt.Sprintf(format, args...))
}

func (v *vault) UpdateTable(_ context.Context, in *dynamodb.UpdateTableInput, _ ...func(*dynamodb.Options)) (*dynamodb.UpdateTableOutput, error) {
	v.note("protect table %s: %t", *in.TableName, *in.DeletionProtectionEnabled)
	return &dynamodb.UpdateTableOutput{}, nil
}

func (v *vault) DescribeTable(context.Context, *dynamodb.DescribeTableInput, ...func(*dynamodb.Options)) (*dynamodb.DescribeTableOutput, error) {
	return &dynamodb.DescribeTableOutput{Table: &dynamodbtypes.TableDescription{TableStatus: dynamodbtypes.TableStatusActive}}, nil
}

func (v *vault) DeleteTable(_ context.Context, in *dynamodb.DeleteTableInput, _ ...func(*dynamodb.Options)) (*dynamodb.DeleteTableOutput, error) {
	v.note("delete table %s", *in.TableName)
	return &dynamodb.DeleteTableOutput{}, nil
}

func (v *vault) DeleteSecret(_ context.Context, in *secretsmanager.DeleteSecretInput, _ ...func(*secretsmanager.Options)) (*secretsmanager.DeleteSecretOutput, error) {
	v.note("delete secret %s in %d days", *in.SecretId, aws.ToInt64(in.RecoveryWindowInDays))
	return &secretsmanager.DeleteSecretOutput{}, nil
}

func (v *vault) UpdateUserPool(_ context.Context, in *cognitoidentityprovider.UpdateUserPoolInput, _ ...func(*cognitoidentityprovider.Options)) (*cognitoidentityprovider.UpdateUserPoolOutput, error) {
	v.note("protect pool %s: %s", *in.UserPoolId, in.DeletionProtection)
	return &cognitoidentityprovider.UpdateUserPoolOutput{}, nil
}

func (v *vault) DeleteUserPool(_ context.Context, in *cognitoidentityprovider.DeleteUserPoolInput, _ ...func(*cognitoidentityprovider.Options)) (*cognitoidentityprovider.DeleteUserPoolOutput, error) {
	v.note("delete pool %s", *in.UserPoolId)
	return &cognitoidentityprovider.DeleteUserPoolOutput{}, nil
}

// newBucket is a versioned bucket with objects of several versions and a
// deleted one.
func newBucket(t *testing.T) *s3.Client {
	t.Helper()
	server := httptest.NewServer(gofakes3.New(s3mem.New()).Server())
	t.Cleanup(server.Close)
	client := s3.New(s3.Options{
		Region: "eu-west-1", BaseEndpoint: &server.URL, UsePathStyle: true, Credentials: credentials.NewStaticCredentialsProvider("a", "b", ""),
	})
	name := aws.String("confab-bucket-1")
	_, errMake := client.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: name})
	_, errVersions := client.PutBucketVersioning(t.Context(), &s3.PutBucketVersioningInput{
		Bucket: name, VersioningConfiguration: &s3types.VersioningConfiguration{Status: s3types.BucketVersioningStatusEnabled},
	})
	if err := errors.Join(errMake, errVersions); err != nil {
		t.Fatal(err)
	}
	for i := range 30 {
		key := fmt.Sprintf("raw/%d", i%10)
		if _, err := client.PutObject(t.Context(), &s3.PutObjectInput{Bucket: name, Key: &key, Body: strings.NewReader("mail")}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := client.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: name, Key: aws.String("raw/3")}); err != nil {
		t.Fatal(err)
	}
	return client
}

func bucketIsThere(t *testing.T, client *s3.Client) bool {
	t.Helper()
	_, err := client.HeadBucket(t.Context(), &s3.HeadBucketInput{Bucket: aws.String("confab-bucket-1")})
	return err == nil
}

func (a *account) destroy(tool deploy.Tool, stack string, data bool, storage deploy.Storage, consent string) error {
	return a.carry(&deploy.Destroy{Account: a.account(), Storage: storage, Tool: tool, Stack: stack, Data: data, Programs: a}, consent)
}

func TestDestroyingKeepsTheDataUnlessTold(t *testing.T) {
	for name, tool := range map[string]deploy.Tool{"sam": deploy.SAM, "cdk": deploy.CDK} {
		t.Run(name, func(t *testing.T) {
			a, v, bucket := newAccount(t), &vault{}, newBucket(t)
			a.stacks["confab"], a.active = made(), "confab"
			storage := deploy.Storage{Objects: bucket, Tables: v, Secrets: v, Pools: v}
			if err := a.destroy(tool, "confab", false, storage, "1"); err != nil {
				t.Fatal(err)
			}
			if a.active != "" || !strings.Contains(a.out.String(), "SES refuses mail") {
				t.Errorf("%q is active, or nothing is said of mail:\n%s", a.active, &a.out)
			}
			later := "make destroy-" + name + " STACK=" + deploymenttest.ID("confab") + " DATA=delete"
			if !strings.Contains(a.out.String(), later) {
				t.Errorf("how to delete the data later is not told:\n%s", &a.out)
			}
			if len(v.done) > 0 || !bucketIsThere(t, bucket) {
				t.Fatalf("data is gone: %q", v.done)
			}

			// The stack is gone; by its id the data can still be deleted.
			ran := len(a.ran)
			if err := a.destroy(tool, deploymenttest.ID("confab"), true, storage, "1"); !errors.Is(err, plan.ErrDeclined) {
				t.Errorf("without the stack's name: %v", err)
			}
			if err := a.destroy(tool, deploymenttest.ID("confab"), true, storage, "confab"); err != nil {
				t.Fatal(err)
			}
			want := []string{
				"protect table confab-Table-1: false", "delete table confab-Table-1", "delete secret arn:secret-1 in 30 days",
				"protect pool pool-1: INACTIVE", "delete pool pool-1",
			}
			if !slices.Equal(v.done, want) || bucketIsThere(t, bucket) || len(a.ran) != ran {
				t.Errorf("it did %q and ran %q; the bucket is there: %t", v.done, a.ran[ran:], bucketIsThere(t, bucket))
			}
			if err := a.destroy(tool, deploymenttest.ID("confab"), true, storage, "confab"); err != nil {
				t.Errorf("again: %v", err)
			}
		})
	}
}

func TestAnothersRuleSetStaysActive(t *testing.T) {
	a := newAccount(t)
	a.stacks["confab"], a.active = made(), "theirs"
	if err := a.destroy(deploy.SAM, "confab", false, deploy.Storage{}, "1"); err != nil {
		t.Fatal(err)
	}
	if a.active != "theirs" {
		t.Errorf("%q is active", a.active)
	}
}

func TestAStackWithoutAPoolHasNoneToDelete(t *testing.T) {
	a, v := newAccount(t), &vault{}
	a.stacks["confab"] = made()
	delete(a.stacks["confab"].Resources, "UserPool")
	if err := a.destroy(deploy.SAM, "confab", true, deploy.Storage{Objects: newBucket(t), Tables: v, Secrets: v, Pools: v}, "confab"); err != nil {
		t.Fatal(err)
	}
	if joined := strings.Join(v.done, "\n"); strings.Contains(joined, "pool") || !strings.Contains(joined, "delete table") {
		t.Errorf("it did %s", joined)
	}
}

func TestWhatAFailedDeploymentLeftCanBeRemoved(t *testing.T) {
	a, v := newAccount(t), &vault{}
	a.stacks["confab"] = &deploymenttest.Stack{Status: "ROLLBACK_COMPLETE", Resources: map[string]string{"Table": "confab-Table-1"}, Gone: []string{"MasterSecret"}}
	if err := a.destroy(deploy.SAM, "confab", true, deploy.Storage{Tables: v}, "confab"); err != nil {
		t.Fatal(err)
	}
	if want := []string{"protect table confab-Table-1: false", "delete table confab-Table-1"}; !slices.Equal(v.done, want) {
		t.Errorf("it did %q", v.done)
	}
}

func TestAStackThatThereIsNotCannotBeDestroyed(t *testing.T) {
	a := newAccount(t)
	if err := a.destroy(deploy.SAM, "confab", false, deploy.Storage{}, "1"); err == nil || len(a.ran) > 0 {
		t.Errorf("error %v, ran %q", err, a.ran)
	}
}
