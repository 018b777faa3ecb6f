package roles

import (
	"os"
	"strings"

	"confab/infra/template"
)

// Names are the names here of what a template refers to: "Bucket" for !Ref Bucket
// and ${Bucket}, "Bucket.Arn" for !GetAtt Bucket.Arn. What has no name here stays
// as it is written and is the name of nothing.
type Names map[string]string

func (n Names) resolve(written string) string {
	return os.Expand(written, func(reference string) string {
		if name, ok := n[reference]; ok {
			return name
		}
		return "${" + reference + "}"
	})
}

// Need is an action on a resource that a call asks to be permitted.
type Need struct {
	Action   string // s3:GetObject
	Resource string // its ARN
}

// Grant is the part of a policy that permits a need: one action on one resource
// of one statement, as the template writes them.
type Grant struct{ Sid, Action, Resource string }

// Policy is what a role permits, for evaluation as IAM does it: what no statement
// permits is forbidden, and so is what any statement denies.
// Source: "Policy evaluation logic", AWS Identity and Access Management User Guide.
type Policy struct {
	Role     string
	patterns []pattern
}

type pattern struct {
	Grant
	deny             bool
	action, resource string // in lower case; with the references resolved
}

// NewPolicy returns a role's policy, with the references in it resolved.
func NewPolicy(role template.Role, names Names) Policy {
	p := Policy{Role: role.Name}
	for _, s := range role.Statements {
		for _, action := range s.Actions {
			for _, resource := range s.Resources {
				p.patterns = append(p.patterns, pattern{
					Grant{s.Sid, action, resource}, s.Deny, strings.ToLower(action), names.resolve(resource),
				})
			}
		}
	}
	return p
}

// matches tells whether a text is of a pattern, in which * stands for any number
// of characters and ? for one.
func matches(pattern, text string) bool {
	p, t, star, from := 0, 0, -1, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, from = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[t]):
			p++
			t++
		case star >= 0: // the last star stands for one character more
			from++
			p, t = star+1, from
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// Grants are the parts of the policy that permit the need, each on its own; none
// where it is not permitted.
func (p Policy) Grants(n Need) []Grant {
	var grants []Grant
	action := strings.ToLower(n.Action) // in any case
	for _, s := range p.patterns {
		switch {
		case !matches(s.action, action) || !matches(s.resource, n.Resource):
		case s.deny:
			return nil
		default:
			grants = append(grants, s.Grant)
		}
	}
	return grants
}
