package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"net/smtp"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"confab/infra/local/stack"
	"confab/shared/inbox"
	"confab/shared/setup"
)

// TestMain lets the test binary be the command, so that a test can kill it.
func TestMain(m *testing.M) {
	if os.Getenv("CONFAB_LOCAL_RUN") != "" {
		if err := command(context.Background(), os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, "confab:", err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// spawn starts make run's command on dir and returns where it takes mail.
func spawn(t *testing.T, dir string) (process *exec.Cmd, smtpAddress string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "run", "-data", dir, "-page", "0", "-aws", "0", "-issuer", "0",
		"-outbox", "0", "-smtp", "0", "-smtp-fail", "0", "-smtp-gray", "0")
	cmd.Env = append(os.Environ(), "CONFAB_LOCAL_RUN=1")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if rest, ok := strings.CutPrefix(lines.Text(), "Mail in "); ok {
			return cmd, strings.Fields(rest)[0]
		}
	}
	t.Fatal("it never said where mail comes in")
	return nil, ""
}

func send(address string, n int) error {
	text := fmt.Sprintf("From: Ann <ann%d@example.org>\r\nTo: support@inbox.example.com\r\nSubject: crash %d\r\nMessage-ID: <crash-%d@example.org>\r\n"+
		"Date: Fri, 20 Nov 2026 10:00:00 +0000\r\n\r\nHello, number %d.\r\n", n, n, n, n)
	return smtp.SendMail(address, nil, "ann@example.org", []string{"support@inbox.example.com"}, []byte(text))
}

// A hundred mails, and a kill -9 in the middle. A sender that got no answer
// sends again, as every mail server does.
func TestNothingIsLostOrDoubledByAKill(t *testing.T) {
	const mails, killAt = 100, 40
	dir := filepath.Join(t.TempDir(), "data")
	process, address := spawn(t, dir)
	for n := range killAt {
		if err := send(address, n); err != nil {
			t.Fatal(err)
		}
	}
	if err := process.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = process.Wait()
	s, err := stack.Start(t.Context(), stack.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for n := killAt - 1; n < mails; n++ { // as if the last one had got no answer
		if err := send(s.SMTP, n); err != nil {
			t.Fatal(err)
		}
	}
	subjects := received(t, s)
	for n := range mails {
		if subject := fmt.Sprintf("crash %d", n); subjects[subject] != 1 {
			t.Errorf("%d conversations of %q, want 1", subjects[subject], subject)
		}
	}
}

// received counts the open conversations of each subject, once all mail is through.
func received(t *testing.T, s *stack.Stack) map[string]int {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for pending := 1; pending > 0; {
		<-tick.C
		var err error
		if pending, err = s.Async.Pending(ctx); err != nil {
			t.Fatal(err)
		}
	}
	r, err := setup.ReceiveEmail(ctx, s.Config, func(name string) string { return s.Env[name] })
	if err != nil {
		t.Fatal(err)
	}
	audiences, err := r.Inbox.Store.Audiences(ctx)
	if err != nil || len(audiences) != 1 {
		t.Fatalf("%d audiences, %v", len(audiences), err)
	}
	page, err := r.Inbox.Store.Conversations(ctx, inbox.ConversationQuery{
		Audience: audiences[0].ID, Shards: audiences[0].Shards, Status: inbox.Open, Limit: 1000,
	})
	if err != nil {
		t.Fatal(err)
	}
	subjects := map[string]int{}
	for _, row := range page.Rows {
		subjects[row.Subject]++
	}
	return subjects
}

func TestABrokenFolderGetsOneSentence(t *testing.T) {
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, "local.db"), []byte(strings.Repeat("no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := stack.Start(t.Context(), stack.Options{Dir: broken})
	if err == nil || !strings.Contains(err.Error(), "make clean-data forgets it") || strings.Contains(err.Error(), "\n") {
		t.Errorf("broken folder: %v", err)
	}
}

func TestFlagsThatAreWrongAreNamed(t *testing.T) {
	if _, err := parse([]string{"walk"}); err == nil || !strings.Contains(err.Error(), `"walk"`) {
		t.Errorf("unknown command: %v", err)
	}
	if err := command(t.Context(), []string{"inspect-mail"}); err == nil {
		t.Error("inspect-mail without a path was accepted")
	}
	if o, err := parse(nil); err != nil || filepath.Base(o.Dir) != ".data" || o.Ports.Page != 8080 {
		t.Errorf("defaults = %+v, %v", o, err)
	}
	if _, err := parse([]string{"-h"}); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("-h: %v", err)
	}
}
