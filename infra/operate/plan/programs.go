package plan

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// patience is how long an interrupted program may take to end.
const patience = 30 * time.Second

// Installed runs the programs that are installed on this machine.
type Installed struct{ Root string } // the repository's

var _ Programs = Installed{}

// Has tells whether the program is on the PATH.
func (Installed) Has(name string) bool {
	_, err := exec.LookPath(name)
	return err == nil
}

// Run runs the command with this process's own input and output, so that what it
// asks is answered by whoever sits there.
func (i Installed) Run(ctx context.Context, c Command) error {
	cmd := exec.CommandContext(ctx, c.Args[0], c.Args[1:]...)
	cmd.Dir = filepath.Join(i.Root, c.Folder)
	// Interrupted in the middle, a tool is to say so and to tidy up.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = patience
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return cmd.Run()
}
