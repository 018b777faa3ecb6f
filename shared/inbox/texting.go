package inbox

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// Texting is how an audience texts.
type Texting struct {
	// Numbers are the audience's own, in E.164. A number is added once and stays
	// the audience's; new threads leave from the first.
	Numbers []string
	// Brand is who texts, as contacts know it.
	Brand string
	// Frequency is how often contacts are texted, as a confirmation has to say.
	Frequency string
	// OptInText, OptOutText and HelpText answer keywords; empty for the usual ones.
	// They may hold the variables of [Autoresponder].
	OptInText  string
	OptOutText string
	HelpText   string
	// Subscribe are words that give consent besides START.
	Subscribe []string
	// ProviderAnswers: AWS keeps the list of who opted out and answers STOP and
	// HELP by itself, so that Confab does not answer too.
	ProviderAnswers bool

	Autoresponder Autoresponder
	// AnswerMinutes is for how long after a contact's own text an answer may leave
	// at any hour; 0 means [DefaultAnswerMinutes], -1 never.
	AnswerMinutes int

	// KeepLinks leaves links in texts as they are written.
	KeepLinks bool
	// LinkBase is where short links are served: a scheme and a host, such as
	// https://go.example.com.
	LinkBase string
}

// Autoresponder answers texts that are no keyword.
type Autoresponder struct {
	Mode AutoresponderMode
	// Text may hold {{organization.prefix}}, {{organization.name}}, {{name}},
	// {{first_name}}, {{email}}, {{phone}} and {{contact.<attribute>}}.
	Text string
	// Hours is for how long a contact who was answered is not answered again; 0
	// means [DefaultAutoresponderHours].
	Hours int
	// Asks: the text asks for consent, so that YES gives it.
	Asks bool
}

// AutoresponderMode says whom the autoresponder answers.
type AutoresponderMode string

// The modes of the autoresponder.
const (
	AutoresponderOff         AutoresponderMode = "off"
	AutoresponderAll         AutoresponderMode = "all"
	AutoresponderUnconsented AutoresponderMode = "unconsented" // who has not consented
)

// What holds where an audience chose nothing.
const (
	DefaultAnswerMinutes      = 60
	DefaultAutoresponderHours = 24
)

// Limits of an audience's texting.
const (
	maxTextNumbers = 20
	maxSubscribe   = 20
	maxAnswer      = 24 * 60 // minutes
	maxQuietHours  = 30 * 24 // of the autoresponder
)

// answerWindow is for how long after a contact's own text any answer may leave.
func (t *Texting) answerWindow() time.Duration {
	switch t.AnswerMinutes {
	case 0:
		return DefaultAnswerMinutes * time.Minute
	case -1:
		return 0
	}
	return time.Duration(t.AnswerMinutes) * time.Minute
}

func (a *Autoresponder) window() time.Duration {
	return time.Duration(firstOf(a.Hours, DefaultAutoresponderHours)) * time.Hour
}

// Answers to keywords, where the audience has none of its own. CTIA's Messaging
// Principles and Best Practices §5.1.3 ask that they name the brand, how often it
// texts, that rates apply, and both ways out.
const (
	usualOptIn  = "{{organization.prefix}}You are subscribed. {{organization.frequency}}. Msg & data rates may apply. Reply HELP for help, STOP to cancel."
	usualOptOut = "{{organization.prefix}}You are unsubscribed and will get no more texts from us. Reply START to subscribe again."
	usualHelp   = "{{organization.prefix}}{{organization.frequency}}. Msg & data rates may apply. Reply to this text to reach us, STOP to cancel."
)

const usualFrequency = "Msg frequency varies"

// UsualTexting is what holds where an audience chose nothing.
func UsualTexting() Texting {
	return Texting{
		Frequency: usualFrequency, OptInText: usualOptIn, OptOutText: usualOptOut, HelpText: usualHelp,
		Autoresponder: Autoresponder{Mode: AutoresponderOff, Hours: DefaultAutoresponderHours}, AnswerMinutes: DefaultAnswerMinutes,
	}
}

// answers are the texts that answer keywords.
func (t *Texting) answers() map[KeywordClass]string {
	return map[KeywordClass]string{
		OptIn:     firstOf(t.OptInText, usualOptIn),
		Subscribe: firstOf(t.OptInText, usualOptIn),
		OptOut:    firstOf(t.OptOutText, usualOptOut),
		Help:      firstOf(t.HelpText, usualHelp),
	}
}

