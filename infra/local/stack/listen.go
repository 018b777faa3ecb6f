package stack

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"syscall"
	"time"
)

// port returns where a listener listens.
func (s *Stack) port(name string) int { return s.listeners[name].Addr().(*net.TCPAddr).Port }

// noPort says why a port cannot be had, and what to do.
func (s *Stack) noPort(name string, port int, err error) error {
	const other = "choose another one with go run ./infra/local -%s PORT"
	switch made, _ := IssuerPort(s.options.Dir); {
	case port < 0 || port > 65535:
		return fmt.Errorf("-%s %d is no port: they go from 1 to 65535, and 0 takes any free one", name, port)
	case !errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("port %d cannot be used: "+other+": %w", port, name, err)
	case name == "issuer" && port == made:
		return fmt.Errorf("port %d is busy, and this folder's members sign in there: stop what uses it, or choose another folder with -data FOLDER", port)
	default:
		return fmt.Errorf("port %d is busy: "+other, port, name)
	}
}

// serve serves HTTP on a listener until Close.
func (s *Stack) serve(name string, h http.Handler) {
	server := &http.Server{Handler: addressed(s.port(name), h), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(s.listeners[name]) }() // it ends when it is shut down
	s.closers = append(s.closers, func() {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		if server.Shutdown(ctx) != nil {
			_ = server.Close()
		}
	})
}

// addressed lets only requests through that name this machine: a page elsewhere
// whose host name is suddenly ours (DNS rebinding) is to the browser the same
// origin as before, and could read and press everything.
func addressed(port int, h http.Handler) http.Handler {
	hosts := []string{fmt.Sprintf("127.0.0.1:%d", port), fmt.Sprintf("localhost:%d", port)}
	if port == 80 { // clients leave out what goes without saying
		hosts = append(hosts, "127.0.0.1", "localhost")
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !slices.Contains(hosts, r.Host) {
			http.Error(w, "This server answers to http://"+hosts[0]+" alone.", http.StatusMisdirectedRequest)
			return
		}
		h.ServeHTTP(w, r)
	})
}
