package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"confab/shared/inbox"
)

// LinkLifetime is for how long a link for a download is good.
const LinkLifetime = 5 * time.Minute

// uploadTime is longer: an upload may follow others that its client began first.
const uploadTime = 10 * time.Minute

// Bucket keeps objects in an S3 bucket. It implements
// [inbox.Objects] and [inbox.Links].
type Bucket struct {
	client  *s3.Client
	presign *s3.PresignClient
	bucket  string
}

var (
	_ inbox.Objects = (*Bucket)(nil)
	_ inbox.Links   = (*Bucket)(nil)
)

// NewBucket returns the objects of a bucket.
func NewBucket(client *s3.Client, bucket string) *Bucket {
	return &Bucket{client: client, presign: s3.NewPresignClient(client), bucket: bucket}
}

// Put writes an object unless there is one.
func (b *Bucket) Put(ctx context.Context, key, mediaType string, data []byte) error {
	_, err := b.client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: &b.bucket, Key: &key, ContentType: wellFormed(mediaType),
		Body: bytes.NewReader(data), IfNoneMatch: aws.String("*"),
	}, untilDecided)
	if err != nil && status(err) != http.StatusPreconditionFailed {
		return fmt.Errorf("put object %s: %w", key, err)
	}
	return nil
}

// untilDecided repeats a conditional write that met another one of the same key:
// S3 answers both with 409 and neither may have been done.
func untilDecided(o *s3.Options) {
	o.Retryer = retry.AddWithErrorCodes(o.Retryer, "ConditionalRequestConflict")
}

// Get reads an object.
func (b *Bucket) Get(ctx context.Context, key string) ([]byte, error) {
	out, err := b.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &b.bucket, Key: &key})
	if err != nil {
		return nil, fmt.Errorf("get object %s: %w", key, missing(err))
	}
	defer out.Body.Close()
	data := bytes.NewBuffer(make([]byte, 0, max(aws.ToInt64(out.ContentLength), 0)+bytes.MinRead))
	if _, err := io.Copy(data, out.Body); err != nil {
		return nil, fmt.Errorf("get object %s: %w", key, err)
	}
	return data.Bytes(), nil
}

// Copy copies what the object is at the moment: the size returned is that of the
// bytes copied, whoever writes to from meanwhile (ErrConflict where somebody just
// did). Where there is an object under to already, it stays and its size is
// returned.
func (b *Bucket) Copy(ctx context.Context, from, to string) (int64, error) {
	head, err := b.head(ctx, from)
	if err != nil {
		return 0, fmt.Errorf("copy object %s: %w", from, err)
	}
	_, err = b.client.CopyObject(ctx, &s3.CopyObjectInput{
		Bucket: &b.bucket, Key: &to, IfNoneMatch: aws.String("*"),
		CopySource: aws.String(escape(b.bucket) + "/" + escape(from)), CopySourceIfMatch: head.ETag,
	}, untilDecided)
	if status(err) == http.StatusPreconditionFailed {
		// Either there is an object under to, or from was replaced.
		if head, err = b.head(ctx, to); errors.Is(err, inbox.ErrNotFound) {
			err = inbox.ErrConflict
		}
	}
	if err != nil {
		return 0, fmt.Errorf("copy object %s: %w", from, missing(err))
	}
	return aws.ToInt64(head.ContentLength), nil
}

func (b *Bucket) head(ctx context.Context, key string) (*s3.HeadObjectOutput, error) {
	out, err := b.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &b.bucket, Key: &key})
	return out, missing(err)
}

// Upload signs the length and the type with the link, so that S3 refuses
// anything else.
func (b *Bucket) Upload(ctx context.Context, key, mediaType string, size int64) (string, error) {
	req, err := b.presign.PresignPutObject(ctx, &s3.PutObjectInput{
		Bucket: &b.bucket, Key: &key, ContentType: &mediaType, ContentLength: &size,
	}, s3.WithPresignExpires(uploadTime))
	if err != nil {
		return "", fmt.Errorf("sign upload of %s: %w", key, err)
	}
	return req.URL, nil
}

// Download makes browsers save the object, whatever its type, instead of showing
// it (RFC 6266 §4.2; the name as RFC 8187 writes it).
func (b *Bucket) Download(ctx context.Context, key, name, mediaType string) (string, error) {
	disposition := "attachment; filename*=UTF-8''" + escape(strings.ToValidUTF8(name, "_"))
	req, err := b.presign.PresignGetObject(ctx, &s3.GetObjectInput{
		Bucket: &b.bucket, Key: &key,
		ResponseContentDisposition: &disposition, ResponseContentType: wellFormed(mediaType),
	}, s3.WithPresignExpires(LinkLifetime))
	if err != nil {
		return "", fmt.Errorf("sign download of %s: %w", key, err)
	}
	return req.URL, nil
}

// wellFormed returns a media type that can stand in a header: mail calls its parts
// what it likes.
func wellFormed(mediaType string) *string {
	name, parameters, err := mime.ParseMediaType(mediaType)
	if clean := mime.FormatMediaType(name, parameters); err == nil && clean != "" {
		return &clean
	}
	return aws.String("application/octet-stream")
}

// escape encodes every byte but letters, digits and -._~ with a percent sign.
func escape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// missing turns S3's ways of saying that there is no such object into ErrNotFound.
func missing(err error) error {
	var noKey *types.NoSuchKey
	if errors.As(err, &noKey) || status(err) == http.StatusNotFound {
		return inbox.ErrNotFound
	}
	return err
}

func status(err error) int {
	var r *awshttp.ResponseError
	if errors.As(err, &r) {
		return r.HTTPStatusCode()
	}
	return 0
}
