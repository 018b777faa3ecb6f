package main

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatchactions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/jsii-runtime-go"
)

// alarm goes off when a metric compares with the threshold so for as many periods
// in a row, and tells somebody. What it means and what to do then is in
// infra/OPERATIONS.md.
type alarm struct {
	id, tells string
	metric    awscloudwatch.IMetric
	is        awscloudwatch.ComparisonOperator
	threshold float64
	periods   float64
}

// Comparisons by short names.
const (
	above   = awscloudwatch.ComparisonOperator_GREATER_THAN_THRESHOLD
	atLeast = awscloudwatch.ComparisonOperator_GREATER_THAN_OR_EQUAL_TO_THRESHOLD
	below   = awscloudwatch.ComparisonOperator_LESS_THAN_THRESHOLD
)

// alarms makes them all, and the topic that they tell.
func (s *system) alarms() {
	topic := named("AlarmTopic", awssns.NewTopic(s.stack, jsii.String("AlarmTopic"), nil))
	subscription := named("AlarmSubscription", awssns.NewSubscription(s.stack, jsii.String("AlarmSubscription"), &awssns.SubscriptionProps{
		Topic: topic, Protocol: awssns.SubscriptionProtocol_EMAIL, Endpoint: s.value("AlarmEmail"),
	}))
	when(s, "HasAlarmEmail", subscription.Node().DefaultChild().(awssns.CfnSubscription))

	tell := awscloudwatchactions.NewSnsAction(topic)
	for _, group := range [][]alarm{s.alarmsOfMail(), s.alarmsOfTexts(), s.alarmsOfWork(), s.alarmsOfParts()} {
		for _, a := range group {
			missing := awscloudwatch.TreatMissingData_NOT_BREACHING
			if a.is == below { // nothing at all is less than anything
				missing = awscloudwatch.TreatMissingData_BREACHING
			}
			s.makeAlarm(a, missing, tell)
		}
	}
	// AWS tells the month's spending only when something is sent: what it told last
	// holds.
	when(s, sendsTexts, s.makeAlarm(s.spendAlarm(), awscloudwatch.TreatMissingData_IGNORE, tell))
}

// makeAlarm makes one that takes no data for what missing says.
func (s *system) makeAlarm(a alarm, missing awscloudwatch.TreatMissingData, tell awscloudwatch.IAlarmAction) awscloudwatch.CfnAlarm {
	made := named(a.id, awscloudwatch.NewAlarm(s.stack, jsii.String(a.id), &awscloudwatch.AlarmProps{
		AlarmDescription:   jsii.String(a.tells),
		Metric:             a.metric,
		ComparisonOperator: a.is,
		Threshold:          jsii.Number(a.threshold),
		EvaluationPeriods:  jsii.Number(a.periods),
		TreatMissingData:   missing,
	}))
	made.AddAlarmAction(tell)
	made.AddOkAction(tell)
	written := made.Node().DefaultChild().(awscloudwatch.CfnAlarm)
	if _, several := a.metric.(awscloudwatch.MathExpression); several {
		written.AddPropertyOverride(jsii.String("Metrics.0.Id"), "total")
	}
	return written
}

// alarmsOfMail are about mail that comes in and goes out.
func (s *system) alarmsOfMail() []alarm {
	receipt := func(name string) awscloudwatch.IMetric {
		return metric("AWS/SES", name, "Sum", 300, "RuleSetName", "[Active]")
	}
	return []alarm{
		{"MailHeldUpAlarm", "SES could not hand over mail and tries again for 36 hours.", receipt("PublishFailure"), above, 0, 1},
		{"MailLostAlarm", "SES gave up handing over mail after 36 hours.", receipt("PublishExpired"), above, 0, 1},
		{"ReceiveEmailFailuresAlarm", "Mail is in the bucket and not in the inbox; its events wait in ReceiveEmailFailures.",
			s.waitingIn("ReceiveEmailFailures"), above, 0, 1},
		{"ReceiveEmailLateAlarm", "Mail waits more than ten minutes for receive-email.",
			metric("AWS/Lambda", "AsyncEventAge", "Maximum", 60, "FunctionName", s.nameOf("ReceiveEmail")), above, 600_000, 3},
		{"SendLateAlarm", "An answer has waited more than ten minutes to be sent.", s.ageIn("SendQueue"), above, 600, 3},
		{"SendDeadLettersAlarm", "Answers were not sent in ten attempts; they wait in SendDeadLetters.",
			s.waitingIn("SendDeadLetters"), above, 0, 1},
		{"SendUnknownAlarm", "Nobody knows whether a message was sent; a person has to look.", sum(
			metric("Confab", "SendUnknown", "Sum", 300, "Function", "send-message"),
			metric("Confab", "SendUnknown", "Sum", 300, "Function", "wake"),
		), above, 0, 1},
		{"DeliveryEventsLateAlarm", "What became of sent mail has waited more than ten minutes to be recorded.",
			s.ageIn("DeliveryEventsQueue"), above, 600, 3},
		{"DeliveryEventsDeadLettersAlarm", "Events of sent mail could not be recorded; they wait in DeliveryEventsDeadLetters.",
			s.waitingIn("DeliveryEventsDeadLetters"), above, 0, 1},
		{"NotifyLateAlarm", "Webhooks are told of events more than ten minutes late.", s.ageIn("NotifyQueue"), above, 600, 3},
		{"NotifyDeadLettersAlarm", "Deliveries to webhooks could not be attempted in ten tries; they wait in NotifyDeadLetters.",
			s.waitingIn("NotifyDeadLetters"), above, 0, 1},
		{"BounceRateAlarm", "More than 5 % of sent mail bounces; at 10 % AWS may stop the account from sending.",
			metric("AWS/SES", "Reputation.BounceRate", "Average", 900), above, 0.05, 1},
		{"ComplaintRateAlarm", "More than 0.1 % of sent mail is complained about; at 0.5 % AWS may stop the account from sending.",
			metric("AWS/SES", "Reputation.ComplaintRate", "Average", 900), above, 0.001, 1},
	}
}

