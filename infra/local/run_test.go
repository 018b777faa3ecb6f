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
	if err := command(t.Context(), []string{"inspect-text", "STOP"}); err == nil || !strings.Contains(err.Error(), "standard input") {
		t.Errorf("inspect-text with an argument: %v", err)
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
	plain := filepath.Join(t.TempDir(), "plain")
	if err := os.WriteFile(plain, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name    string
		options stack.Options
		want    string
	}{
		{"a broken data folder", stack.Options{Dir: broken}, "make clean-data forgets it"},
		{"a busy port", stack.Options{Dir: t.TempDir(), Ports: stack.Ports{Outbox: busy.Addr().(*net.TCPAddr).Port}}, "is busy: choose another one"},
		{"a file in place of the data folder", stack.Options{Dir: plain}, plain + " is no folder"},
		{"a port that there is not", stack.Options{Dir: t.TempDir(), Ports: stack.Ports{Page: 99999}}, "-page 99999 is no port"},
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

func TestTheIssuersPortIsTheFoldersUnlessAnotherIsAskedFor(t *testing.T) {
	old := t.TempDir()
	if err := os.WriteFile(filepath.Join(old, "issuer-port"), []byte("4711"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		args []string
		want int
	}{
		{"a new folder", []string{"-data", t.TempDir()}, 8090},
		{"a folder that has one", []string{"-data", old}, 4711},
		{"a folder that has one, and another asked for", []string{"-data", old, "-issuer", "4712"}, 4712},
		{"any", []string{"-data", old, "-issuer", "0"}, 0},
		{"a file in place of the folder, which is told later", []string{"-data", filepath.Join(old, "issuer-port")}, 8090},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if o, err := parse(tt.args); err != nil || o.Ports.Issuer != tt.want {
				t.Errorf("port %d, %v; want %d", o.Ports.Issuer, err, tt.want)
			}
		})
	}
}
