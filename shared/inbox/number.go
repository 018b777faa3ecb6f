package inbox

import (
	"context"
	"iter"
	"time"
)

// TextNumber is a number of ours, as its provider knows it.
type TextNumber struct {
	Number   string // E.164
	Audience string
	// Status and Registration are the provider's words; empty until it was asked.
	Status       string
	Registration string
	// Active: the provider sends from it.
	Active bool
	// TwoWay: what is texted to it reaches us.
	TwoWay bool
	// Media: pictures can be sent from it.
	Media bool
	// SelfManaged: the provider leaves it to us to answer STOP and HELP.
	SelfManaged bool
	// OptOutList is the provider's list that the number goes by.
	OptOutList string
	// Checked is when the provider was asked last.
	Checked time.Time
	// Mirrored is up to when the provider's opt-outs have been taken over.
	Mirrored time.Time
	Rev      int64
}

// Numbers is the provider's side of our numbers.
type Numbers interface {
	// Describe returns what the provider knows of a number of ours: a TextNumber
	// without Audience, Checked, Mirrored and Rev. ErrNotFound where it has none
	// such.
	Describe(ctx context.Context, number string) (TextNumber, error)
	// OptedOut yields the numbers that have opted out on a list since then.
	OptedOut(ctx context.Context, list string, since time.Time) iter.Seq2[OptedOutNumber, error]
}

// OptedOutNumber is an entry of a provider's list.
type OptedOutNumber struct {
	Number string // E.164
	At     time.Time
}
