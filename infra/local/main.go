// Command local runs all of Confab on this machine, without an AWS account, and
// shows what it understands of mail and texts.
//
//	local [run] [flags]            starts the inbox and prints its addresses
//	local inspect-mail PATH...     prints one JSON object for each mail
//	local inspect-text             reads one JSON string a line, and prints one
//	                               JSON object for each text
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"confab/infra/local/disk"
	"confab/infra/local/stack"
	"confab/shared/channel/email"
	"confab/shared/channel/sms"
	"confab/shared/setup"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := command(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "confab:", err)
		os.Exit(1)
	}
}

func command(ctx context.Context, args []string) error {
	if len(args) > 0 && args[0] == "inspect-mail" {
		if len(args) == 1 {
			return errors.New("say which mail: inspect-mail FILE or FOLDER, as many as you like")
		}
		return email.InspectFiles(os.Stdout, args[1:])
	}
	if len(args) > 0 && args[0] == "inspect-text" {
		if len(args) > 1 {
			return errors.New("inspect-text takes no arguments: it reads one JSON string a line from its standard input")
		}
		return sms.InspectLines(os.Stdout, os.Stdin)
	}
	if len(args) > 0 && args[0] == "run" {
		args = args[1:]
	}
	options, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	return run(ctx, options)
}

// parse reads the flags of run. Ports given as 0 are any free ones.
func parse(args []string) (stack.Options, error) {
	var o stack.Options
	flags := flag.NewFlagSet("local", flag.ContinueOnError)
	flags.IntVar(&o.Ports.Page, "page", 8080, "port of the page and the API")
	flags.IntVar(&o.Ports.AWS, "aws", 8070, "port of the stand-ins for AWS's services")
	flags.IntVar(&o.Ports.Issuer, "issuer", 8090, "port of the OpenID Connect issuer; a data folder keeps the one of its first start")
	flags.IntVar(&o.Ports.Outbox, "outbox", 8025, "port of the outbox")
	flags.IntVar(&o.Ports.Phones, "phones", 8026, "port of the phones")
	flags.Func("text-sender", "what sends texts: end-user-messaging (the default) or sns", func(name string) error {
		o.TextSender = setup.TextSender(name)
		if o.TextSender != setup.EndUserMessaging && o.TextSender != setup.SNS {
			return errors.New("it is end-user-messaging or sns")
		}
		return nil
	})
	flags.IntVar(&o.Ports.SMTP, "smtp", 2525, "port for mail that authenticates")
	flags.IntVar(&o.Ports.SMTPFail, "smtp-fail", 2526, "port for mail that fails SPF, DKIM and DMARC")
	flags.IntVar(&o.Ports.SMTPGray, "smtp-gray", 2527, "port for mail of domains without SPF, DKIM and DMARC")
	flags.IntVar(&o.UndoSeconds, "undo", 5, "for how many seconds a new data folder's members can take back what they send")
	flags.StringVar(&o.Dir, "data", "", "data folder (default .data in the repository)")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("%q is no command: run, inspect-mail or inspect-text", flags.Arg(0))
	}
	if o.Dir == "" {
		root, err := disk.Root()
		if err != nil {
			return o, err
		}
		o.Dir = filepath.Join(root, ".data")
	}
	return o, keepIssuer(flags, &o)
}

// keepIssuer prefers the folder's own port for the issuer to the usual one.
func keepIssuer(flags *flag.FlagSet, o *stack.Options) error {
	given := false
	flags.Visit(func(f *flag.Flag) { given = given || f.Name == "issuer" })
	if given {
		return nil
	}
	port, err := stack.IssuerPort(o.Dir)
	if port != 0 {
		o.Ports.Issuer = port
	}
	return err
}
