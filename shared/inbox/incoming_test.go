package inbox

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func TestAMessageTakesItsPlaceByItsDateAsFarAsThatCanBeBelieved(t *testing.T) {
	for name, c := range map[string]struct{ date, want time.Time }{
		"a minute ago":            {noon.Add(-time.Minute), noon.Add(-time.Minute)},
		"after days in a queue":   {noon.Add(-5 * 24 * time.Hour), noon.Add(-5 * 24 * time.Hour)},
		"from the future":         {noon.Add(time.Hour), noon},
		"from a clock never set":  {time.Unix(0, 0), noon},
		"without a date":          {time.Time{}, noon},
		"at the moment it came":   {noon, noon},
		"just beyond what counts": {noon.Add(-maxAge - time.Second), noon},
	} {
		if got := (&Incoming{Received: noon, Date: c.date}).at(); !got.Equal(c.want) {
			t.Errorf("%s: at %v, want %v", name, got, c.want)
		}
	}
}

func TestTheNewestCitedIDIsAskedFirst(t *testing.T) {
	in := Incoming{InReplyTo: []string{"parent"}, References: []string{"root", "middle", "parent", ""}}
	if got, want := in.cited(), []string{"parent", "middle", "root"}; !slices.Equal(got, want) {
		t.Errorf("cited = %v, want %v", got, want)
	}
	for i := range 1000 {
		in.References = append(in.References, fmt.Sprint(i))
	}
	if got := in.cited(); len(got) != maxCited || got[1] != "999" {
		t.Errorf("cited = %d ids from %v, want the newest %d", len(got), got[:2], maxCited)
	}
}

func TestTheSameMailIsKnownAgainWhateverItsDelivery(t *testing.T) {
	mail := func(change func(*Incoming)) []string {
		in := Incoming{
			Channel: Email, ProviderID: "one", MessageID: "id@example.com", From: Address{Address: "A@example.com"},
			Full: "hello", Date: noon, Received: noon, To: []Address{{Address: "x@example.com"}},
		}
		if change != nil {
			change(&in)
		}
		return in.once("audience")
	}
	shares := func(a, b []string) bool {
		return slices.ContainsFunc(a, func(k string) bool { return slices.Contains(b, k) })
	}
	same := map[string]func(*Incoming){
		"under another provider id":       func(in *Incoming) { in.ProviderID = "two" },
		"to another address, in capitals": func(in *Incoming) { in.ProviderID = "two"; in.To = nil; in.From.Address = "a@EXAMPLE.com" },
		"later":                           func(in *Incoming) { in.ProviderID = "two"; in.Received = noon.Add(time.Hour) },
		"with another date line":          func(in *Incoming) { in.ProviderID = "two"; in.Date = noon.Add(time.Hour) },
		"delivered again":                 func(in *Incoming) { in.Full = "garbled" },
	}
	for name, change := range same {
		if !shares(mail(nil), mail(change)) {
			t.Errorf("%s it is another message", name)
		}
	}
	other := map[string]func(*Incoming){
		"another body":       func(in *Incoming) { in.ProviderID = "two"; in.Full = "bye" },
		"another sender":     func(in *Incoming) { in.ProviderID = "two"; in.From.Address = "b@example.com" },
		"another Message-ID": func(in *Incoming) { in.ProviderID = "two"; in.MessageID = "other@example.com" },
	}
	for name, change := range other {
		if shares(mail(nil), mail(change)) {
			t.Errorf("with %s it is taken for the same message", name)
		}
	}
	dated := func(in *Incoming) { in.MessageID = "" }
	redated := func(in *Incoming) { in.MessageID, in.ProviderID, in.Date = "", "two", noon.Add(time.Hour) }
	if shares(mail(dated), mail(redated)) {
		t.Error("without a Message-ID the date does not tell two mails apart")
	}
	bare := func(in *Incoming) { in.MessageID, in.Date = "", time.Time{} }
	if got := mail(bare); len(got) != 1 {
		t.Errorf("without Message-ID and date only the provider's id counts, got %v", got)
	}
}
