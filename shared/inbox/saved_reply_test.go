package inbox_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"confab/shared/inbox"
)

func TestASavedReplyIsFilledWithWhatIsKnown(t *testing.T) {
	f := newFixture(t)
	owner, err := f.SignIn(t.Context(), inbox.SignIn{Issuer: "i", Subject: "o", Name: "Kim Lee", VerifiedEmail: "o@example.com", OwnerEmail: "o@example.com"})
	f.must(err)
	ctx := inbox.WithActor(t.Context(), owner.ID)
	in := f.receive(f.mail("robin@example.com"))
	c := f.thread(in.Conversation).Conversation
	_, err = f.EditContact(ctx, anybody, c.Contact, 0, func(c *inbox.Contact) error {
		c.Name, c.TimeZone, c.Attributes = "Robin Doe", "Asia/Tokyo", map[string]string{"plan": "{{agent.name}}\nPro"}
		return nil
	})
	f.must(err)
	for text, want := range map[string][2]string{
		"Hi {{contact.first_name}}, {{ contact.name }}!":       {"Hi Robin, Robin Doe!", ""},
		"{{contact.email}} {{contact.plan}}":                   {"robin@example.com {{agent.name}} Pro", ""}, // filled once
		"{{agent.name}}, {{agent.first_name}}":                 {"Kim Lee, Kim", ""},
		"{{audience.name}} {{conversation.reference}}":         {"Customers " + inbox.Reference(c.ID), ""},
		"{{conversation.started_at}}":                          {"2 March 2026 at 18:00 JST", ""},
		`{{contact.shoe | "no"}} {{contact.name | "there"}}`:   {"no Robin Doe", ""},
		"a{{contact.shoe}}b{{contact.shoe}}{{contact.phone}}c": {"abc", "contact.shoe contact.phone"},
	} {
		p, err := f.PreviewReply(ctx, anybody, f.audience.ID, c.ID, text)
		f.must(err)
		if p.Text != want[0] || strings.Join(p.Empty, " ") != want[1] {
			t.Errorf("%s: %q, without %q", text, p.Text, p.Empty)
		}
	}
	p, err := f.PreviewReply(ctx, anybody, f.audience.ID, "", `{{contact.first_name | "there"}} {{conversation.reference}}`)
	if f.must(err); p.Text != "there" || !slices.Equal(p.Empty, []string{"conversation.reference"}) {
		t.Errorf("of nobody: %+v", p)
	}
	if p.Draft != "there {{conversation.reference}}" {
		t.Errorf("to go on with: %q", p.Draft)
	}
	other := f.addAudience("")
	if _, err := f.PreviewReply(ctx, anybody, other.ID, c.ID, "Hi"); !errors.Is(err, inbox.ErrNotFound) {
		t.Errorf("of another audience: %v", err)
	}
}

func TestAnAnswerWithAVariableThatNobodyFilledInIsNotSent(t *testing.T) {
	f := newFixture(t)
	in := f.receive(f.mail("robin@example.com"))
	for text, sent := range map[string]bool{
		"Hello {{contact.first_name}}!":                     false,
		`Hello {{ contact.shoe | "there" }}!`:               false,
		"In {{ mustache }} and {{contact} we write { { so.": true,
	} {
		_, _, err := f.Reply(t.Context(), anybody, in.Conversation, 0, inbox.ReplyTo{}, inbox.Draft{Author: "alex", Text: text})
		if sent != (err == nil) || !sent && (!errors.Is(err, inbox.ErrInvalid) || !strings.Contains(err.Error(), "{{contact.")) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestAnUnknownVariableIsRefusedWhereItIsSaved(t *testing.T) {
	f := newFixture(t)
	for text, words := range map[string]string{
		"Grüße {{contact}}":                     "{{contact}}, at character 7.",
		"{{contact.name}} {{ agnet.name }}":     "{{agnet.name}}, at character 18.",
		"{{contact.}}":                          "{{contact.}}, at character 1.",
		"Hello {{contact.name":                  "{{contact.name}}, at character 7.",
		"{{contact.name | there}}":              "at character 1.",
		"{{organization.prefix}}":               "{{organization.prefix}}, at character 1.",
		"{{contact.name}}{{contact.name}} {{x ": "{{x}}, at character 34.",
	} {
		_, err := f.CreateSavedReply(t.Context(), anybody, inbox.SavedReply{Audience: f.audience.ID, Name: "n", Text: text}, nil)
		if !errors.Is(err, inbox.ErrInvalid) || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestSavedRepliesAreKeptByCategoryAndName(t *testing.T) {
	f := newFixture(t)
	ctx := inbox.WithActor(t.Context(), "alex")
	request := &inbox.Request{Key: "k", Digest: "d"}
	save := func(category, name string, r *inbox.Request) *inbox.SavedReply {
		s, err := f.CreateSavedReply(ctx, anybody, inbox.SavedReply{
			Audience: f.audience.ID, Category: category, Name: name, Text: "Hello", Channels: []inbox.Channel{inbox.SMS, inbox.Email, inbox.SMS},
		}, r)
		f.must(err)
		return s
	}
	late := save("orders", "late", request)
	if again := save("orders", "late", request); again.ID != late.ID || late.Author != "alex" || len(late.Channels) != 2 {
		t.Errorf("saved %+v, again %+v", late, again)
	}
	gone := save("Orders", "Again", nil)
	save("", "Hello", nil)
	_, err := f.EditSavedReply(ctx, anybody, late.ID, late.Rev, func(s *inbox.SavedReply) error { s.Name = "Later"; return nil })
	f.must(err)
	if _, err := f.EditSavedReply(ctx, anybody, late.ID, late.Rev, func(*inbox.SavedReply) error { return nil }); !errors.Is(err, inbox.ErrConflict) {
		t.Errorf("edited what has changed: %v", err)
	}
	names := func() (out []string) {
		all, err := f.Store.SavedReplies(ctx, f.audience.ID)
		f.must(err)
		for _, s := range all {
			out = append(out, s.Name)
		}
		return out
	}
	if got := names(); !slices.Equal(got, []string{"Hello", "Again", "Later"}) {
		t.Errorf("list %q", got)
	}
	f.must(f.DeleteSavedReply(ctx, anybody, gone.ID))
	if got := names(); !slices.Equal(got, []string{"Hello", "Later"}) {
		t.Errorf("list %q", got)
	}
	if err := f.DeleteSavedReply(ctx, anybody, gone.ID); !errors.Is(err, inbox.ErrNotFound) {
		t.Errorf("deleted twice: %v", err)
	}
}
