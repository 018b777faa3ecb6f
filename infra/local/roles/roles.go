// Package roles holds functions to their roles in template.yaml, as IAM does: a
// call that the role does not permit is refused with the error that AWS gives. So
// whatever works on a laptop has the permissions that it needs.
//
// It promises to notice every call of a client whose configuration it is attached
// to, and every use of a link that such a client has signed, and it remembers one
// of each kind. It refuses calls that it does not know the needs of.
package roles

import (
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"confab/infra/template"
)

// Call is what a function has once needed, and was permitted or not.
type Call struct {
	Function, Role string
	Need
	Refused bool
}

// Roles are those of all functions.
type Roles struct {
	Names    Names             // with which the policies are evaluated
	policies map[string]Policy // by function

	mu    sync.Mutex
	calls map[string]Call // the first of each kind
}

// Read reads the role of each function out of the template.
func Read(t *template.Template, names Names) (*Roles, error) {
	all, err := t.Roles()
	if err != nil {
		return nil, err
	}
	r := &Roles{Names: names, policies: map[string]Policy{}, calls: map[string]Call{}}
	for name, f := range t.Functions() {
		role := f.Property("Role").Ref()
		i := slices.IndexFunc(all, func(r template.Role) bool { return r.Name == role })
		if i < 0 {
			return nil, fmt.Errorf("%s gives %s no role", template.File, f.Name)
		}
		r.policies[name] = NewPolicy(all[i], names)
	}
	return r, nil
}

// Check records that a function needs something and returns the refusal where
// its role does not permit it.
func (r *Roles) Check(function string, n Need) error {
	return r.settle(function, n, r.policies[function].Grants(n))
}

// settle records a need with what permits it; where nothing does it is refused.
func (r *Roles) settle(function string, n Need, grants []Grant) error {
	role := r.policies[function].Role
	// Calls that the same parts of a policy permit are of a kind: what a function
	// needs fits into memory however long it runs.
	kind := fmt.Sprintf("%s %s %q", function, n.Action, grants)
	r.mu.Lock()
	if _, known := r.calls[kind]; !known {
		r.calls[kind] = Call{function, role, n, len(grants) == 0}
	}
	r.mu.Unlock()
	if len(grants) > 0 {
		return nil
	}
	slog.Error("template.yaml does not permit it", "function", function, "role", role, "action", n.Action, "resource", n.Resource)
	return refusal(function, role, n.service(), n)
}

// CheckLink is Check for a link that the function has signed and somebody uses,
// with the method GET, HEAD or PUT: the signer's role decides then, not when it
// signs. Source: "Sharing objects with presigned URLs", Amazon S3 User Guide.
func (r *Roles) CheckLink(function, method, bucket, key string) error {
	action := "s3:GetObject"
	if method == http.MethodPut {
		action = "s3:PutObject"
	}
	return r.Check(function, object(action, &bucket, &key))
}

// Calls lists one call of each kind: of a function, with an action, and permitted
// by the same parts of its role.
func (r *Roles) Calls() []Call {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.SortedFunc(maps.Values(r.calls), func(a, b Call) int {
		return strings.Compare(a.Function+a.Action+a.Resource, b.Function+b.Action+b.Resource)
	})
}
