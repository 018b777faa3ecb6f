// Package disk is where the stand-ins of make run keep things: it finds the
// repository, guards the data folder against a second process, and opens the
// SQLite files in which queues, pending invocations, checkpoints and sent mail
// live.
//
// It promises that what was committed survives kill -9 (not a power cut: the
// files are written ahead but not synced at each commit). It refuses a folder
// that another process holds, and a file that is not a database.
package disk

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver that Open names
)

// ErrInUse says that another process works in the data folder.
var ErrInUse = errors.New("data folder is in use")

// Root returns the repository's root: the nearest folder upwards from the
// working directory that holds Confab's go.mod.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the repository: %w", err)
	}
	for {
		mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil && strings.HasPrefix(string(mod), "module confab\n") {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("run this inside the repository: no folder upwards from here holds Confab's go.mod")
		}
		dir = parent
	}
}

// Write writes a small file whole or, if it is interrupted, not at all.
func Write(path string, data []byte) error {
	part := path + ".part"
	if err := os.WriteFile(part, data, 0o600); err != nil {
		return err
	}
	return os.Rename(part, path)
}

// Open opens the SQLite file at path, creates it where there is none, and runs
// the statements of schema, which must be harmless to run again.
//
// One connection serves everybody: the stand-ins write more than they read, and
// SQLite takes one writer at a time anyway.
func Open(path, schema string) (*sql.DB, error) {
	pragmas := url.Values{"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(NORMAL)"}, "_txlock": {"immediate"}}
	db, err := sql.Open("sqlite", "file:"+url.PathEscape(path)+"?"+pragmas.Encode())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(context.Background(), schema); err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return db, nil
}
