// Package seed gives a new data folder a small audience to look at: members of
// each role, a campaign, and mail and texts that come in through the front door
// like any other. It can be repeated after an interruption: what is there already stays
// as it is.
package seed

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/smtp"
	"regexp"
	"strings"
	"time"

	"confab/infra/local/texts"
	"confab/shared/inbox"
)

//go:embed mail/*.eml
var mails embed.FS

// Where the audience's mail goes and what it is sent from; the local SES takes
// both domains for verified.
const (
	InboundDomain     = "inbox.example.com"
	ForwardingAddress = "support@" + InboundDomain
	FromAddress       = "team@example.com"
)

// The audience's number, and one that AWS has not made active yet. Both are the
// account's.
const (
	Number        = "+12125550100"
	PendingNumber = "+12125550101"
)

// code stands for the campaign in reply addresses.
const code = "springshelve"

// Seeder seeds through the domain and SMTP.
type Seeder struct {
	Inbox *inbox.Inbox
	SMTP  string // address of the server that authenticates
	// LinkBase is where short links are served.
	LinkBase string
	// UndoSeconds is for how long what members send can be undone.
	UndoSeconds int
	// Invited maps roles to the emails that become members with them at their first
	// sign-in.
	Invited map[inbox.Role]string
}

// Run seeds the account and its mail.
func (s *Seeder) Run(ctx context.Context) error {
	audience, err := s.audience(ctx)
	if err != nil {
		return fmt.Errorf("seed the audience: %w", err)
	}
	if err := s.members(ctx, audience); err != nil {
		return fmt.Errorf("seed the members: %w", err)
	}
	if err := s.campaign(ctx, audience); err != nil {
		return fmt.Errorf("seed the campaign: %w", err)
	}
	names, err := fs.Glob(mails, "mail/*.eml")
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := s.send(ctx, audience, name); err != nil {
			return fmt.Errorf("seed %s: %w", name, err)
		}
	}
	if err := s.order(ctx, audience); err != nil {
		return fmt.Errorf("seed an order: %w", err)
	}
	return s.finish(ctx, audience)
}

// order tells of what one of those who write has bought.
func (s *Seeder) order(ctx context.Context, a *inbox.Audience) error {
	contact, err := s.contact(ctx, a, "tomas@example.org")
	if err != nil {
		return err
	}
	placed := a.Created.Add(-21 * 24 * time.Hour)
	_, err = s.Inbox.PutOrder(ctx, everything, inbox.Whom{Audience: a.ID, Contact: contact}, inbox.Order{
		External: "seed-4402", Number: "#4402", Status: "delivered", Currency: "EUR", Total: "178.00", Placed: placed, Updated: placed,
		Link:  "https://shop.example.com/orders/4402",
		Lines: []inbox.OrderLine{{Product: "Wall shelf, walnut, 80 cm", Quantity: 2, Price: "158.00"}, {Product: "Brackets, brass", Quantity: 4, Price: "20.00"}},
	})
	return err
}

// Texts are what phones write, once the audience's number is active: a stranger,
// who cannot be answered, and somebody in New York, who can.
var Texts = []texts.Written{
	{From: "+12125550142", To: Number, Body: "hello", ID: "seed-1"},
	{From: "+12125550143", To: Number, Body: "JOIN", ID: "seed-2"},
	{From: "+12125550143", To: Number, Body: "Does the tall shelf come in white?", ID: "seed-3"},
}

func everything(context.Context, string) error { return nil }

func (s *Seeder) audience(ctx context.Context) (*inbox.Audience, error) {
	list, err := s.Inbox.Store.Audiences(ctx)
	if err != nil {
		return nil, err
	}
	if len(list) > 0 {
		return &list[0], nil
	}
	return s.Inbox.CreateAudience(ctx, everything, inbox.Audience{
		Name: "Shelf customers", FromName: "Example Team", FromAddress: FromAddress, ForwardingAddress: ForwardingAddress,
		UndoSeconds: s.UndoSeconds, DefaultSubject: "Your question", FormSenders: []string{"forms@forms.example.com"},
		Texting: inbox.Texting{
			Numbers: []string{Number}, Brand: "Example Shelves", Frequency: "Up to 4 texts a month", Subscribe: []string{"JOIN"}, LinkBase: s.LinkBase,
		},
	}, nil)
}

func (s *Seeder) members(ctx context.Context, a *inbox.Audience) error {
	for role, email := range s.Invited {
		i := inbox.Invitation{Email: email, Roles: map[string]inbox.Role{a.ID: role}}
		if role.Spans() {
			i.Account, i.Roles = role, nil
		}
		if _, err := s.Inbox.Invite(ctx, everything, i, nil); err != nil {
			return err
		}
	}
	return nil
}

