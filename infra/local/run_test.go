package main

import (
	"errors"
	"flag"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"confab/infra/local/stack"
)

func TestFlagsThatAreWrongAreNamed(t *testing.T) {
	if _, err := parse([]string{"walk"}); err == nil || !strings.Contains(err.Error(), `"walk"`) {
		t.Errorf("unknown command: %v", err)
	}
	if _, err := parse([]string{"-h"}); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("-h: %v", err)
	}
	if err := command(t.Context(), []string{"inspect-mail"}); err == nil {
		t.Error("inspect-mail without a path was accepted")
	}
	if o, err := parse(nil); err != nil || filepath.Base(o.Dir) != ".data" || o.Ports.Page != 8080 {
		t.Errorf("defaults = %+v, %v", o, err)
	}
}

func TestWhatIsInTheWayGetsOneSentence(t *testing.T) {
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, "local.db"), []byte(strings.Repeat("no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	busy, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	tests := []struct {
		name    string
		options stack.Options
		want    string
	}{
		{"a broken data folder", stack.Options{Dir: broken}, "make clean-data forgets it"},
		{"a busy port", stack.Options{Dir: t.TempDir(), Ports: stack.Ports{Outbox: busy.Addr().(*net.TCPAddr).Port}}, "is busy: choose another one"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := run(t.Context(), tt.options)
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("run = %v, want %q in one line", err, tt.want)
			}
		})
	}
}
