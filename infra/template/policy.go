package template

import (
	"fmt"
	"slices"
)

// Role is an AWS::IAM::Role with what its policies permit, and what each
// AWS::IAM::Policy permits besides. A condition of such a policy is taken to hold.
type Role struct {
	Name       string // its logical id
	Statements []Statement
}

// Statement permits, or with Deny forbids, each of the actions on each of the
// resources. Resources are as [Value.Written] writes them.
type Statement struct {
	Sid       string
	Deny      bool
	Actions   []string
	Resources []string
}

// Roles are the template's roles, in the order of their names. It returns an
// error for whatever in a policy this reader does not understand, such as a
// condition, since leaving it out would change what the policy permits.
func (t *Template) Roles() ([]Role, error) {
	var roles []Role
	for _, r := range t.Resources("AWS::IAM::Role") {
		role := Role{Name: r.Name}
		for _, document := range t.Policies(r) {
			for _, s := range document.At("Statement").List() {
				statement, err := s.statement()
				if err != nil {
					return nil, fmt.Errorf("role %s: %w", r.Name, err)
				}
				role.Statements = append(role.Statements, statement)
			}
		}
		roles = append(roles, role)
	}
	return roles, nil
}

// Policies are the documents of a role's own policies, then of those that name it.
func (t *Template) Policies(role Resource) []Value {
	var documents []Value
	for _, p := range role.Property("Policies").List() {
		documents = append(documents, p.At("PolicyDocument"))
	}
	for _, p := range t.Resources("AWS::IAM::Policy") {
		for _, r := range p.Property("Roles").List() {
			if r.Ref() == role.Name {
				documents = append(documents, p.Property("PolicyDocument"))
			}
		}
	}
	return documents
}

func (v Value) statement() (Statement, error) {
	s := Statement{Sid: v.At("Sid").Text()}
	for _, key := range v.Keys() {
		if !slices.Contains([]string{"Sid", "Effect", "Action", "Resource"}, key) {
			return s, fmt.Errorf("statement %q has a %s, which is not understood", s.Sid, key)
		}
	}
	switch effect := v.At("Effect").Text(); effect {
	case "Allow":
	case "Deny":
		s.Deny = true
	default:
		return s, fmt.Errorf("statement %q has the effect %q", s.Sid, effect)
	}
	for _, a := range v.At("Action").List() {
		if a.Text() == "" {
			return s, fmt.Errorf("statement %q permits %v", s.Sid, a.Raw)
		}
		s.Actions = append(s.Actions, a.Text())
	}
	for _, r := range v.At("Resource").List() {
		written, err := r.Written()
		if err != nil {
			return s, fmt.Errorf("statement %q: %w", s.Sid, err)
		}
		s.Resources = append(s.Resources, written)
	}
	if s.Sid == "" || len(s.Actions) == 0 || len(s.Resources) == 0 {
		return s, fmt.Errorf("statement %q lacks a name, actions or resources", s.Sid)
	}
	return s, nil
}
