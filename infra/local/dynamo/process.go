// Package dynamo stands in for DynamoDB on a laptop: it starts dynoxide, a small
// DynamoDB over SQLite, makes the table that template.yaml describes, and
// delivers the table's stream to a function as Lambda's event source mapping does.
//
// It promises that what DynamoDB acknowledged is on disk, that a process it
// started does not outlive this one, and that each stream record reaches the
// function at least once or ends at the failure destination. It refuses
// platforms that dynoxide is not built for: there DYNAMODB_ENDPOINT must name
// another DynamoDB, and nothing is started.
package dynamo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// EndpointVariable names a DynamoDB to use instead of starting one.
const EndpointVariable = "DYNAMODB_ENDPOINT"

// Where npm ci puts dynoxide, from the repository's root.
const binary = "infra/local/node_modules/@dynoxide/linux-x64/dynoxide"

// How long dynoxide may take to answer, and to stop; it needs a few milliseconds.
const patience = 10 * time.Second

// ErrNotInstalled says that npm ci has not been run in infra/local.
var ErrNotInstalled = errors.New("dynoxide is not installed: run npm ci in infra/local")

// ErrUnsupported says that dynoxide is not built for this platform.
var ErrUnsupported = errors.New("dynoxide runs on linux/amd64 only: set " + EndpointVariable + " to another DynamoDB, for example DynamoDB Local")

// Process is a running dynoxide.
type Process struct {
	// Endpoint is its address, http://127.0.0.1:port.
	Endpoint string

	cmd  *exec.Cmd
	out  bytes.Buffer  // what it said, for error messages; read after exit
	exit chan struct{} // closed when it has ended
	tidy *tidier
}

// Start starts the dynoxide that npm ci put under root/infra/local and returns
// once it answers. It keeps its data in the SQLite file at path. It returns
// ErrNotInstalled or ErrUnsupported where that is the cause.
func Start(ctx context.Context, root, path string) (*Process, error) {
	err := Installed(root)
	if err != nil {
		return nil, err
	}
	// Between finding a free port and listening on it somebody else may take it.
	for range 3 {
		var p *Process
		if p, err = start(ctx, filepath.Join(root, binary), path); err == nil {
			if p.tidy, err = tidy(path); err != nil {
				p.Stop()
				return nil, err
			}
			return p, nil
		}
	}
	return nil, err
}

// Installed returns ErrUnsupported or ErrNotInstalled where Start would.
func Installed(root string) error {
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		return ErrUnsupported
	}
	if _, err := os.Stat(filepath.Join(root, binary)); err != nil {
		return ErrNotInstalled
	}
	return nil
}

func start(ctx context.Context, binary, path string) (*Process, error) {
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	p := &Process{Endpoint: "http://127.0.0.1:" + strconv.Itoa(port), exit: make(chan struct{})}
	p.cmd = exec.Command(binary, "serve", "--host", "127.0.0.1", "--port", strconv.Itoa(port), "--db-path", path) //nolint:noctx // it lives until Stop
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.out
	p.cmd.SysProcAttr = endWithParent()
	started := make(chan error)
	go func() {
		// The kernel ends the child when the *thread* that started it ends, so
		// the thread stays with this goroutine for as long as the child lives.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := p.cmd.Start()
		started <- err
		if err == nil {
			_ = p.cmd.Wait()
			close(p.exit)
		}
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start dynoxide: %w", err)
	}
	if err := p.ready(ctx); err != nil {
		p.Stop()
		return nil, err
	}
	return p, nil
}

// ready waits until the process answers or ends.
func (p *Process) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.Endpoint, nil)
		if err != nil {
			return err
		}
		if resp, err := http.DefaultClient.Do(req); err == nil {
			_ = resp.Body.Close()
			return nil
		}
		select {
		case <-p.exit:
			return fmt.Errorf("dynoxide ended at once: %s", strings.TrimSpace(p.out.String()))
		case <-ctx.Done():
			return fmt.Errorf("dynoxide does not answer: %w", ctx.Err())
		case <-tick.C:
		}
	}
}

// Stop ends the process and waits until it has written what it holds.
func (p *Process) Stop() {
	if p.tidy != nil {
		p.tidy.stop()
	}
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.exit:
	case <-time.After(patience):
		_ = p.cmd.Process.Kill()
		<-p.exit
	}
}

func freePort(ctx context.Context) (int, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
