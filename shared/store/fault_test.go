package store_test

import (
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"confab/shared/inbox"
	"confab/shared/store/meter"
)

// arrival is a change as a received message makes it, and the question whether
// it was made.
func arrival() inbox.Change {
	person := contact(1)
	return inbox.Change{
		Once: []string{"ses:1"}, Contacts: one(nil, person),
		Conversations: one(nil, conversation(1)), Messages: one(nil, message(1, 1)),
		Wire: []inbox.WireEntry{{ID: "m1@example.com", Audience: audience, Ref: inbox.WireRef{Conversation: conversationID(1), Message: messageID(1)}}},
	}
}

// redeliver does what a trigger that comes again makes a function do: look
// whether it has been done, and do it where not.
func redeliver(s *stand) error {
	found, err := s.store.Load(s.Context(), inbox.Keys{Once: []string{"ses:1"}, Senders: []inbox.Identity{email("contact1@example.com")}})
	if err != nil || found.Once["ses:1"] {
		return err
	}
	if err := s.store.Commit(s.Context(), arrival()); !errors.Is(err, inbox.ErrDuplicate) {
		return err
	}
	return nil
}

func TestWhateverFailsTheMessageIsThereOnceAfterRedelivery(t *testing.T) {
	clean := newStand(t)
	if err := redeliver(clean); err != nil {
		t.Fatal(err)
	}
	calls := clean.meter.Calls()
	if len(calls) != 3 {
		t.Fatalf("a clean run makes %d calls: %+v", len(calls), calls)
	}
	for n := range calls {
		for _, fault := range append(meter.Faults(), meter.Conflict(), meter.Cancelled("None", "ThrottlingError")) {
			t.Run(calls[n].Operation+" "+fault.Name, func(t *testing.T) {
				t.Parallel() // the SDK's pauses before it repeats a call are long
				s := newStand(t)
				s.meter.Inject(n+1, fault)
				err := redeliver(s)
				if s.meter.Fired() != 1 {
					t.Fatal("the fault did not happen")
				}
				if fault.Name == meter.AnswerLost.Name && err != nil {
					t.Errorf("a repeated call did not survive its lost answer: %v", err)
				}
				s.meter.Reset()
				if err := redeliver(s); err != nil {
					t.Fatalf("redelivery: %v", err)
				}
				thread := s.thread(inbox.ThreadQuery{Conversation: conversationID(1), Limit: 50})
				page := s.list(inbox.ConversationQuery{Audience: audience, Status: inbox.Open, Limit: 25})
				if len(thread.Messages) != 1 || thread.Conversation == nil || len(page.Rows) != 1 {
					t.Errorf("%d messages, %d rows", len(thread.Messages), len(page.Rows))
				}
				if i, err := s.store.Inspect(t.Context(), conversationID(1)); err != nil || i.Misplaced != nil {
					t.Errorf("%q is misplaced, %v", i.Misplaced, err)
				}
			})
		}
	}
}

func TestARepeatedTransactionDoesNotFailOnItsOwnSuccess(t *testing.T) {
	s := newStand(t)
	s.meter.Inject(1, meter.AnswerLost)
	s.commit(arrival())
	if got := s.meter.Calls(); len(got) != 1 || got[0].Attempts != 2 {
		t.Errorf("calls: %+v", got)
	}
}

func TestReasonsOfACancelledTransactionAreTold(t *testing.T) {
	tests := map[string]struct {
		reasons []string
		want    error
	}{
		"another transaction at work":     {[]string{"None", "TransactionConflict"}, inbox.ErrConflict},
		"a duplicate among conflicts":     {[]string{"ConditionalCheckFailed", "TransactionConflict"}, inbox.ErrDuplicate},
		"a conflict among throttled ones": {[]string{"None", "ConditionalCheckFailed", "ThrottlingError"}, inbox.ErrConflict},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStand(t)
			s.meter.Inject(1, meter.Cancelled(test.reasons...))
			s.refused(arrival(), test.want)
		})
	}
}

func TestATransactionThatWasOnlyThrottledIsRepeated(t *testing.T) {
	for name, fault := range map[string]meter.Fault{
		"too much":            meter.Cancelled("None", "ThrottlingError", "ProvisionedThroughputExceeded"),
		"still being done":    {Err: &types.TransactionInProgressException{}},
		"throttled as a call": meter.Throttled,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStand(t)
			s.meter.Inject(1, fault)
			s.commit(arrival())
			if got := s.meter.Calls(); len(got) != 1 || got[0].Attempts != 2 {
				t.Errorf("calls: %+v", got)
			}
		})
	}
}

func TestOfManyWhoCommitTheSameOneSucceeds(t *testing.T) {
	s := newStand(t)
	errs := make(chan error, 10)
	for range cap(errs) {
		go func() { errs <- s.store.Commit(t.Context(), arrival()) }()
	}
	succeeded := 0
	for range cap(errs) {
		switch err := <-errs; {
		case err == nil:
			succeeded++
		case !errors.Is(err, inbox.ErrDuplicate) && !errors.Is(err, inbox.ErrConflict):
			t.Error(err)
		}
	}
	if succeeded != 1 {
		t.Errorf("%d succeeded", succeeded)
	}
}
