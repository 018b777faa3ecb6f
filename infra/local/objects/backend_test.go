package objects_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
)

// fill is a body whose every byte is b.
func fill(b byte, size int) []byte { return bytes.Repeat([]byte{b}, size) }

func (s stand) put(ctx context.Context, key string, body []byte) error {
	_, err := s.client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(bucket), Key: &key, Body: bytes.NewReader(body)})
	return err
}

func (s stand) get(ctx context.Context, key string) ([]byte, error) {
	out, err := s.client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(bucket), Key: &key})
	if err != nil {
		return nil, err
	}
	defer out.Body.Close()
	return io.ReadAll(out.Body)
}

func (s stand) copy(ctx context.Context, from, to string, change func(*s3.CopyObjectInput)) error {
	in := &s3.CopyObjectInput{Bucket: aws.String(bucket), Key: &to, CopySource: aws.String(bucket + "/" + from)}
	if change != nil {
		change(in)
	}
	_, err := s.client.CopyObject(ctx, in)
	return err
}

func TestObjectsAreReadAndCopiedWhileTheFileGrows(t *testing.T) {
	const size = 4 << 20
	s := open(t, filepath.Join(t.TempDir(), "objects.db"))
	if err := s.put(t.Context(), "source", fill('s', size)); err != nil {
		t.Fatal(err)
	}
	want := func(key string, b byte) error {
		got, err := s.get(t.Context(), key)
		if err == nil && !bytes.Equal(got, fill(b, size)) {
			err = errors.New(key + " holds something else")
		}
		return err
	}
	works := []func(worker, n int) error{
		func(worker, n int) error {
			return s.put(t.Context(), fmt.Sprintf("put-%d-%d", worker, n), fill('p', size))
		},
		func(worker, n int) error {
			key := fmt.Sprintf("copy-%d-%d", worker, n)
			return errors.Join(s.copy(t.Context(), "source", key, nil), want(key, 's'))
		},
		func(int, int) error { return want("source", 's') },
		func(int, int) error {
			_, err := s.client.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String(bucket), Key: aws.String("source")})
			return err
		},
	}
	var wg sync.WaitGroup
	for worker, work := range append(works, works...) {
		wg.Go(func() {
			for n := range 4 {
				if err := work(worker, n); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if err := want("put-0-3", 'p'); err != nil {
		t.Error(err)
	}
}

func TestCopiesKeepTheirConditions(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "objects.db"))
	put(t, s, "from", "new")
	put(t, s, "there", "old")
	etag := func(key string) *string {
		head, err := s.client.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String(bucket), Key: &key})
		if err != nil {
			t.Fatal(err)
		}
		return head.ETag
	}
	from, there := etag("from"), etag("there")
	tests := []struct {
		name, to string
		change   func(*s3.CopyObjectInput)
		holds    bool
	}{
		{"onto what is there, unless there is one", "there", func(in *s3.CopyObjectInput) { in.IfNoneMatch = aws.String("*") }, false},
		{"onto another than was meant", "there", func(in *s3.CopyObjectInput) { in.IfMatch = from }, false},
		{"of another source than was meant", "there", func(in *s3.CopyObjectInput) { in.CopySourceIfMatch = there }, false},
		{"of a source that is known already", "there", func(in *s3.CopyObjectInput) { in.CopySourceIfNoneMatch = from }, false},
		{"where there is none", "a", func(in *s3.CopyObjectInput) { in.IfNoneMatch, in.CopySourceIfMatch = aws.String("*"), from }, true},
		{"of a source that is not known", "b", func(in *s3.CopyObjectInput) { in.CopySourceIfNoneMatch = there }, true},
		{"onto what was meant", "there", func(in *s3.CopyObjectInput) { in.IfMatch = there }, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := s.copy(t.Context(), "from", tt.to, tt.change)
			want := "old"
			if tt.holds {
				want = "new"
			}
			if got, errGet := s.get(t.Context(), tt.to); string(got) != want || errGet != nil {
				t.Errorf("holds %q, %v; want %q", got, errGet, want)
			}
			api := smithy.APIError(nil)
			if refused := errors.As(err, &api) && api.ErrorCode() == "PreconditionFailed"; refused == tt.holds || tt.holds && err != nil {
				t.Errorf("copy = %v", err)
			}
		})
	}
}

func TestACopyIsOfTheSameType(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "objects.db"))
	_, err := s.client.PutObject(t.Context(), &s3.PutObjectInput{
		Bucket: aws.String(bucket), Key: aws.String("from"), Body: bytes.NewReader([]byte("x")), ContentType: aws.String("image/png"),
		Metadata: map[string]string{"kind": "picture"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.copy(t.Context(), "from", "to", func(in *s3.CopyObjectInput) { in.IfNoneMatch = aws.String("*") }); err != nil {
		t.Fatal(err)
	}
	head, err := s.client.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String(bucket), Key: aws.String("to")})
	if err != nil || *head.ContentType != "image/png" || head.Metadata["kind"] != "picture" {
		t.Errorf("head = %+v, %v", head, err)
	}
	link, err := s.signer.PresignGetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String("to")})
	if err != nil {
		t.Fatal(err)
	}
	if resp := request(t, http.MethodGet, link.URL, "", nil); resp.Header.Get("X-Amz-If-None-Match") != "" {
		t.Errorf("a condition became metadata: %v", resp.Header)
	}
}
