package e2e_test

import (
	"bufio"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"confab/infra/local/stack"
	"confab/shared/inbox"
	"confab/shared/setup"
)

// addressLine is one of those that say where mail is taken, and where the page is.
var addressLine = regexp.MustCompile(`^(Mail in|Page) +((?:http://)?127\.0\.0\.1:\d+)`)

// startProcess starts the inbox as `make run` does, on free ports, and returns
// it with its addresses once it says that it runs.
func startProcess(t testing.TB, dir string) (*exec.Cmd, *stack.Stack) {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "local")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "confab/infra/local").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	args := []string{"-data", dir, "-undo", "0"}
	for _, port := range []string{"page", "aws", "issuer", "outbox", "phones", "smtp", "smtp-fail", "smtp-gray"} {
		args = append(args, "-"+port, "0")
	}
	cmd := exec.CommandContext(t.Context(), binary, args...)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	at := map[string]string{}
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if m := addressLine.FindStringSubmatch(lines.Text()); m != nil {
			at[m[1]] = m[2]
		}
		if strings.HasPrefix(lines.Text(), "Stop with") {
			return cmd, &stack.Stack{SMTP: at["Mail in"], PageURL: at["Page"]}
		}
	}
	t.Fatalf("it does not start: %s", said.String())
	return nil, nil
}

func TestAKilledInboxLosesAndDoublesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	cmd, process := startProcess(t, dir)
	const mails = 100
	var accepted [mails]bool
	var count atomic.Int64
	var wg sync.WaitGroup
	next := make(chan int, mails)
	for i := range mails {
		next <- i
	}
	close(next)
	half := make(chan struct{})
	sender := &house{TB: t, Stack: process}
	for range 4 {
		wg.Go(func() {
			for i := range next {
				accepted[i] = sender.submit(mail(fmt.Sprintf("mail-%d", i)), support) == nil
				if accepted[i] && count.Add(1) == mails/2 {
					close(half)
				}
			}
		})
	}
	select {
	case <-half:
	case <-time.After(30 * time.Second):
		t.Fatal("the mails are not taken")
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	wg.Wait()
	t.Logf("killed after %d of %d mails", count.Load(), mails)

	h := reopen(t, dir)
	for i := range mails { // what was not accepted is sent again, and some that was too
		if !accepted[i] || i%10 == 0 {
			h.must(h.submit(mail(fmt.Sprintf("mail-%d", i)), support))
		}
	}
	h.idle()
	seen := map[string]int{}
	for _, row := range h.rows(inbox.Open) {
		seen[row.Subject] += len(h.messages(row.Conversation))
	}
	for i := range mails {
		if n := seen[fmt.Sprintf("mail-%d", i)]; n != 1 {
			t.Errorf("mail %d (accepted before the kill: %t) is there %d times", i, accepted[i], n)
		}
	}
	h.sound()
}

// reopen starts a deployment on a data folder that has an audience.
func reopen(t testing.TB, dir string) *house {
	t.Helper()
	_, restore := recorded(t)
	defer restore()
	s, err := stack.Start(t.Context(), stack.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	h := &house{TB: t, Stack: s}
	r, err := setup.ReceiveEmail(t.Context(), s.Config, func(name string) string { return s.Env[name] })
	h.must(err)
	h.box = r.Inbox
	audiences, err := h.box.Store.Audiences(t.Context())
	h.must(err)
	h.audience = &audiences[0]
	return h
}
