package infra_test

import (
	"slices"

	"confab/infra/template"
	"confab/shared/setup"
)

func receiving(t *template.Template) (f faults) {
	rules := t.Resources("AWS::SES::ReceiptRule")
	f.unless(len(rules) == 1, "%d receipt rules", len(rules))
	for _, r := range rules {
		rule := r.Property("Rule")
		f.unless(slices.Contains([]string{"Optional", "Require"}, rule.At("TlsPolicy").Text()), "TLS policy %q", rule.At("TlsPolicy").Text())
		f.unless(rule.At("ScanEnabled").Raw == true, "mail is not scanned")
		f.unless(rule.At("Enabled").Raw == true, "the rule is off")
		actions := rule.At("Actions").List()
		if len(actions) != 2 {
			f.unless(false, "%d actions", len(actions))
			continue
		}
		stored, told := actions[0].At("S3Action"), actions[1].At("LambdaAction")
		f.unless(stored.At("ObjectKeyPrefix").Text() == setup.RawPrefix, "mail is stored under %q", stored.At("ObjectKeyPrefix").Text())
		f.unless(told.At("InvocationType").Text() == "Event", "invocation type %q", told.At("InvocationType").Text())
		f.unless(told.At("FunctionArn").Ref() == t.Functions()["receive-email"].Name, "the rule invokes %q", told.At("FunctionArn").Ref())
	}
	return f
}

func receivingRights(t *template.Template) (f faults) {
	rule := t.Resources("AWS::SES::ReceiptRule")[0]
	arn := "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:receipt-rule-set/${" +
		rule.Property("RuleSetName").Ref() + "}:receipt-rule/" + rule.Property("Rule", "Name").Text()
	var needed []string
	for _, p := range t.Resources("AWS::Lambda::Permission") {
		if p.Property("FunctionName").Ref() != t.Functions()["receive-email"].Name {
			continue
		}
		needed = append(needed, p.Name)
		f.unless(p.Property("Principal").Text() == "ses.amazonaws.com", "%s is for %q", p.Name, p.Property("Principal").Text())
		f.unless(p.Property("Action").Text() == "lambda:InvokeFunction", "%s permits %q", p.Name, p.Property("Action").Text())
		f.unless(p.Property("SourceAccount").Ref() == "AWS::AccountId", "%s admits other accounts", p.Name)
		f.unless(p.Property("SourceArn", "Fn::Sub").Text() == arn, "%s is for the rule %q", p.Name, p.Property("SourceArn", "Fn::Sub").Text())
	}
	for _, p := range t.Resources("AWS::S3::BucketPolicy") {
		for _, s := range p.Property("PolicyDocument", "Statement").List() {
			if s.At("Effect").Text() != "Allow" {
				continue
			}
			needed = append(needed, p.Name)
			f.unless(s.At("Principal", "Service").Text() == "ses.amazonaws.com", "%s is for %v", p.Name, s.At("Principal").Raw)
			f.unless(s.At("Action").Text() == "s3:PutObject", "%s permits %v", p.Name, s.At("Action").Raw)
			f.unless(s.At("Resource", "Fn::Sub").Text() == "${Bucket.Arn}/"+setup.RawPrefix+"*", "%s permits it everywhere", p.Name)
			only := s.At("Condition", "StringEquals")
			f.unless(only.At("AWS:SourceAccount").Ref() == "AWS::AccountId", "%s admits other accounts", p.Name)
			f.unless(only.At("AWS:SourceArn", "Fn::Sub").Text() == arn, "%s is for the rule %q", p.Name, only.At("AWS:SourceArn", "Fn::Sub").Text())
		}
	}
	f.unless(len(needed) == 2, "the rights are %q", needed)
	var waits []string
	for _, d := range rule.At("DependsOn").List() {
		waits = append(waits, d.Text())
	}
	for _, n := range needed {
		f.unless(slices.Contains(waits, n), "the rule does not wait for %s", n)
	}
	return f
}

func deliveryEvents(t *template.Template) (f faults) {
	queue := sourceQueue(t, "record-delivery")
	fed := false
	for _, s := range t.Resources("AWS::SNS::Subscription") {
		if s.Property("Endpoint").Ref() == queue {
			fed = true
			f.unless(s.Property("RawMessageDelivery").Raw != true, "the queue gets events without their envelope")
		}
	}
	f.unless(fed, "no topic feeds %s", queue)
	for _, d := range t.Resources("AWS::SES::ConfigurationSetEventDestination") {
		f.unless(d.Property("EventDestination", "Enabled").Raw == true, "%s is off", d.Name)
		var types []string
		for _, e := range d.Property("EventDestination", "MatchingEventTypes").List() {
			types = append(types, e.Text())
		}
		for _, settles := range []string{"send", "delivery", "bounce", "complaint", "reject"} {
			f.unless(slices.Contains(types, settles), "events of type %s are not told", settles)
		}
		for _, tracks := range []string{"open", "click"} {
			f.unless(!slices.Contains(types, tracks), "readers are tracked by %s", tracks)
		}
	}
	return f
}

// sourceQueue names the queue that feeds a function.
func sourceQueue(t *template.Template, function string) string {
	for _, s := range t.Sources("SQS") {
		if s.Function.Name == t.Functions()[function].Name {
			return s.At("Queue").Ref()
		}
	}
	return ""
}
