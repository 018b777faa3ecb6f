package quote_test

import (
	"testing"

	"confab/shared/channel/email/quote"
)

// testdata/fresh has the form of testdata/cases, but was written by somebody
// who had seen neither the rules nor those cases: what the rules reach here is
// what they reach on mail that nobody had in mind.

var (
	freshTextFloor      = floor{exact: 149, lostLines: 0}
	freshTextCheckFloor = floor{exact: 143, lostLines: 2}
	freshHTMLFloor      = floor{exact: 47, lostLines: 0}
	freshHTMLCheckFloor = floor{exact: 45, lostLines: 5}
)

func TestFreshTextsKeepTheNewPart(t *testing.T) {
	runCases(t, "fresh", ".txt", freshTextFloor, freshTextCheckFloor, func(body, subject string) string {
		return quote.Trim(body, subject).New
	})
}

func TestFreshHTMLKeepsTheNewPart(t *testing.T) {
	runCases(t, "fresh", ".html", freshHTMLFloor, freshHTMLCheckFloor, func(body, subject string) string {
		return quote.ReadHTML(body).Trim(subject).New
	})
}