// tidyTexting brings the settings into their one form and says what cannot be.
func (b *Inbox) tidyTexting(t *Texting) error {
	t.Brand, t.Frequency = clip(oneLine(t.Brand), maxName), clip(oneLine(t.Frequency), maxName)
	t.LinkBase = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(t.LinkBase)), "/")
	t.Autoresponder.Mode = firstOf(t.Autoresponder.Mode, AutoresponderOff)
	numbers, err := b.ownNumbers(t.Numbers)
	if err != nil {
		return err
	}
	t.Numbers = numbers
	switch {
	case len(t.Numbers) > 0 && t.Brand == "":
		return problem(ErrInvalid, "Say in brand who texts: the answers to HELP and STOP have to name it.")
	case t.AnswerMinutes < -1 || t.AnswerMinutes > maxAnswer:
		return problem(ErrInvalid, "answer_minutes must be from 1 to %d, 0 for the usual %d, or -1 for never.", maxAnswer, DefaultAnswerMinutes)
	case t.Autoresponder.Hours < 0 || t.Autoresponder.Hours > maxQuietHours:
		return problem(ErrInvalid, "The autoresponder's hours must be from 1 to %d, or 0 for the usual %d.", maxQuietHours, DefaultAutoresponderHours)
	case !slices.Contains([]AutoresponderMode{AutoresponderOff, AutoresponderAll, AutoresponderUnconsented}, t.Autoresponder.Mode):
		return problem(ErrInvalid, "The autoresponder's mode must be off, all or unconsented.")
	case t.Autoresponder.Mode != AutoresponderOff && strings.TrimSpace(t.Autoresponder.Text) == "":
		return problem(ErrInvalid, "The autoresponder needs a text.")
	case t.LinkBase != "" && !validBase(t.LinkBase):
		return problem(ErrInvalid, "link_base must be a scheme and a host, such as https://go.example.com.")
	case len(t.Subscribe) > maxSubscribe:
		return problem(ErrInvalid, "An audience has at most %d subscribe keywords.", maxSubscribe)
	}
	if len(t.Subscribe) > 0 {
		if err := b.Texts.CheckSubscribe(t.Subscribe); err != nil {
			return err
		}
	}
	return b.checkAnswers(t)
}

// ownNumbers brings the audience's numbers to E.164.
func (b *Inbox) ownNumbers(typed []string) ([]string, error) {
	var out []string
	for _, s := range typed {
		number, err := b.Texts.Number(s)
		if err != nil {
			return nil, problem(ErrInvalid, "%q is no number that can be answered: write it with its country's code, such as +1 212 555 0123. A name in place of a number (an alphanumeric sender ID) cannot receive answers.", oneLine(s))
		}
		if !slices.Contains(out, number) {
			out = append(out, number)
		}
	}
	if len(out) > maxTextNumbers {
		return nil, problem(ErrInvalid, "An audience has at most %d numbers.", maxTextNumbers)
	}
	return out, nil
}

// checkAnswers refuses texts that cannot be sent, that hold variables nobody
// knows, or that leave out what answers to keywords must name. Brand and keywords
// are the same in any language; of the rest see [Texting.Gaps].
func (b *Inbox) checkAnswers(t *Texting) error {
	texts := []struct {
		name, text string
		words      []string
	}{
		{"opt_in_text", t.OptInText, []string{"HELP", "STOP"}},
		{"opt_out_text", t.OptOutText, nil},
		{"help_text", t.HelpText, []string{"STOP"}},
		{"autoresponder.text", t.Autoresponder.Text, nil},
	}
	for _, x := range texts {
		if x.text == "" {
			continue
		}
		if unknown, at := inAnswers.unknown(x.text); unknown != "" {
			return problem(ErrInvalid, "%s: nothing is known as {{%s}}, at character %d.", x.name, oneLine(unknown), at)
		}
		if err := b.Texts.CheckLength(x.text); err != nil {
			return err
		}
		if x.name == "autoresponder.text" {
			continue
		}
		if !namesBrand(x.text, t.Brand) {
			return problem(ErrInvalid, "%s must name the brand: write {{organization.prefix}} or %q in it.", x.name, t.Brand)
		}
		for _, word := range x.words {
			if !strings.Contains(strings.ToUpper(x.text), word) {
				return problem(ErrInvalid, "%s must tell of %s.", x.name, word)
			}
		}
	}
	return nil
}

func namesBrand(text, brand string) bool {
	return strings.Contains(text, "{{organization.") || brand != "" && strings.Contains(strings.ToLower(text), strings.ToLower(brand))
}

// Gaps says what the texts of the audience's own seem to lack of what carriers
// ask for, by words in many languages; a person has to judge.
func (t *Texting) Gaps() []string {
	var out []string
	for name, text := range map[string]string{"opt_in_text": t.OptInText, "help_text": t.HelpText} {
		if text == "" {
			continue
		}
		if !mentions(text, "{{organization.frequency}}", "frequen", "fréquen", "msg/", "msgs/", "per month", "a month", "monthly", "per week", "a week", "weekly", "par mois", "par semaine", "pro monat", "pro woche", "al mes", "por mes", "por mês", "mensa", "sms/m", "häufig", "recurring", "varies", "varie") {
			out = append(out, name+" does not seem to say how often you text.")
		}
		if !mentions(text, "rates", "charges", "fees", "frais", "tarif", "kosten", "gebühr", "costos", "cargos", "custos", "costi", "koszt", "kostnad", "料金", "费") {
			out = append(out, name+" does not seem to say that message and data rates may apply.")
		}
	}
	slices.Sort(out)
	return out
}

func mentions(text string, words ...string) bool {
	lower := strings.ToLower(text)
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(lower, w) })
}

// validBase tells a scheme and a host, and nothing else. Only this machine may do
// without TLS.
func validBase(s string) bool {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || s != u.Scheme+"://"+u.Host {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && slices.Contains([]string{"127.0.0.1", "localhost"}, u.Hostname())
}
