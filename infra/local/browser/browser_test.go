// Package browser_test drives the web client in Chromium over everything that
// `make run` starts: the same program in a process of its own, on free ports and
// a new data folder. The journeys are JavaScript, in journeys/; this test builds
// what they need, starts it and runs them.
//
// It promises a clear sentence for what the machine lacks (Node.js, Chromium) and
// never skips.
package browser_test

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	app   = "../../../functions/web-client/app"
	built = "../../../functions/web-client/handler/dist/index.html"
)

func TestJourneys(t *testing.T) {
	t.Parallel()
	need(t, "node")
	need(t, "npm")
	browser := chromium(t)
	install(t, ".")
	if outdated(t) {
		install(t, app)
		command(t, app, "npm", "run", "--silent", "build")
	}
	local := filepath.Join(t.TempDir(), "local")
	command(t, ".", "go", "build", "-o", local, "confab/infra/local")

	journeys, err := filepath.Glob("journeys/*.test.js")
	if err != nil || len(journeys) == 0 {
		t.Fatalf("no journeys: %v", err)
	}
	for i, half := range halves(t, journeys) {
		t.Run(fmt.Sprintf("half %d", i+1), func(t *testing.T) {
			t.Parallel()
			runNode(t, half, append(start(t, local), "CHROMIUM="+browser)...)
		})
	}
}

// halves divides files into two lots that take about as long as each other, as
// their sizes tell. Journeys wait more than they work.
func halves(t *testing.T, files []string) [2][]string {
	t.Helper()
	sizes := map[string]int64{}
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		sizes[f] = info.Size()
	}
	slices.SortFunc(files, func(a, b string) int { return cmp.Compare(sizes[b], sizes[a]) })
	var lots [2][]string
	var total [2]int64
	for _, f := range files {
		lighter := 0
		if total[1] < total[0] {
			lighter = 1
		}
		lots[lighter] = append(lots[lighter], f)
		total[lighter] += sizes[f]
	}
	return lots
}

// runNode runs files of tests in JavaScript, all in one process with one browser:
// node --test would start both anew for each file.
func runNode(t *testing.T, files []string, env ...string) {
	t.Helper()
	node := exec.CommandContext(t.Context(), "node", append([]string{"--test-reporter=spec", "together.js"}, files...)...)
	node.Env = append(os.Environ(), env...)
	var said bytes.Buffer
	node.Stdout, node.Stderr = &said, &said
	err := node.Run()
	t.Log(said.String())
	if err != nil {
		t.Fatal(err)
	}
}

// chromium returns the browser: CHROMIUM, or else the shell without windows, which
// shows pages as Chromium does for two thirds of its work, or else Chromium.
func chromium(t *testing.T) string {
	t.Helper()
	const shell = "chromium-headless-shell"
	browser := "chromium"
	if _, err := exec.LookPath(shell); err == nil {
		browser = shell
	}
	return need(t, cmp.Or(os.Getenv("CHROMIUM"), browser))
}

// need returns where a program is.
func need(t *testing.T, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatalf("the browser tests need %s: %v", program, err)
	}
	return path
}

// install runs npm ci where the pinned parts are missing.
func install(t *testing.T, dir string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(dir, "node_modules")); err != nil {
		command(t, dir, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
	}
}

// outdated tells whether the client has to be built. Where it is up to date it is
// left alone: programs that contain it may be compiling just now.
func outdated(t *testing.T) bool {
	t.Helper()
	page, err := os.Stat(built)
	if err != nil {
		return true
	}
	newer := false
	err = filepath.WalkDir(app, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() == "node_modules" {
			return cmp.Or(err, filepath.SkipDir)
		}
		info, err := d.Info()
		newer = newer || err == nil && !d.IsDir() && info.ModTime().After(page.ModTime())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return newer
}

func command(t *testing.T, dir string, name string, args ...string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), name, args...)
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
}

// addresses are where the program says that things are, and what the journeys
// call them.
var addresses = map[string]*regexp.Regexp{
	"PAGE_URL":       regexp.MustCompile(`(?m)^Page\s+(http\S+)`),
	"OUTBOX_URL":     regexp.MustCompile(`(?m)^Outbox\s+(http\S+)`),
	"PHONES_URL":     regexp.MustCompile(`(?m)^Phones\s+(http\S+)`),
	"SMTP_ADDR":      regexp.MustCompile(`(?m)^Mail in\s+(\S+)`),
	"SMTP_FAIL_ADDR": regexp.MustCompile(`(?m)^\s+(\S+)\s+mail that fails`),
}

// start starts the inbox and returns its addresses as environment variables. The
// test's end stops it.
func start(t *testing.T, local string) []string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	free := []string{"-page=0", "-aws=0", "-issuer=0", "-outbox=0", "-phones=0", "-smtp=0", "-smtp-fail=0", "-smtp-gray=0", "-undo=0"}
	process := exec.CommandContext(ctx, local, append(free, "-data="+t.TempDir())...)
	process.Cancel = func() error { return process.Process.Signal(syscall.SIGTERM) }
	process.WaitDelay = 10 * time.Second
	var faults bytes.Buffer
	process.Stderr = &faults
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = process.Wait() // it was told to stop
	})
	var said strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		if env := found(said.String()); env != nil {
			go func() { _, _ = io.Copy(io.Discard, out) }() // it must not wait for a reader
			return env
		}
	}
	t.Fatalf("the inbox did not start: %s%s", said.String(), faults.String())
	return nil
}

// found returns the addresses once all have been said.
func found(said string) []string {
	var env []string
	for name, pattern := range addresses {
		match := pattern.FindStringSubmatch(said)
		if match == nil {
			return nil
		}
		env = append(env, name+"="+match[1])
	}
	return env
}
