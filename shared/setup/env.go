package setup

import (
	"errors"
	"fmt"
)

// Env reads one variable of the environment, empty where it is not set. On
// Lambda it is os.Getenv.
type Env func(name string) string

// required reads variables and remembers which are missing, so that a wrong
// deployment hears of all its faults at once.
type required struct {
	env  Env
	errs []error
}

func (r *required) get(name string) string {
	v := r.env(name)
	if v == "" {
		r.errs = append(r.errs, fmt.Errorf("the environment variable %s is not set", name))
	}
	return v
}

func (r *required) err() error { return errors.Join(r.errs...) }
