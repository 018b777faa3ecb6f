package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"confab/infra/local/disk"
	"confab/infra/local/issuer"
	"confab/infra/local/scheduler"
	"confab/infra/local/seed"
	"confab/infra/local/stack"
	"confab/shared/channel/sms"
	"confab/shared/inbox"
	"confab/shared/setup"
)

// run starts a stack, seeds it the first time, and waits for the end.
func run(ctx context.Context, o stack.Options) error {
	console := os.Stdout
	restore, err := logTo(o.Dir)
	if err != nil {
		return err
	}
	defer restore()
	s, err := stack.Start(ctx, o)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := seedOnce(ctx, s, o, console); err != nil {
		return err
	}
	if err := announce(console, s, o.Dir); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// logTo sends logs and metrics of the functions to files in the data folder:
// they are many, and the console is for addresses and for what went wrong.
func logTo(dir string) (restore func(), err error) {
	if err := disk.Make(dir); err != nil {
		return nil, err
	}
	logs, errLogs := os.OpenFile(filepath.Join(dir, "log.jsonl"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	metrics, errMetrics := os.OpenFile(filepath.Join(dir, "metrics.jsonl"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err := errors.Join(errLogs, errMetrics); err != nil {
		return nil, fmt.Errorf("open the log: %w", err)
	}
	out, errOut := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = metrics, logs
	slog.SetDefault(slog.New(slog.NewJSONHandler(logs, nil)))
	return func() {
		os.Stdout, os.Stderr = out, errOut
		_ = logs.Close()
		_ = metrics.Close()
	}, nil
}

// seedOnce gives a new data folder something to look at.
func seedOnce(ctx context.Context, s *stack.Stack, o stack.Options, console io.Writer) error {
	done := filepath.Join(o.Dir, stack.Seeded)
	if _, err := os.Stat(done); err == nil {
		return nil
	}
	fmt.Fprintln(console, "First start: sending some mail and texts to look at.")
	r, err := setup.ReceiveEmail(ctx, s.Config, func(name string) string { return s.Env[name] })
	if err != nil {
		return err
	}
	r.Inbox.Texts = sms.Texts{}
	roles := []inbox.Role{inbox.Owner, inbox.Admin, inbox.Manager, inbox.Agent, inbox.Viewer}
	invited := map[inbox.Role]string{}
	for i, member := range issuer.Demo[1:] { // the owner needs no invitation
		invited[roles[i+1]] = member.Email
	}
	seeder := &seed.Seeder{Inbox: r.Inbox, SMTP: s.SMTP, Invited: invited, LinkBase: s.PageURL, UndoSeconds: o.UndoSeconds}
	if err := seeder.Run(ctx); err != nil {
		return err
	}
	// The number is the audience's now, and wake finds it active.
	if err := scheduler.Invoke(ctx, "wake", s.Functions["wake"], time.Now().UTC()); err != nil {
		return fmt.Errorf("look at the number: %w", err)
	}
	for _, t := range seed.Texts {
		if _, err := s.Texts.Write(ctx, t); err != nil {
			return fmt.Errorf("seed the text %s: %w", t.ID, err)
		}
	}
	return os.WriteFile(done, nil, 0o600)
}

// announce prints where everything is.
func announce(console io.Writer, s *stack.Stack, dir string) error {
	w := tabwriter.NewWriter(console, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\nConfab runs.\n\n")
	for _, line := range [][2]string{
		{"Page", s.PageURL + "  (sign in as a demo member by a click)"},
		{"API", s.PageURL + "/v1, described at " + s.PageURL + "/openapi.json"},
		{"Outbox", s.OutboxURL + "  (what was sent; answer it as a client would)"},
		{"Phones", s.PhonesURL + "  (write as any number; " + seed.Number + " is the audience's)"},
		{"Mail in", s.SMTP + "  for " + seed.ForwardingAddress},
		{"", s.SMTPFail + "  mail that fails SPF, DKIM and DMARC"},
		{"", s.SMTPGray + "  mail of domains without them"},
		{"Data", dir + "  (log.jsonl has the log; make clean-data forgets it all)"},
	} {
		fmt.Fprintf(w, "%s\t%s\n", line[0], line[1])
	}
	fmt.Fprintf(w, "\nSend a mail:  curl smtp://%s --mail-from you@example.org --mail-rcpt %s --upload-file mail.eml\n", s.SMTP, seed.ForwardingAddress)
	fmt.Fprintf(w, "Send a text:  curl %s/texts -d '{\"from\":\"+12125550142\",\"to\":\"%s\",\"body\":\"hello\"}'\n", s.PhonesURL, seed.Number)
	fmt.Fprintf(w, "Stop with Ctrl-C.\n")
	return w.Flush()
}
