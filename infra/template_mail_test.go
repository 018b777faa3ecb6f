package infra_test

import (
	"slices"

	"confab/shared/setup"
)

func receiving(t node) (f faults) {
	rules := t.resources("AWS::SES::ReceiptRule")
	f.unless(len(rules) == 1, "%d receipt rules", len(rules))
	for _, r := range rules {
		rule := r.property("Rule")
		f.unless(slices.Contains([]string{"Optional", "Require"}, rule.at("TlsPolicy").text()), "TLS policy %q", rule.at("TlsPolicy").text())
		f.unless(rule.at("ScanEnabled").value == true, "mail is not scanned")
		f.unless(rule.at("Enabled").value == true, "the rule is off")
		actions := rule.at("Actions").list()
		if len(actions) != 2 {
			f.unless(false, "%d actions", len(actions))
			continue
		}
		stored, told := actions[0].at("S3Action"), actions[1].at("LambdaAction")
		f.unless(stored.at("ObjectKeyPrefix").text() == setup.RawPrefix, "mail is stored under %q", stored.at("ObjectKeyPrefix").text())
		f.unless(told.at("InvocationType").text() == "Event", "invocation type %q", told.at("InvocationType").text())
		f.unless(told.at("FunctionArn").ref() == t.functions()["receive-email"].name, "the rule invokes %q", told.at("FunctionArn").ref())
	}
	return f
}

func receivingRights(t node) (f faults) {
	rule := t.resources("AWS::SES::ReceiptRule")[0]
	arn := "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:receipt-rule-set/${" +
		rule.property("RuleSetName").ref() + "}:receipt-rule/" + rule.property("Rule", "Name").text()
	var needed []string
	for _, p := range t.resources("AWS::Lambda::Permission") {
		if p.property("FunctionName").ref() != t.functions()["receive-email"].name {
			continue
		}
		needed = append(needed, p.name)
		f.unless(p.property("Principal").text() == "ses.amazonaws.com", "%s is for %q", p.name, p.property("Principal").text())
		f.unless(p.property("Action").text() == "lambda:InvokeFunction", "%s permits %q", p.name, p.property("Action").text())
		f.unless(p.property("SourceAccount").ref() == "AWS::AccountId", "%s admits other accounts", p.name)
		f.unless(p.property("SourceArn", "Fn::Sub").text() == arn, "%s is for the rule %q", p.name, p.property("SourceArn", "Fn::Sub").text())
	}
	for _, p := range t.resources("AWS::S3::BucketPolicy") {
		for _, s := range p.property("PolicyDocument", "Statement").list() {
			if s.at("Effect").text() != "Allow" {
				continue
			}
			needed = append(needed, p.name)
			f.unless(s.at("Principal", "Service").text() == "ses.amazonaws.com", "%s is for %v", p.name, s.at("Principal").value)
			f.unless(s.at("Action").text() == "s3:PutObject", "%s permits %v", p.name, s.at("Action").value)
			f.unless(s.at("Resource", "Fn::Sub").text() == "${Bucket.Arn}/"+setup.RawPrefix+"*", "%s permits it everywhere", p.name)
			only := s.at("Condition", "StringEquals")
			f.unless(only.at("AWS:SourceAccount").ref() == "AWS::AccountId", "%s admits other accounts", p.name)
			f.unless(only.at("AWS:SourceArn", "Fn::Sub").text() == arn, "%s is for the rule %q", p.name, only.at("AWS:SourceArn", "Fn::Sub").text())
		}
	}
	f.unless(len(needed) == 2, "the rights are %q", needed)
	var waits []string
	for _, d := range rule.at("DependsOn").list() {
		waits = append(waits, d.text())
	}
	for _, n := range needed {
		f.unless(slices.Contains(waits, n), "the rule does not wait for %s", n)
	}
	return f
}

func deliveryEvents(t node) (f faults) {
	queue := t.sourceQueue("record-delivery")
	fed := false
	for _, s := range t.resources("AWS::SNS::Subscription") {
		if s.property("Endpoint").ref() == queue {
			fed = true
			f.unless(s.property("RawMessageDelivery").value != true, "the queue gets events without their envelope")
		}
	}
	f.unless(fed, "no topic feeds %s", queue)
	for _, d := range t.resources("AWS::SES::ConfigurationSetEventDestination") {
		f.unless(d.property("EventDestination", "Enabled").value == true, "%s is off", d.name)
		var types []string
		for _, e := range d.property("EventDestination", "MatchingEventTypes").list() {
			types = append(types, e.text())
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
func (n node) sourceQueue(function string) string {
	for _, s := range n.sources("SQS") {
		if s.function.name == n.functions()[function].name {
			return s.at("Queue").ref()
		}
	}
	return ""
}
