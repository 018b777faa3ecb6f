package main

import (
	"fmt"
	"slices"
	"strings"
)

// setting is one NAME=value that commands know.
type setting struct{ name, means string }

// common are those of every command.
var common = []setting{
	{"STACK", "name of the stack (confab)"},
	{"REGION", "AWS Region, if not that of the environment"},
	{"DRY", "1 prints the plan and does nothing"},
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
	if given["STACK"] == "" {
		given["STACK"] = "confab"
	}
	return given, nil
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
