package dns

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"
)

// Resolver asks DNS; a *net.Resolver does.
type Resolver interface {
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
	LookupTXT(ctx context.Context, name string) ([]string, error)
}

// Check looks up which of the records are there, and sets their State.
func Check(ctx context.Context, r Resolver, records []Record) {
	for i := range records {
		records[i].State = state(ctx, r, records[i])
	}
}

func state(ctx context.Context, r Resolver, want Record) string {
	found, err := lookUp(ctx, r, want)
	var fault *net.DNSError
	switch {
	case errors.As(err, &fault) && fault.IsNotFound, err == nil && len(found) == 0:
		return "missing"
	case err != nil:
		return "not known: " + err.Error()
	case slices.ContainsFunc(found, want.isMet):
		return "there"
	case want.Type == "MX":
		return "OTHER: " + strings.Join(found, ", ")
	}
	return "missing"
}

// lookUp returns the values that the name has now. A CNAME of DKIM is followed to
// the key that it leads to: the record alone would prove nothing.
func lookUp(ctx context.Context, r Resolver, want Record) (values []string, err error) {
	if want.Type != "MX" {
		return r.LookupTXT(ctx, want.Name)
	}
	list, err := r.LookupMX(ctx, want.Name)
	for _, mx := range list {
		values = append(values, strings.TrimSuffix(mx.Host, "."))
	}
	return values, err
}

// isMet tells whether a value does what the record shall do.
func (r Record) isMet(value string) bool {
	switch r.Kind {
	case Inbound, Return:
		return strings.EqualFold(value, r.Value)
	case DKIM:
		return strings.Contains(value, "p=")
	case SPF:
		return strings.HasPrefix(value, "v=spf1 ") && strings.Contains(value, "include:amazonses.com")
	default: // any policy is the domain's own decision
		return strings.HasPrefix(value, "v=DMARC1")
	}
}
