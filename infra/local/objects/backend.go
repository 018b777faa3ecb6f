package objects

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/johannesboyne/gofakes3"
)

// backend makes s3bolt fit for use by many at a time. What s3bolt reads points
// into the mapped file, also when its transaction is over, and a write that grows
// the file maps it elsewhere. So whatever is read is copied before anybody may
// write. It also copies under conditions, as S3 does.
type backend struct {
	gofakes3.Backend
	mu sync.RWMutex // held for writing by whatever may grow the file
}

// GetObject returns an object, or a range of it, that is safe to keep.
func (b *backend) GetObject(bucket, key string, part *gofakes3.ObjectRangeRequest) (*gofakes3.Object, error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	object, data, err := b.read(bucket, key, part)
	if err != nil {
		return nil, err
	}
	object.Contents = io.NopCloser(bytes.NewReader(data))
	return object, nil
}

// read returns copies; its caller holds the lock.
func (b *backend) read(bucket, key string, part *gofakes3.ObjectRangeRequest) (*gofakes3.Object, []byte, error) {
	object, err := b.Backend.GetObject(bucket, key, part)
	if err != nil {
		return nil, nil, err
	}
	size := object.Size
	if object.Range != nil {
		size = object.Range.Length
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(object.Contents, data); err != nil {
		return nil, nil, err
	}
	object.Hash = bytes.Clone(object.Hash)
	return object, data, nil
}

// HeadObject returns an object without its contents.
func (b *backend) HeadObject(bucket, key string) (*gofakes3.Object, error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	object, err := b.Backend.HeadObject(bucket, key)
	if err == nil {
		object.Hash = bytes.Clone(object.Hash)
	}
	return object, err
}

// PutObject waits for the whole body before it keeps others from theirs.
func (b *backend) PutObject(bucket, key string, meta map[string]string, body io.Reader, size int64, conditions *gofakes3.PutConditions) (gofakes3.PutObjectResult, error) {
	data, err := gofakes3.ReadAll(body, size)
	if err != nil {
		return gofakes3.PutObjectResult{}, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Backend.PutObject(bucket, key, meta, bytes.NewReader(data), size, conditions)
}

// Conditions of a copy: gofakes3 hands a request's X-Amz headers to the backend
// and no others, so the first two take such names on their way.
// Source: "CopyObject", Amazon S3 API Reference.
const (
	ifMatch           = "X-Amz-If-Match"
	ifNoneMatch       = "X-Amz-If-None-Match"
	sourceIfMatch     = "X-Amz-Copy-Source-If-Match"
	sourceIfNoneMatch = "X-Amz-Copy-Source-If-None-Match"
)

// CopyObject copies at one moment: nobody writes between its conditions and the
// copy. It answers PreconditionFailed where a condition does not hold.
func (b *backend) CopyObject(fromBucket, fromKey, bucket, key string, meta map[string]string) (gofakes3.CopyObjectResult, error) {
	taken := map[string]*string{}
	for _, name := range []string{ifMatch, ifNoneMatch, sourceIfMatch, sourceIfNoneMatch} {
		if value, ok := meta[name]; ok {
			taken[name] = &value
			delete(meta, name)
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	source, data, err := b.read(fromBucket, fromKey, nil)
	if err != nil {
		return gofakes3.CopyObjectResult{}, err
	}
	etag := gofakes3.FormatETag(source.Hash)
	same := func(name string) bool { return strings.Trim(*taken[name], `"`) == strings.Trim(etag, `"`) }
	if taken[sourceIfMatch] != nil && !same(sourceIfMatch) || taken[sourceIfNoneMatch] != nil && same(sourceIfNoneMatch) {
		return gofakes3.CopyObjectResult{}, gofakes3.ErrorMessage(gofakes3.ErrPreconditionFailed, "The condition on the copy's source does not hold")
	}
	conditions := &gofakes3.PutConditions{IfMatch: taken[ifMatch], IfNoneMatch: taken[ifNoneMatch]}
	if _, err := b.Backend.PutObject(bucket, key, meta, bytes.NewReader(data), source.Size, conditions); err != nil {
		return gofakes3.CopyObjectResult{}, err
	}
	return gofakes3.CopyObjectResult{ETag: etag, LastModified: gofakes3.NewContentTime(time.Now())}, nil
}

// DeleteObject deletes an object.
func (b *backend) DeleteObject(bucket, key string) (gofakes3.ObjectDeleteResult, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Backend.DeleteObject(bucket, key)
}

// DeleteMulti deletes objects.
func (b *backend) DeleteMulti(bucket string, keys ...string) (gofakes3.MultiDeleteResult, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Backend.DeleteMulti(bucket, keys...)
}

// CreateBucket makes a bucket.
func (b *backend) CreateBucket(name string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Backend.CreateBucket(name)
}

// DeleteBucket deletes an empty bucket.
func (b *backend) DeleteBucket(name string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Backend.DeleteBucket(name)
}

// ForceDeleteBucket deletes a bucket with all that is in it.
func (b *backend) ForceDeleteBucket(name string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Backend.ForceDeleteBucket(name)
}
