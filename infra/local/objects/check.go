package objects

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	bolt "go.etcd.io/bbolt"
)

// ErrUnreadable says that the file cannot be what was written here.
var ErrUnreadable = errors.New("it cannot be read")

// check walks over every key in the file, but not over what the objects hold.
// bbolt itself panics when it comes upon damage, later on in goroutines of its
// own, where nobody can catch it. A file that is missing or empty is a new one.
func check(path string) (err error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	// Opened for reading, bbolt looks at no more than the first two pages.
	db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: time.Second, ReadOnly: true})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	defer db.Close()
	// What lies past the end of a file that is mapped cannot be read at all.
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if found := recover(); found != nil {
			err = fmt.Errorf("%w: %v", ErrUnreadable, found)
		}
	}()
	tx, err := db.Begin(false)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	defer func() { _ = tx.Rollback() }() // it only reads
	if tx.Size() > info.Size() {
		return fmt.Errorf("%w: %d of %d bytes are left", ErrUnreadable, info.Size(), tx.Size())
	}
	return tx.ForEach(func(_ []byte, b *bolt.Bucket) error {
		return b.ForEach(func(_, _ []byte) error { return nil })
	})
}
