package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambdadestinations"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambdaeventsources"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsscheduler"
	"github.com/aws/jsii-runtime-go"
)

// triggers makes what starts the functions behind the table, the queues and the
// clock, and says where an event goes that a function gives up.
func (s *system) triggers() {
	s.stream = s.source("PublishEventsFunctionStream", "PublishEvents", &awslambda.EventSourceMappingOptions{
		EventSourceArn:     s.table.TableStreamArn(),
		StartingPosition:   awslambda.StartingPosition_TRIM_HORIZON, // from LATEST changes can be missed
		BatchSize:          jsii.Number(100),
		BisectBatchOnError: jsii.Bool(true),
		RetryAttempts:      jsii.Number(20),
		// Followed are headers of conversations, their messages, contacts and jobs.
		Filters: &[]*map[string]any{awslambda.FilterCriteria_Filter(&map[string]any{
			"dynamodb": map[string]any{"Keys": map[string]any{
				"pk": map[string]any{"S": []any{map[string]any{"prefix": "C#"}, map[string]any{"prefix": "P#"}, map[string]any{"prefix": "J#"}}},
				"sk": map[string]any{"S": []any{"Z", map[string]any{"prefix": "M#"}}},
			}},
		})},
		// A queue would get only where the record was, and the stream forgets it.
		OnFailure:     awslambdaeventsources.NewS3OnFailureDestination(s.bucket),
		MetricsConfig: &awslambda.MetricsConfig{Metrics: &[]awslambda.MetricType{awslambda.MetricType_EVENT_COUNT}},
	})
	s.indexing = s.source("UpdateIndexFunctionStream", "UpdateIndex", &awslambda.EventSourceMappingOptions{
		EventSourceArn:     s.table.TableStreamArn(),
		StartingPosition:   awslambda.StartingPosition_TRIM_HORIZON,
		BatchSize:          jsii.Number(1000),
		MaxBatchingWindow:  awscdk.Duration_Seconds(jsii.Number(60)), // each batch writes an object
		BisectBatchOnError: jsii.Bool(true),
		RetryAttempts:      jsii.Number(20),
		Filters:            indexed(),
		OnFailure:          awslambdaeventsources.NewS3OnFailureDestination(s.bucket),
		MetricsConfig:      &awslambda.MetricsConfig{Metrics: &[]awslambda.MetricType{awslambda.MetricType_EVENT_COUNT}},
	})
	// One in a batch: no message waits for another's call within the timeout.
	s.polls("SendMessage", "SendQueue", 1)
	s.polls("RecordDelivery", "DeliveryEventsQueue", 10)
	s.polls("Notify", "NotifyQueue", 10)
	s.polls("ReceiveSms", "TextsQueue", 10)
	s.polls("RunJob", "JobsQueue", 1) // each job has the whole timeout
	s.giveUp("ReceiveEmail", nil)
	s.giveUp("Wake", jsii.Number(0)) // the next minute comes anyway
	s.schedules()
}

// indexed are the changes that an index follows. What people wrote does not
// change, notes apart.
func indexed() *[]*map[string]any {
	pattern := func(change map[string]any, event ...string) *map[string]any {
		p := map[string]any{"dynamodb": change}
		if len(event) > 0 {
			p["eventName"] = event
		}
		return awslambda.FilterCriteria_Filter(&p)
	}
	begins := func(prefix string) map[string]any {
		return map[string]any{"S": []any{map[string]any{"prefix": prefix}}}
	}
	message := map[string]any{"pk": begins("C#"), "sk": begins("M#")}
	of := func(kinds ...string) map[string]any {
		return map[string]any{"Keys": message, "NewImage": map[string]any{"kind": map[string]any{"S": kinds}}}
	}
	return &[]*map[string]any{
		pattern(of("message", "note"), "INSERT"),
		pattern(of("note"), "MODIFY"),
		pattern(map[string]any{"Keys": message}, "REMOVE"),
		pattern(map[string]any{"Keys": map[string]any{"pk": begins("P#"), "sk": map[string]any{"S": []string{"Z"}}}}),
	}
}

// source lets Lambda poll for a function, which reports what failed item by item.
func (s *system) source(id, function string, options *awslambda.EventSourceMappingOptions) awslambda.EventSourceMapping {
	options.ReportBatchItemFailures = jsii.Bool(true)
	return named(id, s.functions[function].AddEventSourceMapping(jsii.String(id), options))
}

// polls lets a function take messages from a queue, so many in a batch and ten
// batches at once: SES takes so many mails a second, not more.
func (s *system) polls(function, queue string, batch float64) {
	s.source(function+"FunctionQueue", function, &awslambda.EventSourceMappingOptions{
		EventSourceArn: s.queues[queue].QueueArn(),
		BatchSize:      jsii.Number(batch),
		MaxConcurrency: jsii.Number(10),
	})
}

// giveUp puts an event aside that a function, invoked and not waited for, could
// not deal with in the retries: Lambda's own two where they are nil.
func (s *system) giveUp(function string, retries *float64) {
	id := function + "FunctionEventInvokeConfig"
	named(id, awslambda.NewEventInvokeConfig(s.stack, jsii.String(id), &awslambda.EventInvokeConfigProps{
		Function:      s.functions[function],
		RetryAttempts: retries,
		OnFailure:     awslambdadestinations.NewSqsDestination(s.queues[function+"Failures"]),
	}))
}

// schedules wake every minute, and have an audit started every week.
func (s *system) schedules() {
	wake, failures := s.functions["Wake"].FunctionArn(), s.queues["WakeFailures"].QueueArn()
	scheduler := awsiam.NewServicePrincipal(jsii.String("scheduler.amazonaws.com"), &awsiam.ServicePrincipalOpts{
		Conditions: &map[string]any{"StringEquals": map[string]any{"aws:SourceAccount": s.stack.Account()}},
	})
	role := s.role("WakeScheduleRole", scheduler, []statement{
		{"Wake", []string{"lambda:InvokeFunction"}, []*string{wake}},
		{"GiveUp", []string{"sqs:SendMessage"}, []*string{failures}},
	})
	for _, schedule := range []struct{ id, name, expression string }{
		{"WakeFunctionEveryMinute", "-wake", "rate(1 minute)"},
		{"WakeFunctionEveryWeek", "-audit", "cron(0 3 ? * SUN *)"},
	} {
		awsscheduler.NewCfnSchedule(s.stack, &schedule.id, &awsscheduler.CfnScheduleProps{
			Name:               jsii.String(*awscdk.Aws_STACK_NAME() + schedule.name), // else two stacks would want the same name
			ScheduleExpression: &schedule.expression,
			FlexibleTimeWindow: &awsscheduler.CfnSchedule_FlexibleTimeWindowProperty{Mode: jsii.String("OFF")},
			Target: &awsscheduler.CfnSchedule_TargetProperty{
				Arn:              wake,
				RoleArn:          role.RoleArn(),
				RetryPolicy:      &awsscheduler.CfnSchedule_RetryPolicyProperty{MaximumRetryAttempts: jsii.Number(0)},
				DeadLetterConfig: &awsscheduler.CfnSchedule_DeadLetterConfigProperty{Arn: failures},
			},
		})
	}
}
