package inbox

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// counting measures texts by their characters.
type counting struct{ Texts }

func (counting) Length(text string) TextLength {
	return TextLength{Units: utf8.RuneCountInString(text)}
}

const linkBase = "https://go.example.com"

// shorts are an inbox and an audience that shortens links.
func shorts() (*Inbox, *Texting) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	return &Inbox{Texts: counting{}, Now: func() time.Time { return at }}, &Texting{LinkBase: linkBase}
}

var long = "https://shop.example.com/orders/2026/03/02/" + strings.Repeat("x", 30)

func TestALinkIsShortenedAndTheSentenceAroundItStays(t *testing.T) {
	for text, link := range map[string]string{
		"%s":                        long,
		"Your order: %s\nThank you": long,
		"See %s.":                   long,
		"Have you seen %s?!":        long,
		"It is here (%s).":          long,
		"(see %s)":                  long + "_(shop)",
		"[%s], <%s>, \"%s\", '%s'":  long,
		"“%s” «%s» %s… ›%s‹":        long,
		"*%s*":                      long,
		"%s😀":                       long,
		"Look:%s😀":                  long,
		"详情请看:%s。谢谢":                long,
		"%s\u200band more":          long,
		"%s and %s":                 long + "?a=1&b=%20(c)#d",
		"HTTPS %s":                  "HTTPS://SHOP.Example.COM/Path/" + strings.Repeat("Y", 30),
		"Letters of any kind: %s":   "https://магазин.example/заказ/" + strings.Repeat("я", 30),
		"Signs within: %s":          long + ",a;b:c!d'e*f|g{h}i^j~k_",
		"A port: %s":                "http://shop.example.com:8080/" + strings.Repeat("x", 30),
		"An address: %s":            "http://[2001:db8::1]/" + strings.Repeat("x", 30),
	} {
		b, s := shorts()
		m := &Message{Text: strings.ReplaceAll(text, "%s", link)}
		links := b.shortLinks(s, m, "+15550142", "contact")
		if len(links) != 1 {
			t.Errorf("%q: %d links", m.Text, len(links))
			continue
		}
		l := links[0].After
		if want := strings.ReplaceAll(text, "%s", linkBase+"/l/"+l.Code); m.Text != want || l.Target != link {
			t.Errorf("%q became %q and %q", strings.ReplaceAll(text, "%s", link), m.Text, l.Target)
		}
	}
}

func TestWhatIsNoLongLinkStaysAsItWasWritten(t *testing.T) {
	for _, text := range []string{
		"", "No link here.", "http://", "https:// example.com",
		"https://a.example/short", // would get longer
		linkBase + "/l/aaaaaaaaaaaa" + strings.Repeat("/x", 20),
		strings.ToUpper(linkBase) + "/L/aaaaaaaaaaaa" + strings.Repeat("/x", 20),
		"ftp://files.example.com/" + strings.Repeat("x", 40),
		"javascript:https//" + strings.Repeat("x", 40),
		"shop.example.com/" + strings.Repeat("x", 40),
		"shop.example.com/login?next=" + long, // part of another link
		"x" + long,
		"https:///" + strings.Repeat("x", 40), // no host
		"https://:80/" + strings.Repeat("x", 40),
		"https://user:secret@shop.example.com/" + strings.Repeat("x", 40),
		"https://shop.example.com's/" + strings.Repeat("x", 40),
		"https://shop.example.com/100%off/" + strings.Repeat("x", 40), // no URL by any standard
		"httpſ://shop.example.com/" + strings.Repeat("x", 40),
		"詳細は" + long + "をご覧ください", // who can tell where it ends?
		long + "에서",
		"https://shop.example.com/" + strings.Repeat("x", maxTarget),
		"https://shop.example.com/" + strings.Repeat(")", maxTarget),
	} {
		b, s := shorts()
		m := &Message{Text: text}
		if links := b.shortLinks(s, m, "+15550142", ""); len(links) != 0 || m.Text != text {
			t.Errorf("%q became %q", text, m.Text)
		}
	}
}

