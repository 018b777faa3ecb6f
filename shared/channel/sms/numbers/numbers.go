// Package numbers asks AWS End User Messaging about our numbers: whether they can
// send, how they are registered, and who opted out of them.
package numbers

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/pinpointsmsvoicev2"
	"github.com/aws/aws-sdk-go-v2/service/pinpointsmsvoicev2/types"

	"confab/shared/inbox"
)

// Client are the calls of *pinpointsmsvoicev2.Client that asking needs.
type Client interface {
	pinpointsmsvoicev2.DescribePhoneNumbersAPIClient
	pinpointsmsvoicev2.DescribeRegistrationsAPIClient
	pinpointsmsvoicev2.DescribeOptedOutNumbersAPIClient
}

// Numbers implements [inbox.Numbers].
type Numbers struct{ client Client }

// New returns the numbers of the client's account and Region.
func New(client Client) *Numbers { return &Numbers{client} }

// page is how many entries a call returns: the most that AWS gives.
const page = 100

// Describe returns what AWS knows of a number. It can be asked for all numbers or
// by AWS's own ids, so a number is looked for among all.
func (n *Numbers) Describe(ctx context.Context, number string) (inbox.TextNumber, error) {
	pages := pinpointsmsvoicev2.NewDescribePhoneNumbersPaginator(n.client,
		&pinpointsmsvoicev2.DescribePhoneNumbersInput{MaxResults: aws.Int32(page)})
	for pages.HasMorePages() {
		out, err := pages.NextPage(ctx)
		if err != nil {
			return inbox.TextNumber{}, fmt.Errorf("describe our numbers: %w", err)
		}
		for _, p := range out.PhoneNumbers {
			if aws.ToString(p.PhoneNumber) == number && p.Status != types.NumberStatusDeleted {
				return n.described(ctx, &p)
			}
		}
	}
	return inbox.TextNumber{}, fmt.Errorf("AWS knows no such number of ours: %w", inbox.ErrNotFound)
}

func (n *Numbers) described(ctx context.Context, p *types.PhoneNumberInformation) (inbox.TextNumber, error) {
	registration, err := n.registration(ctx, aws.ToString(p.RegistrationId))
	if err != nil {
		return inbox.TextNumber{}, err
	}
	can := func(c types.NumberCapability) bool { return slices.Contains(p.NumberCapabilities, c) }
	return inbox.TextNumber{
		Number: aws.ToString(p.PhoneNumber), Status: string(p.Status), Registration: registration,
		Active: p.Status == types.NumberStatusActive && can(types.NumberCapabilitySms),
		TwoWay: p.TwoWayEnabled, Media: can(types.NumberCapabilityMms),
		SelfManaged: p.SelfManagedOptOutsEnabled, OptOutList: aws.ToString(p.OptOutListName),
	}, nil
}

// registration returns the state of the registration by which carriers let a
// number text, "" for a number that has none or whose registration is gone.
func (n *Numbers) registration(ctx context.Context, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	out, err := n.client.DescribeRegistrations(ctx, &pinpointsmsvoicev2.DescribeRegistrationsInput{RegistrationIds: []string{id}})
	var gone *types.ResourceNotFoundException
	switch {
	case errors.As(err, &gone), err == nil && len(out.Registrations) == 0:
		return "", nil
	case err != nil:
		return "", fmt.Errorf("describe a number's registration: %w", err)
	}
	return string(out.Registrations[0].RegistrationStatus), nil
}

// OptedOut yields who has opted out on a list since then. AWS lists all who ever
// did, in no order that it promises.
func (n *Numbers) OptedOut(ctx context.Context, list string, since time.Time) iter.Seq2[inbox.OptedOutNumber, error] {
	return func(yield func(inbox.OptedOutNumber, error) bool) {
		pages := pinpointsmsvoicev2.NewDescribeOptedOutNumbersPaginator(n.client,
			&pinpointsmsvoicev2.DescribeOptedOutNumbersInput{OptOutListName: aws.String(list), MaxResults: aws.Int32(page)})
		for pages.HasMorePages() {
			out, err := pages.NextPage(ctx)
			if err != nil {
				yield(inbox.OptedOutNumber{}, fmt.Errorf("list who opted out: %w", err))
				return
			}
			for _, o := range out.OptedOutNumbers {
				entry := inbox.OptedOutNumber{Number: aws.ToString(o.OptedOutNumber), At: aws.ToTime(o.OptedOutTimestamp).UTC()}
				if !entry.At.Before(since) && !yield(entry, nil) {
					return
				}
			}
		}
	}
}
