package costs_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"confab/infra/template"
)

// Assumptions, since nobody can count them here. The document repeats them in
// its own words.
const (
	hours   = 730 // a month's, as AWS reckons
	minutes = hours * 60

	// What is written: new words, without what is quoted; and what a mail takes in
	// the bucket, raw and as its parts.
	wordsInMail, wordsInAnswer = 1200, 600
	wordsInText                = 140 // one part
	bytesInBucket              = 30 << 10

	// Looks at the page, for each message: lists, conversations and badges.
	lists, threads, badges = 4, 3, 3
	// A browser that knows nothing of the page yet, one in a hundred messages.
	loads, loadRequests, loadBytes = 0.01, 40, 350 << 10

	// Lines that Lambda (START, END, REPORT) and API Gateway write, in bytes.
	lambdaLines, accessLine = 400, 400

	// Lambda asks a queue by so many at once, three times a minute each; two will do
	// where MaximumConcurrency is not set. Source: AWS Lambda, "Configuring scaling
	// behavior for SQS event source mappings".
	pollers, pollersAtLeast, pollsAMinute = 5, 2, 3
)

// billedMs is what Lambda bills for an invocation on average, in milliseconds,
// starts included.
var billedMs = map[string]float64{
	"receive-email": 150, "publish-events": 30, "wake": 80, "send-message": 300,
	"record-delivery": 40, "inbox-api": 25, "web-client": 5, "receive-sms": 60, "public-api": 30, "notify": 150, indexer: 150, "run-job": 2000,
}

// indexer waits a minute for changes to come together, in each of the parts that a
// new table on demand has, and makes one update of them for an audience: it writes
// one object, reads what that takes the place of, and writes the manifest twice.
const (
	indexer                                   = "update-index"
	tableParts                                = 4
	updateReads, updateWrites, updateManifest = 2, 1, 2 * 4 // objects, objects, write units
	updateReadUnits                           = 1
)

// updates are how many updates of the index so many changes make.
func updates(changes float64) float64 { return min(changes, tableParts*minutes) }

// An agent looks at the page, with a conversation open, for eight hours a day, 22
// days a month. It asks what changed and who is there, and says that it is
// (functions/web-client/app/src/api).
const (
	watching              = 22 * 8 * 3600
	lookSeconds, beatEach = 3, 10
)

// usedBy adds up what a month of so many messages uses, half of them received.
func usedBy(usage map[string]counts, messages float64) counts {
	half := messages / 2
	return sum(map[string]float64{
		receiveNew: half / 2, receiveAnswer: half / 2, sendAnswer: half,
		listPage: lists * messages, openThread: threads * messages, readBadge: badges * messages,
	}, usage).loaded(loads * messages)
}

// usedByTexts adds up what so many texts use, half of them received, with the same
// looks at the page as mail.
func usedByTexts(usage map[string]counts, n float64) counts {
	return sum(map[string]float64{
		receiveText: n / 2, sendText: n / 2, listPage: lists * n, openThread: threads * n, readBadge: badges * n,
	}, usage).loaded(loads * n)
}

// usedByAgent adds up what one agent's page asks for.
func usedByAgent(usage map[string]counts) counts {
	return sum(map[string]float64{
		readFeed: watching / lookSeconds, seePresent: watching / lookSeconds, beThere: watching / beatEach,
	}, usage).loaded(22)
}

func sum(times map[string]float64, usage map[string]counts) counts {
	out := counts{}
	for activity, n := range times {
		for what, each := range usage[activity] {
			out[what] += n * each
		}
	}
	return out
}

func (c counts) loaded(times float64) counts {
	c[invocations+"web-client"] += times * loadRequests
	c[answerBytes] += times * loadBytes
	return c
}

// deployment is what the template has from the first day.
type deployment struct {
	*template.Template
	alarms, alarmMetrics, ownMetrics, dashboards, secrets float64
	polls                                                 float64         // requests to queues a month
	shown                                                 map[string]bool // metrics on dashboards
}

func readDeployment(t *testing.T) *deployment {
	t.Helper()
	read, err := template.Read("../..")
	if err != nil {
		t.Fatal(err)
	}
	d := &deployment{Template: read, secrets: float64(len(read.Resources("AWS::SecretsManager::Secret"))), shown: map[string]bool{}}
	for _, a := range d.Resources("AWS::CloudWatch::Alarm") {
		if a.At("Condition").Raw != nil {
			continue // it is there for texts alone
		}
		d.alarms++
		metrics := 0.0
		for _, m := range a.Property("Metrics").List() {
			if m.At("MetricStat").Raw != nil {
				metrics++
			}
		}
		d.alarmMetrics += max(metrics, 1)
	}
	for _, r := range d.Resources("AWS::CloudWatch::Dashboard") {
		d.dashboards++
		d.show(t, r.Property("DashboardBody", "Fn::Sub").Text())
	}
	for _, queue := range d.Sources("SQS") {
		n := float64(pollersAtLeast)
		if queue.At("ScalingConfig", "MaximumConcurrency").Raw != nil {
			n = pollers
		}
		d.polls += n * pollsAMinute * minutes
	}
	return d
}

