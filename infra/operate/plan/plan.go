// Package plan is how every command that touches an AWS account goes about it: it
// says what it will do, asks, and only then does it.
//
// It promises that nothing is done in a dry run, and nothing without consent. It
// refuses to take silence for consent: without a terminal to ask on, consent is
// given beforehand or not at all.
package plan

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// ErrDeclined says that whoever was asked did not consent; nothing was done.
var ErrDeclined = errors.New("nothing was changed")

// Plan is what a command is about to do.
type Plan struct {
	Title string
	// Facts are what the plan was made from. In a dry run they are placeholders,
	// since nothing is looked up.
	Facts []Fact
	// Steps are done in order; the first that fails ends it.
	Steps []Step
	// Word has to be typed as consent, for what cannot be undone; empty means that
	// y is enough.
	Word string
	// Harmless plans change nothing that is kept, and are carried out unasked.
	Harmless bool
}

// Fact is one thing that was looked up.
type Fact struct{ Name, Value string }

// Step is one thing to do: a command to run, or else a function to call.
type Step struct {
	Says    string // in plain words, as an order: "Create the stack confab"
	Command Command
	Do      func(ctx context.Context, out io.Writer) error
}

// Command is an external program to run, from the repository's root or a folder
// below it.
type Command struct {
	Folder string
	Args   []string // the program first
}

// String writes the command as a shell takes it.
func (c Command) String() string {
	words := make([]string, len(c.Args))
	for i, word := range c.Args {
		words[i] = quoted(word)
	}
	line := strings.Join(words, " ")
	if c.Folder != "" {
		return "(cd " + c.Folder + " && " + line + ")"
	}
	return line
}

// quoted quotes what a shell would not take as it stands.
func quoted(word string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=,@+%"
	if word != "" && strings.Trim(word, plain) == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// Programs runs what is installed on this machine.
type Programs interface {
	// Has tells whether a program is installed.
	Has(name string) bool
	// Run runs a command to its end, with the console's input and output.
	Run(ctx context.Context, c Command) error
}

// Write prints the plan.
func (p *Plan) Write(w io.Writer) {
	fmt.Fprintln(w, p.Title)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, f := range p.Facts {
		fmt.Fprintf(table, "  %s\t%s\n", f.Name, f.Value)
	}
	_ = table.Flush() // the console is gone, and so is whoever reads
	for i, s := range p.Steps {
		fmt.Fprintf(w, "%3d. %s\n", i+1, strings.ReplaceAll(s.Says, "\n", "\n     "))
		if len(s.Command.Args) > 0 {
			fmt.Fprintf(w, "     $ %s\n", s.Command)
		}
	}
}
