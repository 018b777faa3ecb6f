package disk_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"confab/infra/local/disk"
)

func TestRootHoldsTheTemplate(t *testing.T) {
	root, err := disk.Root()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, "template.yaml")); err != nil {
		t.Error(err)
	}
}

func TestASecondHolderOfAFolderIsRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	release, err := disk.Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := disk.Lock(dir); !errors.Is(err, disk.ErrInUse) {
		t.Errorf("second Lock = %v, want ErrInUse", err)
	}
	release()
	again, err := disk.Lock(dir)
	if err != nil {
		t.Fatalf("after release: %v", err)
	}
	again()
}

func TestWhatWasCommittedIsThereAfterReopening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "odd name%20?.db")
	const schema = `CREATE TABLE IF NOT EXISTS notes (text TEXT)`
	db, err := disk.Open(path, schema)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`INSERT INTO notes VALUES ('kept')`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Errorf("the file has another name: %v", err)
	}
	if db, err = disk.Open(path, schema); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var text string
	if err := db.QueryRow(`SELECT text FROM notes`).Scan(&text); err != nil || text != "kept" {
		t.Errorf("read %q, %v", text, err)
	}
}

func TestAFileThatIsNoDatabaseIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "broken.db")
	if err := os.WriteFile(path, []byte("this was never a database, whatever its name says"), 0o600); err != nil {
		t.Fatal(err)
	}
	if db, err := disk.Open(path, `CREATE TABLE IF NOT EXISTS notes (text TEXT)`); err == nil {
		db.Close()
		t.Error("Open accepted it")
	}
}

func TestAFileInPlaceOfTheFolderIsNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "plain")
	if err := disk.Write(path, []byte("x")); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{path, filepath.Join(path, "data")} {
		if _, err := disk.Lock(dir); err == nil || err.Error() != dir+" is no folder: choose another one with go run ./infra/local -data FOLDER" {
			t.Errorf("Lock = %v", err)
		}
	}
}
