package store

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"confab/shared/inbox"
)

// Manifest reads what names the parts of a search index, and its version; nil and
// 0 where there is none.
func (t *Table) Manifest(ctx context.Context, name string) (data []byte, rev int64, err error) {
	err = t.readAll(ctx, []key{manifestKey(name)}, func(it item) error {
		if b, ok := it["data"].(*types.AttributeValueMemberB); ok {
			data, rev = b.Value, number(it["rev"])
		}
		return nil
	})
	if err != nil {
		return nil, 0, fmt.Errorf("read the manifest of an index: %w", err)
	}
	return data, rev, nil
}

// SaveManifest replaces what was computed from a version of it; inbox.ErrConflict
// where there is another by now. A save whose answer got lost is repeated by the
// SDK and then looks like a conflict; whoever made it reads again and goes on.
func (t *Table) SaveManifest(ctx context.Context, name string, data []byte, rev int64) error {
	it := manifestKey(name).item()
	it["v"], it["rev"], it["data"] = num(shape), num(rev+1), &types.AttributeValueMemberB{Value: data}
	in := &dynamodb.PutItemInput{TableName: &t.name, Item: it}
	if rev == 0 {
		in.ConditionExpression = aws.String("attribute_not_exists(pk)")
	} else {
		in.ConditionExpression, in.ExpressionAttributeValues = aws.String("rev = :rev"), item{":rev": num(rev)}
	}
	_, err := t.client.PutItem(ctx, in)
	var failed *types.ConditionalCheckFailedException
	if errors.As(err, &failed) {
		return inbox.ErrConflict
	}
	if err != nil {
		return fmt.Errorf("save the manifest of an index: %w", err)
	}
	return nil
}

// Range reads size bytes of an object from an offset on, fewer where it ends
// before; inbox.ErrNotFound where there is no such object.
func (b *Bucket) Range(ctx context.Context, key string, from, size int) ([]byte, error) {
	out, err := b.client.GetObject(ctx, &s3.GetObjectInput{
		Bucket: &b.bucket, Key: &key, Range: aws.String(fmt.Sprintf("bytes=%d-%d", from, from+size-1)),
	})
	if err != nil {
		return nil, fmt.Errorf("get %d bytes of object %s: %w", size, key, missing(err))
	}
	defer out.Body.Close()
	data := make([]byte, size)
	n, err := io.ReadFull(out.Body, data)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("get %d bytes of object %s: %w", size, key, err)
	}
	return data[:n], nil
}

// Delete deletes an object, if there is one. Its bytes go when the bucket's
// lifecycle rule for earlier versions says so.
func (b *Bucket) Delete(ctx context.Context, key string) error {
	_, err := b.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &b.bucket, Key: &key})
	if err != nil {
		return fmt.Errorf("delete object %s: %w", key, err)
	}
	return nil
}