// show adds a dashboard's metrics. Expressions are none.
func (d *deployment) show(t *testing.T, body string) {
	t.Helper()
	var dashboard struct {
		Widgets []struct{ Properties struct{ Metrics [][]any } }
	}
	if err := json.Unmarshal([]byte(body), &dashboard); err != nil {
		t.Fatalf("the dashboard: %v", err)
	}
	for _, w := range dashboard.Widgets {
		for _, m := range w.Properties.Metrics {
			namespace, metric := m[0], fmt.Sprint(m[:len(m)-1]...)
			if _, named := namespace.(string); !named || d.shown[metric] {
				continue
			}
			d.shown[metric] = true
			if namespace == "Confab" && !ofTexts(m) {
				d.ownMetrics++
			}
		}
	}
}

// ofTexts tells that nothing writes a metric but texts.
func ofTexts(metric []any) bool {
	name, function := fmt.Sprint(metric[1]), metric[3]
	return strings.HasPrefix(name, "Text") || name == "OptOutMirrored" || function == "receive-sms" || function == "public-api"
}

// standing is what is billed without any mail.
func (d *deployment) standing(usage map[string]counts, mail bool) counts {
	used := sum(map[string]float64{sweep: minutes}, usage)
	out := d.amounts(used)
	out["SQS, SNS, S3, Scheduler: requests to queues"] += d.polls
	out["SQS, SNS, S3, Scheduler: starts by the clock"] = minutes
	out["Watching: metrics in alarms"] = d.alarmMetrics
	out["Watching: dashboards"] = d.dashboards
	out["Watching: own metrics"] = 1 // a metric that is not sent is not billed, and only the sweep's is always
	if mail {
		out["Watching: own metrics"] = d.ownMetrics
	}
	out["Secrets Manager: secrets"] = d.secrets
	return out
}

// amounts are what is billed of what was used, by the names of prices.
func (d *deployment) amounts(used counts) counts {
	functions, indexed := d.Functions(), updates(used[invocations+indexer])
	received, sent := used[invocations+"receive-email"], used["SESv2 calls"]
	texts := used[invocations+"receive-sms"]
	events, requests := used[invocations+"record-delivery"]+texts, used[invocations+"inbox-api"]+used[invocations+"web-client"]
	out := counts{
		"SES: mails received": received, "SES: mails sent": sent,
		"Texts: received": texts, "Texts: sent": used["Pinpoint SMS Voice V2 calls"],
		"DynamoDB: written": used[writeUnits] + indexed*updateManifest, "DynamoDB: read": used[readUnits] + indexed*updateReadUnits,
		"API Gateway: requests": requests,
		// Each message of a queue is put, taken and deleted.
		"SQS, SNS, S3, Scheduler: requests to queues": 3 * (used[queueSends] + events),
		"SQS, SNS, S3, Scheduler: events published":   events,
		"SQS, SNS, S3, Scheduler: objects written":    used[s3Writes] + received + indexed*updateWrites, // SES writes the raw mail
		"SQS, SNS, S3, Scheduler: objects read":       used[s3Reads] + indexed*updateReads,
		"Leaves AWS: answers to browsers":             used[answerBytes],
		"Logs: written":                               used[logBytes] + requests*accessLine,
		"Kept: table":                                 used[tableBytes],
		"Kept: table, to go back in time":             used[tableBytes],
		"Kept: bucket":                                received * bytesInBucket,
	}
	for name, f := range functions {
		n := used[invocations+name]
		if name == indexer {
			n = indexed
		}
		out["Lambda: invocations"] += n
		out["Lambda: time"] += n * billedMs[name] / 1000 * float64(d.Setting(f, "MemorySize").Number()) / 1024
		out["Logs: written"] += n * lambdaLines
	}
	return out
}

// bill is dollars by part.
type bill map[string]float64

func priceOf(amounts ...counts) bill {
	out := bill{}
	for _, p := range prices {
		for _, a := range amounts {
			out[part(p.name)] += a[p.name] / p.per * p.usd
		}
	}
	return out
}

func part(name string) string {
	p, _, _ := strings.Cut(name, ":")
	return p
}

func (b bill) total() (usd float64) {
	for _, v := range b {
		usd += v
	}
	return usd
}

func TestEveryAmountHasAPriceAndEveryPriceAnAmount(t *testing.T) {
	d, usage := readDeployment(t), readUsage(t)
	have := map[string]bool{}
	for _, amounts := range []counts{d.standing(usage, true), d.amounts(usedBy(usage, 1e4)), d.amounts(usedByTexts(usage, 1e4))} {
		for name, n := range amounts {
			have[name] = have[name] || n > 0
		}
	}
	for _, p := range prices {
		if !have[p.name] {
			t.Errorf("nothing is billed as %q", p.name)
		}
		delete(have, p.name)
	}
	for name := range have {
		t.Errorf("%q has no price", name)
	}
	for name := range d.Functions() {
		if billedMs[name] == 0 {
			t.Errorf("nobody says how long %s takes", name)
		}
	}
}
