package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/jsii-runtime-go"
)

// row is one question of somebody who is called at night, and the charts that
// answer it side by side.
type row struct {
	question string // Markdown
	charts   []chart
}

// chart shows lines over time. A line is a metric as CloudWatch's dashboards write
// it: namespace, name, dimensions, then how to draw it.
type chart struct {
	title string
	lines []line
	more  map[string]any // what differs from the others
}

type line []any

// how is how a line is drawn.
type how map[string]any

// labelled draws a statistic under a name of its own.
func labelled(statistic, label string) how { return how{"stat": statistic, "label": label} }

// dashboard makes the page that answers whether mail is flowing, whether it is
// late, whether anything is stuck and what it costs. The library's own dashboard
// would arrange it in its own way.
func (s *system) dashboard() {
	const width, textHeight, chartHeight = 24, 2, 6
	y, widgets := 0, []any{}
	add := func(kind string, x, width, height int, properties map[string]any) {
		widgets = append(widgets, map[string]any{
			"type": kind, "x": x, "y": y, "width": width, "height": height, "properties": properties,
		})
	}
	for _, r := range []row{s.flowing(), s.late(), s.stuck(), s.costs()} {
		add("text", 0, width, textHeight, map[string]any{"markdown": r.question})
		y += textHeight
		for i, c := range r.charts {
			properties := map[string]any{
				"title": c.title, "region": s.stack.Region(), "view": "timeSeries", "period": 300, "metrics": c.lines,
			}
			for name, value := range c.more {
				properties[name] = value
			}
			w := width / len(r.charts)
			add("metric", i*w, w, chartHeight, properties)
		}
		y += chartHeight
	}
	s.board = awscloudwatch.NewCfnDashboard(s.stack, jsii.String("Dashboard"), &awscloudwatch.CfnDashboardProps{
		DashboardName: jsii.String(*awscdk.Aws_STACK_NAME() + "-" + *s.stack.Region()), // dashboards are not by region
		DashboardBody: s.stack.ToJsonString(map[string]any{"widgets": widgets}, nil),
	})
}

func (s *system) flowing() row {
	counted := func(function, name, label string) line {
		return line{"Confab", name, "Function", function, labelled("Sum", label)}
	}
	sent := func(name string) line {
		return line{"Confab", name, "Function", "send-message", labelled("Sum", name)}
	}
	api := func(name string) line { return line{"AWS/ApiGateway", name, "ApiId", s.api.Ref(), how{"stat": "Sum"}} }
	return row{"## Is mail flowing?\nMail and texts that came in, answers that went out, and the page at work.", []chart{
		{title: "Mail in", lines: []line{
			counted("receive-email", "Received", "Received"),
			counted("receive-email", "MailUnowned", "MailUnowned: for an address of nobody"),
			counted("receive-email", "ReceiveConflict", "ReceiveConflict: tried again"),
		}},
		{title: "Texts in", lines: []line{
			counted("receive-sms", "TextReceived", "TextReceived"),
			counted("receive-sms", "TextUnroutable", "TextUnroutable: to a number of nobody"),
			counted("receive-sms", "TextMalformed", "TextMalformed: could not be read"),
			counted("receive-sms", "ReceiveConflict", "ReceiveConflict: tried again"),
		}},
		{title: "Answers out", lines: []line{
			sent("Sent"), counted("send-message", "TextSent", "TextSent: of these, texts"), sent("SendFailed"), sent("SendDelayed"), sent("SendUnknown"),
			{"Confab", "SendUnknown", "Function", "wake", labelled("Sum", "SendUnknown, by the sweep")},
			counted("send-message", "FirstResponseLate", "FirstResponseLate: later than the target"),
		}},
		{title: "Page and API", lines: []line{api("Count"), api("4xx"), api("5xx")}},
	}}
}