func TestAnAudienceMayKeepItsLinksOrHaveNoPlaceForShortOnes(t *testing.T) {
	for name, edit := range map[string]func(*Texting){
		"kept": func(s *Texting) { s.KeepLinks = true }, "no place": func(s *Texting) { s.LinkBase = "" },
	} {
		b, s := shorts()
		edit(s)
		m := &Message{Text: long}
		if links := b.shortLinks(s, m, "+15550142", ""); len(links) != 0 || m.Text != long {
			t.Errorf("%s: %q", name, m.Text)
		}
	}
}

func TestALinkIsOfOneTextToOneContactForAYearAfterItLeaves(t *testing.T) {
	b, s := shorts()
	at := b.Now().Add(48 * time.Hour)
	m := &Message{ID: "message", Conversation: "conversation", Audience: "audience", Text: long, At: at}
	got := *b.shortLinks(s, m, "+15550142", "contact")[0].After
	want := Link{
		Code: got.Code, Target: long, Audience: "audience", Number: "+15550142", Contact: "contact",
		Conversation: "conversation", Message: "message", Created: b.Now(), Expires: at.Add(365 * 24 * time.Hour),
	}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestOneTargetHasOneCodeAndNoTwoTextsShareOne(t *testing.T) {
	form := regexp.MustCompile(`^[a-z2-7]{12}$`)
	seen := map[string]bool{}
	for range 100 {
		b, s := shorts()
		m := &Message{Text: long + " " + long + "/2 " + long}
		links := b.shortLinks(s, m, "+15550142", "")
		if len(links) != 2 || strings.Count(m.Text, links[0].After.Code) != 2 {
			t.Fatalf("%d links in %q", len(links), m.Text)
		}
		for _, l := range links {
			if code := l.After.Code; seen[code] || !form.MatchString(code) {
				t.Errorf("the code %q is malformed or was there before", code)
			}
			seen[l.After.Code] = true
		}
	}
}

func TestATextOfManyLinksLeavesRoomInItsTransaction(t *testing.T) {
	b, s := shorts()
	var all []string
	for n := range maxLinks + 5 {
		all = append(all, fmt.Sprintf("%s/%d", long, n))
	}
	m := &Message{Text: strings.Join(all, " ") + " " + all[0]}
	links := b.shortLinks(s, m, "+15550142", "")
	words := strings.Fields(m.Text)
	if len(links) != maxLinks || !slices.Equal(words[maxLinks:maxLinks+5], all[maxLinks:]) || words[maxLinks+5] != words[0] {
		t.Errorf("%d links in %q", len(links), m.Text)
	}
}

func TestTheShortFormIsAsLongAsTheTextWillBe(t *testing.T) {
	for _, text := range []string{"", "Hello", "See " + long + ", " + long + " and " + long + "/2.", "https://a.example/short"} {
		b, s := shorts()
		form := b.ShortForm(text, s.LinkBase)
		m := &Message{Text: text}
		links := b.shortLinks(s, m, "+15550142", "")
		for _, l := range links {
			m.Text = strings.ReplaceAll(m.Text, l.After.Code, anyCode)
		}
		if form != m.Text {
			t.Errorf("%q has the short form %q, and becomes %q", text, form, m.Text)
		}
		if kept := b.ShortForm(text, ""); kept != text {
			t.Errorf("without a place for short links %q becomes %q", text, kept)
		}
	}
}

// FuzzLinksIn finds no text of which anything but links is lost.
func FuzzLinksIn(f *testing.F) {
	for _, seed := range []string{long, "(" + long + ").", "https://a.b/((([[[", "http://\xff", "“https://é.example/ö”…", "https://http://https://"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b, s := shorts()
		m := &Message{Text: text}
		links := b.shortLinks(s, m, "+15550142", "")
		back := m.Text
		for _, l := range links {
			if !followable(l.After.Target) {
				t.Errorf("%q is shortened", l.After.Target)
			}
			back = strings.ReplaceAll(back, linkBase+"/l/"+l.After.Code, l.After.Target)
		}
		if back != text {
			t.Errorf("%q became %q", text, m.Text)
		}
	})
}
