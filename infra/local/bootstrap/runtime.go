package bootstrap

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Region is where the binaries believe to run, as the sample events do.
const Region = "eu-west-1"

// Error is what a function reports of a failure, of one invocation or of its own
// start.
type Error struct {
	Type    string `json:"errorType"`
	Message string `json:"errorMessage"`
}

func (e *Error) Error() string { return e.Type + ": " + e.Message }

// invocation is one event on its way to the function and back.
type invocation struct {
	id       string
	payload  []byte
	deadline time.Time
	outcome  chan outcome // takes one without waiting
}

type outcome struct {
	answer []byte
	err    error
}

// runtimeAPI is Lambda's side of the Runtime API, version 2018-06-01: an
// environment asks it for the next event, and answers it with a response or an
// error. Source: Lambda, "Using the Lambda runtime API for custom runtimes".
type runtimeAPI struct {
	arn   string
	ready chan struct{} // closed when the environment asks for its first event
	// failed takes the error that the environment reports of its start.
	failed      chan *Error
	invocations chan *invocation

	first   sync.Once
	mu      sync.Mutex
	current *invocation // under way
}

func newRuntimeAPI(function string) *runtimeAPI {
	return &runtimeAPI{
		arn:   "arn:aws:lambda:" + Region + ":123456789012:function:confab-" + function,
		ready: make(chan struct{}), failed: make(chan *Error, 1), invocations: make(chan *invocation),
	}
}

// handler serves the four calls there are.
func (a *runtimeAPI) handler() http.Handler {
	const version = "/2018-06-01/runtime/"
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+version+"invocation/next", a.next)
	mux.HandleFunc("POST "+version+"invocation/{id}/response", a.settle(func(body []byte) outcome { return outcome{answer: body} }))
	mux.HandleFunc("POST "+version+"invocation/{id}/error", a.settle(func(body []byte) outcome { return outcome{err: parseError(body)} }))
	mux.HandleFunc("POST "+version+"init/error", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the process ended in mid-sentence
		}
		select {
		case a.failed <- parseError(body):
			accept(w)
		default:
			http.Error(w, `{"errorType":"InvalidStateTransition"}`, http.StatusForbidden)
		}
	})
	return mux
}

// next waits for an event and hands it over. It may wait for hours: the
// environment is frozen meanwhile.
func (a *runtimeAPI) next(w http.ResponseWriter, r *http.Request) {
	a.first.Do(func() { close(a.ready) })
	var i *invocation
	select {
	case i = <-a.invocations:
	case <-r.Context().Done():
		return
	}
	a.mu.Lock()
	a.current = i
	a.mu.Unlock()
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Lambda-Runtime-Aws-Request-Id", i.id)
	h.Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(i.deadline.UnixMilli(), 10))
	h.Set("Lambda-Runtime-Invoked-Function-Arn", a.arn)
	h.Set("Lambda-Runtime-Trace-Id", traceID(time.Now()))
	_, _ = w.Write(i.payload) // an environment that is gone is noticed by who waits for it
}

// settle ends the invocation under way by what is made of the body.
func (a *runtimeAPI) settle(read func(body []byte) outcome) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the process ended in mid-sentence
		}
		a.mu.Lock()
		i := a.current
		if i != nil && i.id == r.PathValue("id") {
			a.current = nil
		} else {
			i = nil
		}
		a.mu.Unlock()
		if i == nil {
			http.Error(w, `{"errorType":"InvalidRequestID"}`, http.StatusBadRequest)
			return
		}
		i.outcome <- read(body)
		accept(w)
	}
}

func accept(w http.ResponseWriter) {
	w.WriteHeader(http.StatusAccepted)
	_, _ = io.WriteString(w, `{"status":"OK"}`)
}

func parseError(body []byte) *Error {
	e := &Error{}
	if err := json.Unmarshal(body, e); err != nil || e.Type == "" {
		return &Error{Type: "Unreadable", Message: string(body)}
	}
	return e
}

func newInvocation(payload []byte, timeout time.Duration) *invocation {
	return &invocation{id: uuid.NewString(), payload: payload, deadline: time.Now().Add(timeout), outcome: make(chan outcome, 1)}
}

// traceID makes an X-Ray tracing header. Source: X-Ray, "Tracing header".
func traceID(now time.Time) string {
	var random [20]byte
	_, _ = rand.Read(random[:]) // never fails
	return fmt.Sprintf("Root=1-%08x-%x;Parent=%x;Sampled=0", now.Unix(), random[:12], random[12:])
}