func (s *system) late() row {
	spread := func(metric ...any) []line {
		return []line{
			append(append(line{}, metric...), labelled("p50", "half")),
			append(append(line{}, metric...), labelled("p99", "99 of 100")),
		}
	}
	return row{"## Is it late?\nFrom the mail server to the inbox, from the button to SES, from the click to the answer.", []chart{
		{title: "From SES to the inbox, ms", lines: spread("Confab", "ReceiveLag", "Function", "receive-email")},
		{title: "From queued to sent, ms", lines: append(spread("Confab", "SendLag", "Function", "send-message"),
			line{"Confab", "WebhookLag", "Function", "notify", labelled("p99", "to a webhook, 99 of 100")},
			line{"Confab", "WakeLag", "Function", "wake", labelled("p99", "WakeLag: after a snooze's end")},
			line{"Confab", "FirstResponse", "Function", "send-message", how{"stat": "p50", "label": "FirstResponse: the contact's wait, half", "yAxis": "right"}},
		)},
		{title: "Page and API, ms", lines: spread("AWS/ApiGateway", "Latency", "ApiId", s.api.Ref())},
		{title: "Oldest waiting: changes (ms), queues (s)", lines: []line{
			{"AWS/Lambda", "IteratorAge", "FunctionName", s.nameOf("PublishEvents"), how{"stat": "Maximum", "yAxis": "right"}},
			{"AWS/Lambda", "IteratorAge", "FunctionName", s.nameOf("UpdateIndex"), how{"stat": "Maximum", "yAxis": "right"}},
			s.ofQueue("ApproximateAgeOfOldestMessage", "TextsQueue"),
			s.ofQueue("ApproximateAgeOfOldestMessage", "SendQueue"),
			s.ofQueue("ApproximateAgeOfOldestMessage", "DeliveryEventsQueue"),
			s.ofQueue("ApproximateAgeOfOldestMessage", "NotifyQueue"),
			s.ofQueue("ApproximateAgeOfOldestMessage", "JobsQueue"),
		}},
	}}
}

func (s *system) stuck() row {
	const visible = "ApproximateNumberOfMessagesVisible"
	each := func(metric string) []line {
		var lines []line
		for _, f := range functions {
			lines = append(lines, line{"AWS/Lambda", metric, "FunctionName", s.nameOf(f.name), labelled("Sum", f.name)})
		}
		return lines
	}
	return row{"## Is anything stuck?\nWhat waits here waits for a person; infra/OPERATIONS.md says what to do.", []chart{
		{title: "Given up", lines: []line{
			s.ofQueue(visible, "ReceiveEmailFailures"), s.ofQueue(visible, "TextsDeadLetters"), s.ofQueue(visible, "WakeFailures"),
			s.ofQueue(visible, "SendDeadLetters"), s.ofQueue(visible, "DeliveryEventsDeadLetters"), s.ofQueue(visible, "NotifyDeadLetters"), s.ofQueue(visible, "JobsDeadLetters"),
		}},
		{title: "Sweeps and strays", lines: []line{
			{"Confab", "WakeSweep", "Function", "wake", labelled("Sum", "WakeSweep")},
			{"Confab", "DeliveryUnmatched", "Function", "record-delivery", labelled("Sum", "DeliveryUnmatched: of no message of ours")},
			{"Confab", "OptOutMirrored", "Function", "wake", labelled("Sum", "OptOutMirrored: taken over from AWS")},
			{"Confab", "ClickLost", "Function", "public-api", labelled("Sum", "ClickLost: not recorded")},
			{"Confab", "WebhookSent", "Function", "notify", labelled("Sum", "WebhookSent")},
			{"Confab", "WebhookFailed", "Function", "notify", labelled("Sum", "WebhookFailed: tried again")},
			{"Confab", "WebhookDisabled", "Function", "notify", labelled("Sum", "WebhookDisabled: failed for three days")},
			{"Confab", "JobFailed", "Function", "run-job", labelled("Sum", "JobFailed")},
		}},
		{title: "Errors of functions", lines: each("Errors")},
		{title: "Functions not started", lines: each("Throttles")},
	}}
}

