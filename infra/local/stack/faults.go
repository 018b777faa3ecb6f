package stack

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"confab/infra/local/mailout"
	"confab/infra/local/texts"
)

// setFaults makes the stand-ins as unkind as AWS can be. Each form value sets one
// fault, what is not named stays:
//
//	queue-duplicate=true|false   every queued message arrives twice
//	queue-delay=1s               every queued message comes later
//	async-duplicate=true|false   every asynchronous invocation runs twice
//	async-fail=2                 the next two of them fail
//	ses-error=1 ses-throttle=1 ses-reject=1 ses-hangup=1   the next call to SES fails so
//	ses-mute=true|false          nothing is told of what became of sent mail
//	text-error=1 text-throttle=1 text-reject=1 text-spent=1 text-hangup=1   the next text fails so
//	text-mute=true|false         nothing is told of what became of texts
func (s *Stack) setFaults(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	for name := range r.Form {
		if err := s.setFault(name, r.Form.Get(name)); err != nil {
			http.Error(w, name+": "+err.Error(), http.StatusBadRequest)
			return
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Stack) setFault(name, value string) error {
	var (
		on       bool
		n        int
		duration time.Duration
		err      error
	)
	switch name {
	case "queue-duplicate", "async-duplicate", "ses-mute", "text-mute":
		on, err = strconv.ParseBool(value)
	case "queue-delay":
		duration, err = time.ParseDuration(value)
	case "async-fail", "ses-error", "ses-throttle", "ses-reject", "ses-hangup",
		"text-error", "text-throttle", "text-reject", "text-spent", "text-hangup":
		n, err = strconv.Atoi(value)
	default:
		err = strconv.ErrSyntax
	}
	if err != nil {
		return err
	}
	switch name {
	case "queue-duplicate":
		s.Queues.Duplicate.Store(on)
	case "queue-delay":
		s.Queues.Delay.Store(int64(duration))
	case "async-duplicate":
		s.Async.Duplicate.Store(on)
	case "async-fail":
		s.Async.FailNext.Store(int64(n))
	case "ses-mute":
		s.Sent.Mute(on)
	case "text-mute":
		s.Texts.Mute(on)
	default:
		if fault, ok := strings.CutPrefix(name, "text-"); ok {
			s.Texts.Inject(texts.Fault(fault), n)
			break
		}
		s.Sent.Inject(mailout.Fault(name[len("ses-"):]), n)
	}
	return nil
}
