// Package objects stands in for S3 on a laptop: gofakes3 keeps the objects in a
// file, behind a handler that verifies presigned links as S3 does.
//
// It promises that a link which was altered, has expired, or is used with
// another method, size or type than it was made for answers 403. It refuses
// requests that carry no signature at all. Signatures in the Authorization
// header are taken on trust: they come from Confab's own clients.
package objects

import (
	"encoding/xml"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3bolt"
	bolt "go.etcd.io/bbolt"
)

// Store is an S3 of one file. It serves HTTP as S3 does, path-style.
type Store struct {
	// Permit refuses the use of a link that somebody's access key has signed; nil
	// leaves links to the credentials that the store was opened with.
	Permit func(accessKey, method, bucket, key string) error

	db          *bolt.DB
	inner       http.Handler
	credentials aws.Credentials
}

// Open opens the file at path, creates it where there is none, and makes the
// buckets that are missing. Links must be signed with the credentials, or with
// their secret under an access key that Permit knows. It returns ErrUnreadable
// where the file is cut short or holds something else.
func Open(path string, credentials aws.Credentials, buckets ...string) (*Store, error) {
	if err := check(path); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	// What is written reaches the file at once and survives kill -9. Syncing it
	// against a power cut as well would cost several milliseconds an object.
	db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: time.Second, NoSync: true, NoFreelistSync: true})
	if err != nil {
		return nil, fmt.Errorf("open objects in %s: %w", path, err)
	}
	backend := &backend{Backend: s3bolt.New(db)}
	for _, bucket := range buckets {
		exists, err := backend.BucketExists(bucket)
		if err == nil && !exists {
			err = backend.CreateBucket(bucket)
		}
		if err != nil {
			_ = db.Close()
			return nil, fmt.Errorf("make bucket %s: %w", bucket, err)
		}
	}
	logger := gofakes3.StdLog(slog.NewLogLogger(slog.Default().Handler(), slog.LevelDebug))
	return &Store{db: db, inner: gofakes3.New(backend, gofakes3.WithLogger(logger)).Server(), credentials: credentials}, nil
}

// Close closes the file.
func (s *Store) Close() error { return s.db.Close() }

// ServeHTTP answers S3's REST protocol.
func (s *Store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// Browsers move attachments straight to and from the bucket, so it has a CORS
	// rule in production; here any page may use a link that is valid.
	w.Header().Set("Access-Control-Allow-Origin", "*")
	if r.Method == http.MethodOptions {
		w.Header().Set("Access-Control-Allow-Methods", "GET, PUT")
		w.Header().Set("Access-Control-Allow-Headers", r.Header.Get("Access-Control-Request-Headers"))
		return
	}
	if err := s.authorise(r, time.Now()); err != nil {
		w.Header().Set("Content-Type", "application/xml")
		w.WriteHeader(http.StatusForbidden)
		_ = xml.NewEncoder(w).Encode(err) // the client went away
		return
	}
	if r.Header.Get("X-Amz-Copy-Source") != "" {
		for name, passed := range map[string]string{"If-Match": ifMatch, "If-None-Match": ifNoneMatch} {
			if value := r.Header.Get(name); value != "" {
				r.Header.Set(passed, value)
			}
		}
	}
	s.inner.ServeHTTP(w, r)
}