// alarmsOfTexts are about texts that come in; those that go out wait with mail.
func (s *system) alarmsOfTexts() []alarm {
	return []alarm{
		{"TextsLateAlarm", "A text has waited more than ten minutes for receive-sms.", s.ageIn("TextsQueue"), above, 600, 3},
		{"TextsDeadLettersAlarm", "Texts could not be received in ten attempts; they wait in TextsDeadLetters.",
			s.waitingIn("TextsDeadLetters"), above, 0, 1},
	}
}

// spendAlarm is about what texts cost. AWS limits texts and pictures each alone,
// and what SNS sends has a metric of its own.
func (s *system) spendAlarm() alarm {
	spent := func(namespace, name string) awscloudwatch.IMetric { return metric(namespace, name, "Maximum", 300) }
	return alarm{"TextSpendAlarm", "Texts have cost more this month than TextSpendAlarmUsd.", math("MAX",
		spent("AWS/SMSVoice", "TextMessageMonthlySpend"), spent("AWS/SMSVoice", "MediaMessageMonthlySpend"),
		spent("AWS/SNS", "SMSMonthToDateSpentUSD"),
	), above, *s.number("TextSpendAlarmUsd"), 1}
}

// alarmsOfWork are about what follows from a change, and what has come due.
func (s *system) alarmsOfWork() []alarm {
	return []alarm{
		{"EventsDroppedAlarm", "What receive-email, publish-events, update-index or wake gave up could not be put aside either.",
			s.sumOfFunctions("DestinationDeliveryFailures", "ReceiveEmail", "PublishEvents", "UpdateIndex", "Wake"), above, 0, 1},
		{"StreamAlarm", "Changes are followed more than a minute late; answers leave late and badges are behind.",
			metric("AWS/Lambda", "IteratorAge", "Maximum", 60, "FunctionName", s.nameOf("PublishEvents")), above, 60_000, 3},
		{"IndexAlarm", "What was written is found more than ten minutes late.",
			metric("AWS/Lambda", "IteratorAge", "Maximum", 300, "FunctionName", s.nameOf("UpdateIndex")), above, 600_000, 2},
		{"ChangesGivenUpAlarm", "A change could not be followed in twenty attempts; its record is in the bucket under aws/lambda/.",
			sum(givenUp(s.stream), givenUp(s.indexing)), above, 0, 1},
		{"SweepAlarm", "No sweep of what is due has ended for five minutes.",
			metric("Confab", "WakeSweep", "Sum", 300, "Function", "wake"), below, 1, 1},
		{"SnoozesLateAlarm", "Snoozed conversations come back more than ten minutes late.",
			metric("Confab", "WakeLag", "Maximum", 300, "Function", "wake"), above, 600_000, 2},
		{"WakeFailuresAlarm", "A sweep of what is due failed; the next one continues where it stopped.",
			s.waitingIn("WakeFailures"), above, 0, 1},
		{"JobsLateAlarm", "A job has waited more than an hour for run-job.", s.ageIn("JobsQueue"), above, 3600, 3},
		{"AuditAlarm", "An audit has found conversations that contradict themselves.",
			metric("Confab", "AuditViolations", "Sum", 300, "Function", "run-job"), above, 0, 1},
		{"JobsDeadLettersAlarm", "Jobs could not be run in ten attempts; their offers wait in JobsDeadLetters.",
			s.waitingIn("JobsDeadLetters"), above, 0, 1},
	}
}

// givenUp is how many changes Lambda put aside.
func givenUp(by awslambda.EventSourceMapping) awscloudwatch.IMetric {
	return metric("AWS/Lambda", "OnFailureDestinationDeliveredEventCount", "Sum", 300, "EventSourceMappingUUID", *by.EventSourceMappingId())
}

