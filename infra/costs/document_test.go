package costs_test

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

// Where the bill stands in the operations guide.
const (
	guide = "../OPERATIONS.md"
	begin = "<!-- the bill: go test ./infra/costs -args -update -->\n"
	end   = "<!-- the bill ends -->\n"
)

// TestTheGuideHasTheBill prints the bill and compares it with the guide's. With
// -update what the bill is made of is counted anew first.
func TestTheGuideHasTheBill(t *testing.T) {
	if *update {
		writeJSON(t, usageFile, newDesk(t).everything())
	}
	d := readDeployment(t)
	want := d.table(readUsage(t)) + "\n" + priceTable()
	t.Logf("\n%s", want)
	text, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := bytes.Cut(text, []byte(begin))
	got, after, ended := bytes.Cut(rest, []byte(end))
	if !found || !ended {
		t.Fatalf("%s has no place for the bill", guide)
	}
	switch {
	case string(got) == want:
	case *update:
		if err := os.WriteFile(guide, slices.Concat(before, []byte(begin+want+end), after), 0o600); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s has another bill: go test ./infra/costs -args -update\n%s", guide, got)
	}
}

// table writes the bill in Markdown, the dearest part first.
func (d *deployment) table(usage map[string]counts) string {
	columns := []bill{
		priceOf(d.standing(usage, false)),
		priceOf(d.standing(usage, true), d.amounts(usedBy(usage, 1e4))),
		priceOf(d.standing(usage, true), d.amounts(usedBy(usage, 1e6))),
		priceOf(d.amounts(usedByAgent(usage))),
		priceOf(d.amounts(usedByTexts(usage, 1e3))),
	}
	var out strings.Builder
	out.WriteString("| US dollars a month | 0 messages | 10,000 | 1,000,000 | each agent | 1,000 texts | Why |\n|---|---:|---:|---:|---:|---:|---|\n")
	row := func(name, why string, dollars func(bill) float64) {
		fmt.Fprintf(&out, "| %s |", name)
		for _, c := range columns {
			fmt.Fprintf(&out, " %.2f |", dollars(c))
		}
		fmt.Fprintf(&out, " %s |\n", why)
	}
	var parts []string
	for _, p := range prices {
		parts = append(parts, part(p.name))
	}
	parts = slices.Compact(parts)
	slices.SortStableFunc(parts, func(a, b string) int { return -cmp.Compare(columns[2][a], columns[2][b]) })
	why := d.why(usage)
	for _, p := range parts {
		row(p, why[p], func(b bill) float64 { return b[p] })
	}
	row("**together**", "", bill.total)
	return out.String()
}

// why says what the parts consist of.
func (d *deployment) why(usage map[string]counts) map[string]string {
	mail, answer := usage[receiveAnswer], usage[sendAnswer]
	month := d.amounts(usedBy(usage, 1e6))
	return map[string]string{
		"SES": "half of the messages come in, half go out; without a plan of SES's an answer costs 0.10 a thousand instead of 0.16",
		"DynamoDB": fmt.Sprintf("%.0f write units for a mail that answers one of ours (%.0f from somebody new), %.0f for an answer until its delivery is known",
			mail[writeUnits], usage[receiveNew][writeUnits], answer[writeUnits]),
		"Lambda":      "a sweep of what is due each minute, mail or no mail; then mostly looks at the page",
		"API Gateway": fmt.Sprintf("%d looks at the page a message", lists+threads+badges),
		"Logs": fmt.Sprintf("%.1f KB for a mail and %.1f KB for an answer by the functions; %d bytes by Lambda an invocation, %d by the gateway a request",
			mail[logBytes]/1024, answer[logBytes]/1024, lambdaLines, accessLine),
		"Watching": fmt.Sprintf("%.0f metrics in %.0f alarms, %.0f own metrics (without mail 1), %.0f dashboard of %d metrics",
			d.alarmMetrics, d.alarms, d.ownMetrics, d.dashboards, len(d.shown)),
		"SQS, SNS, S3, Scheduler": fmt.Sprintf("Lambda asks the %d queues %.1f million times, mail or no mail", len(d.Sources("SQS")), d.polls/1e6),
		"Texts": fmt.Sprintf("what a local number of the United States pays for a part, carriers' fees included: assumed, since it differs; beside it %.0f write units for a text and %.0f for an answer",
			usage[receiveText][writeUnits], usage[sendText][writeUnits]),
		"Secrets Manager": "the master secret",
		"Leaves AWS":      fmt.Sprintf("%.0f KB a list, %.0f KB a conversation", usage[listPage][answerBytes]/1024, usage[openThread][answerBytes]/1024),
		"Kept": fmt.Sprintf("what the month adds, billed again in each month after it: of a million messages %.1f GB in the table and %.1f GB in the bucket, files apart",
			month["Kept: table"]/gigabyte, month["Kept: bucket"]/gigabyte),
	}
}

func priceTable() string {
	var out strings.Builder
	fmt.Fprintf(&out, "List prices of us-east-1, looked up on %s; what AWS gives for nothing is left out. Those of texts are assumed.\n\n| | USD | for |\n|---|---:|---|\n", priced)
	for _, p := range prices {
		unit := p.unit
		if p.per == 1e3 || p.per == 1e6 {
			unit = map[float64]string{1e3: "1,000 ", 1e6: "1,000,000 "}[p.per] + p.unit
		}
		usd := fmt.Sprintf("%.2f", p.usd)
		if p.usd*100 != math.Round(p.usd*100) {
			usd = fmt.Sprint(p.usd)
		}
		fmt.Fprintf(&out, "| [%s](https://aws.amazon.com/%s/) | %s | %s |\n", p.name, p.source, usd, unit)
	}
	return out.String()
}
