package disk

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
)

// Make makes the folder, and those above it, where they are missing.
func Make(dir string) error {
	err := os.MkdirAll(dir, 0o700)
	if errors.Is(err, syscall.ENOTDIR) {
		return fmt.Errorf("%s is no folder: choose another one with go run ./infra/local -data FOLDER", dir)
	}
	if err != nil {
		return fmt.Errorf("make data folder: %w", err)
	}
	return nil
}

// Lock makes the folder where it is missing and holds it for this process,
// until release is called or the process ends, however it ends, or
// release is garbage collected. It returns ErrInUse where another process holds it.
func Lock(dir string) (release func(), err error) {
	if err := Make(dir); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock data folder: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("%s: %w", dir, ErrInUse)
		}
		return nil, fmt.Errorf("lock data folder: %w", err)
	}
	held.Store(f, true)
	return func() { held.Delete(f); _ = f.Close() }, nil
}

// held keeps lock files from being garbage collected, which would close them.
var held sync.Map
