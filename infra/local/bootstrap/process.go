package bootstrap

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// taskRoot is where Lambda unpacks a function.
const taskRoot = "/var/task"

// What can become of a binary, apart from its own errors.
var (
	// ErrUnsupported says that the binaries cannot run here: this is not Linux, or it
	// lets nobody but root give a process a root of its own.
	ErrUnsupported = errors.New("the functions' binaries cannot run here")
	// ErrExited says that the process ended, of which its log tells more.
	ErrExited = errors.New("the process ended")
)

// Process is a function's binary in an execution environment of its own.
type Process struct {
	// Init is the time from the start of the process until it asked for its first event.
	Init time.Duration
	// InitCPU is the processors' time spent on that, 0 where the kernel does not
	// tell. Unlike Init it hardly depends on what else the machine does.
	InitCPU time.Duration

	function Function
	api      *runtimeAPI
	server   *http.Server
	cmd      *exec.Cmd
	root     string
	log      log
	exited   chan struct{} // closed once the process has ended
}

// Start starts the binary of a function and returns when it has asked for its
// first event. variables are values for those that the template gives the
// function; others are left out. further are set besides, as name=value: where
// the stand-ins of AWS are.
//
// It returns the *Error that the binary reports of its start, ErrExited where it
// ends without a word, or ErrUnsupported; ctx bounds the wait. Stop ends the process.
func Start(ctx context.Context, f Function, binary string, variables map[string]string, further ...string) (_ *Process, err error) {
	p := &Process{function: f, api: newRuntimeAPI(f.Name), exited: make(chan struct{})}
	attributes, err := enclose()
	if err != nil {
		return nil, err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("serve the Runtime API: %w", err)
	}
	p.server = &http.Server{Handler: p.api.handler(), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = p.server.Serve(listener) }() // it ends when it is closed
	defer func() {
		if err != nil {
			p.Stop()
		}
	}()
	if p.root, err = unpack(binary); err != nil {
		return nil, err
	}
	attributes.Chroot = p.root
	cmd := &exec.Cmd{
		Path: taskRoot + "/bootstrap", Args: []string{taskRoot + "/bootstrap"}, Dir: taskRoot,
		Env:    append(f.environment(listener.Addr().String(), variables), further...),
		Stdout: &p.log, Stderr: &p.log, SysProcAttr: attributes,
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", f.Name, refused(err))
	}
	p.cmd = cmd
	go func() { _ = cmd.Wait(); close(p.exited) }() // how it ended matters to nobody
	select {
	case <-p.api.ready:
		p.Init, p.InitCPU = time.Since(began), cpuTime(cmd.Process.Pid)
		return p, nil
	case <-p.exited:
		select {
		case failure := <-p.api.failed:
			return nil, failure
		default:
			return nil, p.ended()
		}
	case <-ctx.Done():
		return nil, fmt.Errorf("start %s: %w", f.Name, ctx.Err())
	}
}

// refused tells why the kernel started nothing, by ErrUnsupported where it will
// never do so for this user. Source: Linux, clone(2): EPERM, and ENOSPC where no
// more user namespaces are allowed.
func refused(err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("%w without root or user namespaces: %w", ErrUnsupported, err)
	}
	return err
}

// unpack makes the root of an execution environment: the binary and an empty /tmp.
func unpack(binary string) (root string, err error) {
	if root, err = os.MkdirTemp("", "confab-bootstrap-"); err != nil {
		return "", fmt.Errorf("make an execution environment: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(root)
		}
	}()
	for _, dir := range []string{"tmp", taskRoot} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
			return "", fmt.Errorf("make an execution environment: %w", err)
		}
	}
	data, err := os.ReadFile(binary)
	if err != nil {
		return "", fmt.Errorf("make an execution environment: %w", err)
	}
	// A child forked meanwhile would hold the file open, which then cannot be run.
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := os.WriteFile(filepath.Join(root, taskRoot, "bootstrap"), data, 0o755); err != nil {
		return "", fmt.Errorf("make an execution environment: %w", err)
	}
	return root, nil
}

// Invoke has the function handle an event and returns its answer: the *Error it
// reports otherwise, or ErrExited. Like an execution environment it takes one
// event at a time.
func (p *Process) Invoke(ctx context.Context, payload []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, p.function.Timeout)
	defer cancel()
	i := newInvocation(payload, p.function.Timeout)
	select {
	case p.api.invocations <- i:
	case <-p.exited:
		return nil, p.ended()
	case <-ctx.Done():
		return nil, fmt.Errorf("invoke %s: %w", p.function.Name, ctx.Err())
	}
	select {
	case o := <-i.outcome:
		return o.answer, o.err
	case <-p.exited:
		return nil, p.ended()
	case <-ctx.Done():
		return nil, fmt.Errorf("invoke %s: %w", p.function.Name, ctx.Err())
	}
}

func (p *Process) ended() error {
	return fmt.Errorf("%s: %w: %s: %s", p.function.Name, ErrExited, p.cmd.ProcessState, p.Log())
}

// Log returns what the process has written to its standard outputs so far.
func (p *Process) Log() string { return p.log.String() }

var highWater = regexp.MustCompile(`VmHWM:\s*(\d+) kB`)

// Memory returns the most memory that the process has held at a time, in bytes.
// (What the kernel tells of a process that ended counts its parent's in.)
func (p *Process) Memory() (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, fmt.Errorf("measure the memory of %s: %w", p.function.Name, err)
	}
	found := highWater.FindSubmatch(status)
	if found == nil {
		return 0, fmt.Errorf("measure the memory of %s: %w", p.function.Name, ErrExited)
	}
	kilobytes, err := strconv.ParseInt(string(found[1]), 10, 64)
	return kilobytes << 10, err
}

// cpuTime adds up what the threads of a process have run for, which begins each
// one's schedstat, in nanoseconds.
func cpuTime(pid int) time.Duration {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid)) // the pattern is well-formed
	var sum time.Duration
	for _, path := range threads {
		text, _ := os.ReadFile(path) // a thread may have ended
		running, _, _ := strings.Cut(string(text), " ")
		ns, _ := strconv.ParseInt(running, 10, 64)
		sum += time.Duration(ns)
	}
	return sum
}

// Stop kills the process and removes what it lived in.
func (p *Process) Stop() {
	if p.cmd != nil {
		_ = p.cmd.Process.Kill() // it may have ended
		<-p.exited
	}
	_ = p.server.Close()
	_ = os.RemoveAll(p.root)
}

// log gathers what a process writes.
type log struct {
	mu   sync.Mutex
	text []byte
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text = append(l.text, p...)
	return len(p), nil
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.text)
}
