package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestAFunctionThatIsNotBuiltIsNamed(t *testing.T) {
	build := t.TempDir()
	for i, f := range functions {
		err := built(build)
		if err == nil {
			t.Fatalf("%s is not missed", f.folder)
		}
		if text := err.Error(); !strings.Contains(text, f.folder) || !strings.Contains(text, "make build") {
			t.Errorf("with %d functions built: %s", i, text)
		}
		write(t, filepath.Join(build, f.folder, "bootstrap"), "")
	}
	if err := built(build); err != nil {
		t.Error(err)
	}
}