// ofQueue is a line of a queue's metric at its worst.
func (s *system) ofQueue(metric, queue string) line {
	return line{"AWS/SQS", metric, "QueueName", s.queues[queue].QueueName(), labelled("Maximum", queue)}
}

// costs estimates US dollars a day: lines that are not shown count what was used,
// and expressions multiply them by list prices.
func (s *system) costs() row {
	var counted []line
	count := func(id string, metric ...any) string {
		counted = append(counted, append(append(line{}, metric...), how{"id": id, "stat": "Sum", "visible": false}))
		return "FILL(" + id + ",0)"
	}
	received := count("received", "Confab", "Received", "Function", "receive-email")
	sent := count("sent", "Confab", "Sent", "Function", "send-message")
	texts := count("texts", "Confab", "TextSent", "Function", "send-message")
	var seconds, starts, writes, reads []string
	for i, f := range functions {
		n, name := strconv.Itoa(i), s.nameOf(f.name)
		gigabytes := strconv.FormatFloat(f.memory/1024, 'f', -1, 64)
		seconds = append(seconds, count("d"+n, "AWS/Lambda", "Duration", "FunctionName", name)+"*"+gigabytes)
		starts = append(starts, count("n"+n, "AWS/Lambda", "Invocations", "FunctionName", name))
	}
	for i, index := range [][]any{nil, {"GlobalSecondaryIndexName", "lists"}, {"GlobalSecondaryIndexName", "due"}} {
		n, of := strconv.Itoa(i), append([]any{"TableName", s.table.TableName()}, index...)
		writes = append(writes, count("w"+n, append([]any{"AWS/DynamoDB", "ConsumedWriteCapacityUnits"}, of...)...))
		reads = append(reads, count("r"+n, append([]any{"AWS/DynamoDB", "ConsumedReadCapacityUnits"}, of...)...))
	}
	requests := count("requests", "AWS/ApiGateway", "Count", "ApiId", s.api.Ref())
	logs := []string{
		count("l0", "AWS/Logs", "IncomingBytes", "LogGroupName", s.logs.LogGroupName()),
		count("l1", "AWS/Logs", "IncomingBytes", "LogGroupName", s.access.LogGroupName()),
	}
	all := func(terms []string) string { return "(" + strings.Join(terms, "+") + ")" }
	var shown []line
	for i, part := range []struct{ label, dollars string }{
		{"SES", received + "*0.0001+(" + sent + "-" + texts + ")*0.00016"},
		{"DynamoDB", all(writes) + "*0.000000625+" + all(reads) + "*0.000000125"},
		{"Lambda", all(seconds) + "/1000*0.0000133334+" + all(starts) + "*0.0000002"},
		{"API Gateway", requests + "*0.000001"},
		{"Logs", all(logs) + "*0.0000000005"},
	} {
		shown = append(shown, line{how{"expression": part.dollars, "label": part.label, "id": fmt.Sprint("usd", i)}})
	}
	axis := map[string]any{"left": map[string]any{"min": 0, "showUnits": false}}
	return row{"## What does it cost?\nAn estimate in US dollars a day from what was used, at list prices of us-east-1 in 2026. Left out: what costs the same without mail (alarms, own metrics, the secret), storage, and what leaves AWS. Beside it what AWS charged this month for sending texts, all programs of the account together.", []chart{
		{title: "US dollars a day", lines: append(shown, counted...), more: map[string]any{"period": 86400, "stacked": true, "yAxis": axis}},
		{title: "Texts, US dollars this month", lines: spentOnTexts(), more: map[string]any{"period": 3600, "yAxis": axis}},
	}}
}

// spentOnTexts are the lines of what AWS charged since the month began.
func spentOnTexts() []line {
	return []line{
		{"AWS/SMSVoice", "TextMessageMonthlySpend", labelled("Maximum", "texts")},
		{"AWS/SMSVoice", "MediaMessageMonthlySpend", labelled("Maximum", "pictures")},
		{"AWS/SNS", "SMSMonthToDateSpentUSD", labelled("Maximum", "texts by SNS")},
	}
}
