package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"confab/shared/inbox"
)

var _ inbox.Purger = (*Bucket)(nil)

// Purge deletes each version by its id, delete markers too: deleting an object
// without one would but hide it.
// Source: "Deleting object versions from a versioning-enabled bucket", Amazon S3 User Guide.
func (b *Bucket) Purge(ctx context.Context, key string) error {
	in := &s3.ListObjectVersionsInput{Bucket: &b.bucket, Prefix: &key}
	for pages := s3.NewListObjectVersionsPaginator(b.client, in); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return fmt.Errorf("list versions of %s: %w", key, err)
		}
		for _, v := range page.Versions {
			if err := b.purge(ctx, key, v.Key, v.VersionId); err != nil {
				return err
			}
		}
		for _, m := range page.DeleteMarkers {
			if err := b.purge(ctx, key, m.Key, m.VersionId); err != nil {
				return err
			}
		}
	}
	return nil
}

// purge deletes a version that was listed, if it is meant: a key is the beginning
// of others.
func (b *Bucket) purge(ctx context.Context, asked string, key, version *string) error {
	if k := aws.ToString(key); k != asked && !strings.HasSuffix(asked, "/") {
		return nil
	}
	if _, err := b.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &b.bucket, Key: key, VersionId: version}); err != nil {
		return fmt.Errorf("delete a version of %s: %w", aws.ToString(key), err)
	}
	return nil
}
