package infra_test

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// files returns the repository's files that have one of the names, outside of
// what is installed, built or kept for the day.
func files(t *testing.T, names ...string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains([]string{".git", ".data", "node_modules", "build", "bin", "dist"}, d.Name()):
			return fs.SkipDir
		case !d.IsDir() && slices.Contains(names, d.Name()):
			found = append(found, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		t.Fatalf("there is no %s", strings.Join(names, " or "))
	}
	return found
}

func contents(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A resolved URL ties everybody to the registry, or its mirror, of whoever wrote
// the lock file.
func TestLockFilesNameNoRegistry(t *testing.T) {
	for _, path := range files(t, "package-lock.json") {
		if bytes.Contains(contents(t, path), []byte(`"resolved"`)) {
			t.Errorf("%s: npm install again, with omit-lockfile-registry-resolved in .npmrc", path)
		}
	}
}

func TestEveryNodeProjectIsPinned(t *testing.T) {
	for _, path := range files(t, "package.json") {
		folder := filepath.Dir(path)
		if _, err := os.Stat(filepath.Join(folder, "package-lock.json")); err != nil {
			t.Errorf("%s has no lock file", folder)
		}
		settings, err := os.ReadFile(filepath.Join(folder, ".npmrc"))
		if err != nil || !bytes.Contains(settings, []byte("omit-lockfile-registry-resolved=true")) {
			t.Errorf("%s/.npmrc does not say omit-lockfile-registry-resolved=true: %v", folder, err)
		}
		if bytes.Contains(settings, []byte("registry=")) {
			t.Errorf("%s/.npmrc names a registry", folder)
		}
	}
}

// A module that only another platform's build needs is one that go get here does
// not write down, and nothing builds there without it.
func TestModulesAreWrittenDownForEveryPlatform(t *testing.T) {
	for _, platform := range []string{"linux/arm64", "darwin/arm64", "windows/amd64"} {
		system, architecture, _ := strings.Cut(platform, "/")
		cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "./...")
		cmd.Dir = root
		cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+architecture)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v: %s", platform, err, out)
		}
	}
}

// Every function has sample events, and every folder of samples a function.
func TestSampleEventsBelongToFunctions(t *testing.T) {
	functions := functionFolders(t)
	entries, err := os.ReadDir(filepath.Join(root, "events"))
	if err != nil {
		t.Fatal(err)
	}
	var sampled []string
	for _, e := range entries {
		if !e.IsDir() {
			continue // the golden of an event that we emit
		}
		sampled = append(sampled, e.Name())
		if !slices.Contains(functions, e.Name()) {
			t.Errorf("events/%s belongs to no function", e.Name())
		}
	}
	for _, f := range functions {
		if !slices.Contains(sampled, f) {
			t.Errorf("events/%s is missing", f)
		}
	}
}

func TestTheMakefileIsShort(t *testing.T) {
	const most = 120
	if n := bytes.Count(contents(t, filepath.Join(root, "Makefile")), []byte("\n")); n > most {
		t.Errorf("the Makefile has %d lines, at most %d are read", n, most)
	}
}