// alarmsOfParts are about the parts that everything shares.
func (s *system) alarmsOfParts() []alarm {
	api := *s.api.Ref()
	return []alarm{
		{"ApiErrorsAlarm", "The page or the API failed five times in five minutes.",
			metric("AWS/ApiGateway", "5xx", "Sum", 300, "ApiId", api), atLeast, 5, 1},
		{"ApiSlowAlarm", "One request in a hundred has taken more than three seconds for a quarter of an hour.",
			metric("AWS/ApiGateway", "Latency", "p99", 300, "ApiId", api), above, 3000, 3},
		{"FunctionErrorsAlarm", "Functions failed ten times in five minutes.", s.sumOfFunctions("Errors", summed()...), atLeast, 10, 1},
		{"FunctionThrottlesAlarm", "Functions were not started, since the account runs as many at once as it may.",
			s.sumOfFunctions("Throttles", summed()...), above, 0, 3},
		{"TableThrottledAlarm", "DynamoDB has refused reads or writes of the table for a quarter of an hour; what was refused is tried again.", sum(
			s.ofTable("ReadThrottleEvents"), s.ofTable("WriteThrottleEvents"),
			s.ofTable("ReadThrottleEvents", "GlobalSecondaryIndexName", "lists"), s.ofTable("WriteThrottleEvents", "GlobalSecondaryIndexName", "lists"),
			s.ofTable("ReadThrottleEvents", "GlobalSecondaryIndexName", "due"), s.ofTable("WriteThrottleEvents", "GlobalSecondaryIndexName", "due"),
		), above, 0, 3},
		{"TableErrorsAlarm", "DynamoDB has failed for a quarter of an hour.", sum(
			s.ofTable("SystemErrors", "Operation", "BatchGetItem"), s.ofTable("SystemErrors", "Operation", "Query"),
			s.ofTable("SystemErrors", "Operation", "TransactWriteItems"),
		), above, 0, 3},
	}
}

// metric is one of CloudWatch's over so many seconds; its dimensions are a name
// and a value each.
func metric(namespace, name, statistic string, seconds float64, dimensions ...string) awscloudwatch.IMetric {
	by := map[string]*string{}
	for i := 0; i < len(dimensions); i += 2 {
		by[dimensions[i]] = jsii.String(dimensions[i+1])
	}
	return awscloudwatch.NewMetric(&awscloudwatch.MetricProps{
		Namespace:     jsii.String(namespace),
		MetricName:    jsii.String(name),
		DimensionsMap: &by,
		Statistic:     jsii.String(statistic),
		Period:        awscdk.Duration_Seconds(jsii.Number(seconds)),
	})
}

// sum adds metrics up.
func sum(metrics ...awscloudwatch.IMetric) awscloudwatch.MathExpression {
	return math("SUM", metrics...)
}

// math makes one of several metrics, m1 being the first.
func math(function string, metrics ...awscloudwatch.IMetric) awscloudwatch.MathExpression {
	using := map[string]awscloudwatch.IMetric{}
	for i, m := range metrics {
		using["m"+strconv.Itoa(i+1)] = m
	}
	return awscloudwatch.NewMathExpression(&awscloudwatch.MathExpressionProps{
		Expression: jsii.String(function + "(METRICS())"), UsingMetrics: &using,
	})
}

// waitingIn is how many messages a queue has.
func (s *system) waitingIn(queue string) awscloudwatch.IMetric {
	return metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", 60, "QueueName", *s.queues[queue].QueueName())
}

// ageIn is for how many seconds the oldest message of a queue has waited.
func (s *system) ageIn(queue string) awscloudwatch.IMetric {
	return metric("AWS/SQS", "ApproximateAgeOfOldestMessage", "Maximum", 60, "QueueName", *s.queues[queue].QueueName())
}

// ofTable is a metric of the table by its further dimensions.
func (s *system) ofTable(name string, dimensions ...string) awscloudwatch.IMetric {
	return metric("AWS/DynamoDB", name, "Sum", 300, append([]string{"TableName", *s.table.TableName()}, dimensions...)...)
}

// sumOfFunctions adds a metric of several functions up.
func (s *system) sumOfFunctions(name string, of ...string) awscloudwatch.IMetric {
	var metrics []awscloudwatch.IMetric
	for _, function := range of {
		metrics = append(metrics, metric("AWS/Lambda", name, "Sum", 300, "FunctionName", s.nameOf(function)))
	}
	return sum(metrics...)
}

// nameOf is the name that AWS knows a function by.
func (s *system) nameOf(function string) string { return *s.functions[function].FunctionName() }

// summed are the functions that one alarm adds up, which takes ten metrics. What
// notify and run-job fail at waits in their queues, which have alarms of their own.
func summed() []string {
	var all []string
	for _, f := range functions {
		if f.name != "Notify" && f.name != "RunJob" {
			all = append(all, f.name)
		}
	}
	return all
}