// campaign makes the campaign that some of the mail answers, and says that its
// mail went out under one Message-ID, as from many senders it does.
func (s *Seeder) campaign(ctx context.Context, a *inbox.Audience) error {
	now := s.Inbox.Now()
	c := &inbox.Campaign{
		ID: s.Inbox.IDs.Derive(a.Created, "seed campaign"), Audience: a.ID, Kind: inbox.KindCampaign,
		Name: "Spring shelves", Subject: "Spring shelves are here", Code: code, Shards: a.Shards, Created: now,
	}
	err := s.Inbox.Store.Commit(ctx, inbox.Change{
		Campaigns: []inbox.Edit[inbox.Campaign]{{After: c}},
		Wire: []inbox.WireEntry{{
			ID: inbox.WireKey("spring-send@bulk.example.com"), Audience: a.ID, Ref: inbox.WireRef{CampaignCode: code},
		}},
	})
	if errors.Is(err, inbox.ErrConflict) { // it was seeded before
		return nil
	}
	return err
}

var (
	datePattern     = regexp.MustCompile(`\{\{date (-?[0-9]+h)\}\}`)
	campaignPattern = regexp.MustCompile(`\{\{campaign ([^}]+)\}\}`)
	fromPattern     = regexp.MustCompile(`(?m)^From: .*?([^\s<>]+@[^\s<>]+)`)
	toPattern       = regexp.MustCompile(`(?m)^To: (\S+)\r?$`)
)

// send fills in a mail and sends it.
func (s *Seeder) send(ctx context.Context, a *inbox.Audience, name string) error {
	data, err := mails.ReadFile(name)
	if err != nil {
		return err
	}
	text := strings.ReplaceAll(string(data), "{{support}}", ForwardingAddress)
	text = datePattern.ReplaceAllStringFunc(text, func(m string) string {
		ago, _ := time.ParseDuration(datePattern.FindStringSubmatch(m)[1])
		return s.Inbox.Now().Add(ago).Format(time.RFC1123Z)
	})
	if m := campaignPattern.FindStringSubmatch(text); m != nil {
		contact, err := s.contact(ctx, a, m[1])
		if err != nil {
			return err
		}
		address := s.Inbox.Tokens.Address(inbox.Token{CampaignCode: code, Contact: contact})
		text = strings.ReplaceAll(text, m[0], address)
	}
	from, to := fromPattern.FindStringSubmatch(text), toPattern.FindStringSubmatch(text)
	if from == nil || to == nil {
		return errors.New("it names no From or To")
	}
	return smtp.SendMail(s.SMTP, nil, from[1], []string{to[1]}, []byte(text))
}

// contact returns the id of the contact with an address, made if need be.
func (s *Seeder) contact(ctx context.Context, a *inbox.Audience, address string) (string, error) {
	identity := inbox.Identity{Kind: inbox.IdentityEmail, Value: address}
	f, err := s.Inbox.Store.Load(ctx, inbox.Keys{Senders: []inbox.Identity{identity}})
	if err != nil {
		return "", err
	}
	if known, ok := f.Senders[identity][a.ID]; ok {
		return known.Contact, nil
	}
	name, _, _ := strings.Cut(address, "@")
	c, err := s.Inbox.CreateContact(ctx, everything, inbox.Contact{
		Audience: a.ID, Name: strings.ToUpper(name[:1]) + name[1:], Identities: []inbox.Identity{identity},
	}, nil)
	if err != nil {
		return "", err
	}
	return c.ID, nil
}

// finish waits for the mail to arrive and settles what a team would have settled.
func (s *Seeder) finish(ctx context.Context, a *inbox.Audience) error {
	const thanks = "Thank you!"
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		row, err := s.find(ctx, a, thanks)
		if err != nil {
			return err
		}
		if row != nil {
			_, err := s.Inbox.SetStatus(ctx, everything, "", row.Conversation, 0, inbox.Done, nil)
			return err
		}
		select {
		case <-ctx.Done():
			return errors.New("the mail has not arrived within a minute")
		case <-ticker.C:
		}
	}
}

// find returns the row of the conversation with a subject, nil if there is none yet.
func (s *Seeder) find(ctx context.Context, a *inbox.Audience, subject string) (*inbox.Row, error) {
	for _, status := range []inbox.Status{inbox.Open, inbox.Done} {
		page, err := s.Inbox.Store.Conversations(ctx, inbox.ConversationQuery{
			Audience: a.ID, Shards: a.Shards, Status: status, Limit: 50,
		})
		if err != nil {
			return nil, err
		}
		for _, row := range page.Rows {
			if row.Subject == subject {
				return &row, nil
			}
		}
	}
	return nil, nil
}
