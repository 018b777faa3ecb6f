// Command operate deploys Confab into an AWS account, removes it, and does what
// its operators have to do now and then.
//
//	operate COMMAND [NAME=value ...]
//
// make COMMAND [NAME=value ...] is the same. Every command says what it will do
// and asks before it changes an account; DRY=1 prints the plan alone and needs
// neither an account nor the tools that the plan names. Without a command it lists
// them all.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"confab/infra/operate/plan"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	info, err := os.Stdin.Stat()
	console := &plan.Console{
		In: os.Stdin, Out: os.Stdout, Terminal: err == nil && info.Mode()&os.ModeCharDevice != 0,
		Programs: plan.Installed{Root: "."},
	}
	if err := operate(ctx, console, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "confab:", err)
		os.Exit(1)
	}
}
