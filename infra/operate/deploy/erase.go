package deploy

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

// Storage is what deleting data needs of the services that hold it.
type Storage struct {
	Objects interface {
		s3.ListObjectVersionsAPIClient
		DeleteObjects(context.Context, *s3.DeleteObjectsInput, ...func(*s3.Options)) (*s3.DeleteObjectsOutput, error)
		DeleteBucket(context.Context, *s3.DeleteBucketInput, ...func(*s3.Options)) (*s3.DeleteBucketOutput, error)
	}
	Tables interface {
		dynamodb.DescribeTableAPIClient
		UpdateTable(context.Context, *dynamodb.UpdateTableInput, ...func(*dynamodb.Options)) (*dynamodb.UpdateTableOutput, error)
		DeleteTable(context.Context, *dynamodb.DeleteTableInput, ...func(*dynamodb.Options)) (*dynamodb.DeleteTableOutput, error)
	}
	Secrets interface {
		DeleteSecret(context.Context, *secretsmanager.DeleteSecretInput, ...func(*secretsmanager.Options)) (*secretsmanager.DeleteSecretOutput, error)
	}
	Pools interface {
		UpdateUserPool(context.Context, *cognitoidentityprovider.UpdateUserPoolInput, ...func(*cognitoidentityprovider.Options)) (*cognitoidentityprovider.UpdateUserPoolOutput, error)
		DeleteUserPool(context.Context, *cognitoidentityprovider.DeleteUserPoolInput, ...func(*cognitoidentityprovider.Options)) (*cognitoidentityprovider.DeleteUserPoolOutput, error)
	}
}

// secretDays is how long a deleted secret can be brought back, the most there is.
// Source: Secrets Manager API reference, DeleteSecret.
const secretDays = 30

// updateTime is how long a table may take to change.
const updateTime = 5 * time.Minute

// eraseBucket deletes all versions of all objects and the bucket. What is gone
// already is fine: the command can be repeated.
func eraseBucket(ctx context.Context, s Storage, bucket string) error {
	pages := s3.NewListObjectVersionsPaginator(s.Objects, &s3.ListObjectVersionsInput{Bucket: &bucket})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if gone(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("list what is in it: %w", err)
		}
		if err := eraseVersions(ctx, s, bucket, page); err != nil {
			return err
		}
	}
	_, err := s.Objects.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: &bucket})
	return unlessGone(err)
}

// eraseVersions deletes a page, which has no more than one call may delete.
// Source: S3 API reference, ListObjectVersions and DeleteObjects: a thousand each.
func eraseVersions(ctx context.Context, s Storage, bucket string, page *s3.ListObjectVersionsOutput) error {
	var objects []s3types.ObjectIdentifier
	for _, v := range page.Versions {
		objects = append(objects, s3types.ObjectIdentifier{Key: v.Key, VersionId: v.VersionId})
	}
	for _, m := range page.DeleteMarkers {
		objects = append(objects, s3types.ObjectIdentifier{Key: m.Key, VersionId: m.VersionId})
	}
	if len(objects) == 0 {
		return nil
	}
	out, err := s.Objects.DeleteObjects(ctx, &s3.DeleteObjectsInput{
		Bucket: &bucket, Delete: &s3types.Delete{Objects: objects, Quiet: aws.Bool(true)},
	})
	if err != nil {
		return fmt.Errorf("empty it: %w", err)
	}
	if len(out.Errors) > 0 {
		return fmt.Errorf("empty it: %d objects stay, the first for %s", len(out.Errors), aws.ToString(out.Errors[0].Message))
	}
	return nil
}

func eraseTable(ctx context.Context, s Storage, table string) error {
	_, err := s.Tables.UpdateTable(ctx, &dynamodb.UpdateTableInput{TableName: &table, DeletionProtectionEnabled: aws.Bool(false)})
	if err == nil { // a table that is being changed cannot be deleted
		err = dynamodb.NewTableExistsWaiter(s.Tables).Wait(ctx, &dynamodb.DescribeTableInput{TableName: &table}, updateTime)
	}
	if err := unlessGone(err); err != nil {
		return fmt.Errorf("switch its protection off: %w", err)
	}
	_, err = s.Tables.DeleteTable(ctx, &dynamodb.DeleteTableInput{TableName: &table})
	return unlessGone(err)
}

func eraseSecret(ctx context.Context, s Storage, arn string) error {
	_, err := s.Secrets.DeleteSecret(ctx, &secretsmanager.DeleteSecretInput{SecretId: &arn, RecoveryWindowInDays: aws.Int64(secretDays)})
	return unlessGone(err)
}

func eraseUserPool(ctx context.Context, s Storage, pool string) error {
	_, err := s.Pools.UpdateUserPool(ctx, &cognitoidentityprovider.UpdateUserPoolInput{
		UserPoolId: &pool, DeletionProtection: cognito.DeletionProtectionTypeInactive,
	})
	if err := unlessGone(err); err != nil {
		return fmt.Errorf("switch its protection off: %w", err)
	}
	_, err = s.Pools.DeleteUserPool(ctx, &cognitoidentityprovider.DeleteUserPoolInput{UserPoolId: &pool})
	return unlessGone(err)
}

// gone tells that something is not there any more.
func gone(err error) bool {
	var fault interface{ ErrorCode() string }
	if !errors.As(err, &fault) {
		return false
	}
	switch fault.ErrorCode() {
	case "NoSuchBucket", "ResourceNotFoundException":
		return true
	}
	return false
}

func unlessGone(err error) error {
	if gone(err) {
		return nil
	}
	return err
}
