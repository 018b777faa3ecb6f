package inbox

import (
	"context"
	"fmt"
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

// Closed says why nothing is sent from the number, "" where it is active.
func (n *TextNumber) Closed() string {
	switch {
	case n.Active:
		return ""
	case n.Checked.IsZero():
		return "Texting is closed until the provider has been asked about this number, which takes a minute or two."
	case n.Registration != "":
		return fmt.Sprintf("Texting is closed until the provider has activated this number: its status is %s, its registration's is %s.", n.Status, n.Registration)
	}
	return fmt.Sprintf("Texting is closed until the provider has activated this number: its status is %s.", n.Status)
}

// Warnings says what of the settings does not go together with what the provider
// knows of a number, in sentences.
func (t *Texting) Warnings(n *TextNumber) []string {
	var out []string
	switch {
	case n.Checked.IsZero():
		return nil
	case n.SelfManaged && t.ProviderAnswers:
		out = append(out, "Nobody answers STOP and HELP here: AWS leaves them to Confab for this number, and the settings leave them to AWS.")
	case !n.SelfManaged && !t.ProviderAnswers:
		out = append(out, "AWS answers STOP and HELP to this number by itself, and the settings say that Confab does: turn on self-managed opt-outs for it in AWS, or leave the answers to AWS in the settings.")
	}
	if !n.TwoWay {
		out = append(out, "What is texted to this number does not reach the inbox: turn on two-way messages for it in AWS, with the topic of this deployment.")
	}
	return out
}

// defaultList is the list that AWS puts a number on where nobody has chosen one.
const defaultList = "Default"

// sharesList tells whether whoever opts out of one number has opted out of the
// other too: they are on one list that the provider keeps, or on one that was
// chosen for both.
func (n *TextNumber) sharesList(m *TextNumber) bool {
	kept := !n.SelfManaged && !m.SelfManaged
	return n.OptOutList != "" && n.OptOutList == m.OptOutList && (kept || n.OptOutList != defaultList)
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
