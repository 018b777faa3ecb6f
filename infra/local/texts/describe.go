package texts

import (
	"context"
	"slices"
	"strconv"
)

// page are the parameters of a list that comes in pages.
type page struct {
	MaxResults *int
	NextToken  string
}

// pageSize is what AWS returns at most. Source: "DescribePhoneNumbers" and
// "DescribeOptedOutNumbers", End User Messaging SMS and Voice API Reference.
const pageSize = 100

// cut returns the page of a list that is asked for, and the token of the next.
func cut[T any](p page, list []T) (items []T, next string, err error) {
	from, size := 0, pageSize
	if p.MaxResults != nil {
		size = *p.MaxResults
	}
	if p.NextToken != "" {
		from, err = strconv.Atoi(p.NextToken)
	}
	if err != nil || from < 0 || from > len(list) {
		return nil, "", invalid("INVALID_NEXT_TOKEN", "NextToken is not one of ours.")
	}
	if size < 1 || size > pageSize {
		return nil, "", invalid("FIELD_VALIDATION_FAILED", "MaxResults must be from 1 to %d.", pageSize)
	}
	to := min(from+size, len(list))
	if to < len(list) {
		next = strconv.Itoa(to)
	}
	return list[from:to], next, nil
}

// described is a number as AWS describes it. Times are Unix seconds.
type described struct {
	PhoneNumber, PhoneNumberId, PhoneNumberArn      string // the protocol's spelling
	Status, IsoCountryCode, MessageType, NumberType string
	NumberCapabilities                              []string
	MonthlyLeasingPrice, OptOutListName             string
	TwoWayEnabled, SelfManagedOptOutsEnabled        bool
	DeletionProtectionEnabled                       bool
	RegistrationId                                  string // the protocol's spelling
	CreatedTimestamp                                float64
}

func (s *Server) describeNumbers(ctx context.Context, in struct {
	page
	PhoneNumberIds []string // the protocol's spelling
}) (any, error) {
	numbers, err := s.Numbers(ctx)
	if err != nil {
		return nil, err
	}
	if len(in.PhoneNumberIds) > 0 {
		numbers = numbers[:0]
		for _, id := range in.PhoneNumberIds {
			n, err := s.own(ctx, id)
			if err != nil || id == n.Number { // AWS takes an id or an ARN here
				return nil, missing("phone-number", id)
			}
			numbers = append(numbers, n)
		}
	}
	items, next, err := cut(in.page, numbers)
	if err != nil {
		return nil, err
	}
	list := []described{}
	for _, n := range items {
		list = append(list, describe(n))
	}
	return struct {
		PhoneNumbers []described
		NextToken    string `json:",omitempty"`
	}{list, next}, nil
}

func describe(n Number) described {
	d := described{
		PhoneNumber: n.Number, PhoneNumberId: PhoneNumberID(n.Number), PhoneNumberArn: PhoneNumberARN(n.Number),
		Status: n.Status, IsoCountryCode: "US", MessageType: "TRANSACTIONAL", NumberType: "TEN_DLC",
		NumberCapabilities: []string{"SMS", "MMS"}, MonthlyLeasingPrice: "1.00", OptOutListName: OptOutList,
		TwoWayEnabled: !n.OneWay, SelfManagedOptOutsEnabled: !n.Managed,
		RegistrationId: registrationID(n.Number), CreatedTimestamp: 1767225600, // 2026
	}
	if n.Plain {
		d.NumberCapabilities = d.NumberCapabilities[:1]
	}
	return d
}

func registrationID(number string) string {
	return "registration-" + PhoneNumberID(number)[len("phone-"):]
}

// registration is one as AWS describes it, as far as is looked at.
type registration struct {
	RegistrationId     string // the protocol's spelling
	RegistrationStatus string
}

// describeRegistrations says of each number that carriers know it, or that they
// are looking at it as long as it is not active.
func (s *Server) describeRegistrations(ctx context.Context, in struct {
	page
	RegistrationIds []string // the protocol's spelling
}) (any, error) {
	numbers, err := s.Numbers(ctx)
	if err != nil {
		return nil, err
	}
	list := []registration{}
	for _, n := range numbers {
		r := registration{registrationID(n.Number), "COMPLETE"}
		if n.Status != Active {
			r.RegistrationStatus = "REVIEWING"
		}
		if len(in.RegistrationIds) == 0 || slices.Contains(in.RegistrationIds, r.RegistrationId) {
			list = append(list, r)
		}
	}
	if len(list) < len(in.RegistrationIds) {
		return nil, missing("registration", in.RegistrationIds[0])
	}
	items, next, err := cut(in.page, list)
	return struct {
		Registrations []registration
		NextToken     string `json:",omitempty"`
	}{items, next}, err
}

func (s *Server) describeOptedOut(ctx context.Context, in struct {
	page
	OptOutListName  string
	OptedOutNumbers []string
}) (any, error) {
	if in.OptOutListName != OptOutList {
		return nil, missing("opt-out-list", in.OptOutListName)
	}
	opted, err := s.optedOut(ctx)
	if err != nil {
		return nil, err
	}
	numbers := in.OptedOutNumbers
	for _, number := range numbers {
		if opted[number].IsZero() {
			return nil, missing("opted-out-number", number)
		}
	}
	if len(numbers) == 0 {
		for number := range opted {
			numbers = append(numbers, number)
		}
	}
	slices.Sort(numbers) // and so not by when they opted out, which AWS does not promise
	items, next, err := cut(in.page, numbers)
	if err != nil {
		return nil, err
	}
	type entry struct {
		OptedOutNumber    string
		OptedOutTimestamp float64 // Unix seconds
		EndUserOptedOut   bool
	}
	list := []entry{}
	for _, number := range items {
		list = append(list, entry{number, float64(opted[number].UnixMilli()) / 1000, true})
	}
	return struct {
		OptOutListName  string
		OptedOutNumbers []entry
		NextToken       string `json:",omitempty"`
	}{OptOutList, list, next}, nil
}
