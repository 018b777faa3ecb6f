package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
)

// setting is one NAME=value that commands know.
type setting struct{ name, means string }

// common are those of every command. Which stack and where, and whether at all,
// may be said in the environment too; consent may not.
var common = []setting{
	{"STACK", "name of the stack (confab); read from the environment too"},
	{"REGION", "AWS Region, if not that of the environment"},
	{"DRY", "1 prints the plan and does nothing; read from the environment too"},
	{"YES", "1 consents beforehand; where data goes, the stack's name"},
}

// settings are what a command was given.
type settings map[string]string

// read takes NAME=value arguments. It refuses names that the command does not
// know: make would ignore a slip of the finger.
func (c *command) read(args []string) (settings, error) {
	known := slices.Concat(c.settings, common)
	given := settings{}
	for _, arg := range args {
		name, value, ok := strings.Cut(arg, "=")
		if !ok || !slices.ContainsFunc(known, func(s setting) bool { return s.name == name }) {
			return nil, fmt.Errorf("%s has no setting %s; it has\n%s", c.name, name, list(known))
		}
		given[name] = value
	}
	for _, name := range []string{"STACK", "REGION", "DRY"} {
		given[name] = cmp.Or(given[name], os.Getenv(name))
	}
	given["STACK"] = cmp.Or(given["STACK"], "confab")
	if !aStack.MatchString(given["STACK"]) {
		return nil, fmt.Errorf("STACK=%q is no name of a stack: letters, digits and hyphens, a letter first, at most 59", given["STACK"])
	}
	return given, nil
}

// aStack is how a stack is called, or its id: what is named after it has the
// shortest bound, the schedule of wake with 64 characters.
var aStack = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9-]{0,58}|arn:\S+)$`)

// isHelp tells whether somebody asks what there is.
func isHelp(arg string) bool {
	return slices.Contains([]string{"help", "-h", "-help", "--help"}, arg)
}

// help lists commands with their settings.
func help(w io.Writer, commands []command) {
	for _, c := range commands {
		fmt.Fprintf(w, "%s: %s\n%s\n", c.name, c.says, list(c.settings))
	}
	fmt.Fprintf(w, "All of them:\n%s\n", list(common))
}

func list(settings []setting) string {
	var b strings.Builder
	for _, s := range settings {
		fmt.Fprintf(&b, "  %-11s %s\n", s.name, s.means)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// is tells whether a switch is on. 0 and no are off, so that they can be said.
func (s settings) is(name string) bool {
	switch strings.ToLower(s[name]) {
	case "", "0", "n", "no":
		return false
	}
	return true
}
