package plan_test

import (
	"os"
	"path/filepath"
	"testing"

	"confab/infra/operate/plan"
)

func TestProgramsRunInTheirFolder(t *testing.T) {
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "below"), 0o700); err != nil {
		t.Fatal(err)
	}
	here := plan.Installed{Root: root}
	if !here.Has("go") || here.Has("confab-has-no-such-program") {
		t.Error("what is installed is not told from what is not")
	}
	if err := here.Run(t.Context(), plan.Command{Folder: "below", Args: []string{"go", "mod", "init", "example.com/tried"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, "below", "go.mod")); err != nil {
		t.Error(err)
	}
	if err := here.Run(t.Context(), plan.Command{Args: []string{"go", "no-such-command"}}); err == nil {
		t.Error("a program that fails is taken for done")
	}
}
