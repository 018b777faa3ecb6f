package stack_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"confab/infra/local/stack"
)

// refused starts a stack that must say why it does not start, in one line.
func refused(t *testing.T, o stack.Options, words ...string) {
	t.Helper()
	s, err := stack.Start(t.Context(), o)
	if err == nil {
		s.Close()
		t.Fatal("it starts")
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q does not say %q", err, word)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("%q is more than a line", err)
	}
}

func TestASecondStackOnTheSameFolderIsRefused(t *testing.T) {
	dir := t.TempDir()
	h := start(t, dir)
	refused(t, stack.Options{Dir: dir, Ports: stack.Ports{Page: port(t, h.PageURL)}}, "another Confab runs on "+dir)
}

func TestABusyPortIsNamedWithTheFlagThatChangesIt(t *testing.T) {
	busy := port(t, start(t, t.TempDir()).PageURL)
	refused(t, stack.Options{Dir: t.TempDir(), Ports: stack.Ports{Issuer: busy}}, strconv.Itoa(busy), "-issuer")
}

func TestAFolderThatLostAPartIsRefused(t *testing.T) {
	dir := t.TempDir()
	start(t, dir).Close()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("seeded", "")
	for _, name := range []string{"objects.db", "dynamodb.db", "local.db", "secret.json"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dir, name)
			whole, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			write(name, "")
			refused(t, stack.Options{Dir: dir}, path, "make clean-data")
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			refused(t, stack.Options{Dir: dir}, path, "make clean-data")
			write(name, string(whole))
		})
	}
	start(t, dir) // it is whole again
}

func TestDamageIsNamedWithItsFile(t *testing.T) {
	dir := t.TempDir()
	start(t, dir).Close()
	for _, name := range []string{"objects.db", "local.db", "secret.json", "issuer.pem", "issuer-port"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dir, name)
			whole, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, damaged := range [][]byte{whole[:len(whole)/2], []byte(strings.Repeat("something else ", 3000))} {
				if name == "issuer-port" && len(damaged) < len(whole) {
					continue // a number as good as any
				}
				if err := os.WriteFile(path, damaged, 0o600); err != nil {
					t.Fatal(err)
				}
				refused(t, stack.Options{Dir: dir}, path, "make clean-data")
			}
			if err := os.WriteFile(path, whole, 0o600); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestAStartThatWasInterruptedIsDoneAgain(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"objects.db", "dynamodb.db", "local.db"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	start(t, dir)
}

func TestMembersSignInWhereTheyDidBefore(t *testing.T) {
	dir := t.TempDir()
	first := start(t, dir)
	first.call(t, "POST", "/v1/me", "", nil)
	first.Close()
	again := start(t, dir)
	again.call(t, "GET", "/v1/me", "", nil)
	again.Close()
	made := port(t, first.IssuerURL)
	refused(t, stack.Options{Dir: dir, Ports: stack.Ports{Issuer: made ^ 1}}, fmt.Sprintf("this folder's members sign in at port %d", made))

	other := start(t, t.TempDir())
	if err := os.WriteFile(filepath.Join(dir, "issuer-port"), []byte(strconv.Itoa(port(t, other.OutboxURL))), 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, stack.Options{Dir: dir}, "busy", "this folder's members sign in there", "-data FOLDER")
}

func TestRequestsToAnotherHostAreRefused(t *testing.T) {
	h := start(t, t.TempDir())
	for _, tt := range []struct {
		name, url, path string
		want            int
	}{
		{"page", h.PageURL, "/", http.StatusOK},
		{"AWS", h.AWSURL, "/confab/x", http.StatusForbidden},
		{"issuer", h.IssuerURL, "/.well-known/openid-configuration", http.StatusOK},
		{"outbox", h.OutboxURL, "/", http.StatusOK},
	} {
		t.Run(tt.name, func(t *testing.T) {
			own := port(t, tt.url)
			for host, want := range map[string]int{
				fmt.Sprintf("127.0.0.1:%d", own): tt.want, fmt.Sprintf("localhost:%d", own): tt.want,
				fmt.Sprintf("rebound.example.org:%d", own): http.StatusMisdirectedRequest, "localhost": http.StatusMisdirectedRequest,
				fmt.Sprintf("localhost:%d", own^1): http.StatusMisdirectedRequest, fmt.Sprintf("127.0.0.1.example.org:%d", own): http.StatusMisdirectedRequest,
			} {
				req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, tt.url+tt.path, nil)
				if err != nil {
					t.Fatal(err)
				}
				req.Host = host
				resp, err := http.DefaultClient.Do(req)
				if err != nil {
					t.Fatal(err)
				}
				resp.Body.Close()
				if resp.StatusCode != want {
					t.Errorf("to %s: %s, want %d", host, resp.Status, want)
				}
			}
		})
	}
}
