package plan

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
)

// Console is where plans are shown and consent is asked for.
type Console struct {
	In       io.Reader
	Out      io.Writer
	Terminal bool // whether somebody can answer
	// Consent was given beforehand: 1 or y for any plan but those that have a word
	// to type, which is then the consent.
	Consent  string
	Dry      bool
	Programs Programs
}

// Carry shows the plan and carries it out once there is consent. It returns
// ErrDeclined, or the error of the step that failed.
func (c *Console) Carry(ctx context.Context, p *Plan) error {
	p.Write(c.Out)
	if c.Dry {
		fmt.Fprintln(c.Out, "\nA dry run: nothing was looked up, asked or changed. What stands in <> is looked up when it is not.")
		return nil
	}
	if len(p.Steps) == 0 {
		return nil
	}
	if !p.Harmless {
		if err := c.ask(p); err != nil {
			return err
		}
	}
	for i, s := range p.Steps {
		fmt.Fprintf(c.Out, "\n%d. %s\n", i+1, firstLine(s.Says))
		if err := c.step(ctx, s); err != nil {
			return fmt.Errorf("step %d of %d: %w", i+1, len(p.Steps), err)
		}
	}
	return nil
}

func (c *Console) step(ctx context.Context, s Step) error {
	if len(s.Command.Args) == 0 {
		return s.Do(ctx, c.Out)
	}
	if err := c.Programs.Run(ctx, s.Command); err != nil {
		return fmt.Errorf("%s: %w", s.Command, err)
	}
	return nil
}

func (c *Console) ask(p *Plan) error {
	if p.consents(c.Consent) {
		return nil
	}
	consent, question := "YES=1", "Continue? [y/N] "
	if p.Word != "" {
		consent = "YES=" + p.Word
		question = fmt.Sprintf("This cannot be undone. Type %s to continue: ", p.Word)
	}
	if !c.Terminal {
		return fmt.Errorf("there is no terminal to ask on: say %s to consent, or DRY=1 to see the plan alone; %w", consent, ErrDeclined)
	}
	fmt.Fprint(c.Out, "\n"+question)
	answer, _ := bufio.NewReader(c.In).ReadString('\n') // its end is no consent
	if !p.consents(strings.TrimSpace(answer)) {
		return ErrDeclined
	}
	return nil
}

func (p *Plan) consents(answer string) bool {
	if p.Word != "" {
		return answer == p.Word
	}
	switch strings.ToLower(answer) {
	case "1", "y", "yes":
		return true
	}
	return false
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
