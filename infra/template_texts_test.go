package infra_test

import (
	"slices"

	"confab/infra/template"
)

// textsIn holds what leads from a phone number to receive-sms: the topic admits
// End User Messaging for this account alone, and the envelope, which alone tells
// when a text came, is kept.
func textsIn(t *template.Template) (f faults) {
	queue := sourceQueue(t, "receive-sms")
	topic := ""
	for _, s := range t.Resources("AWS::SNS::Subscription") {
		if s.Property("Endpoint").Ref() == queue {
			topic = s.Property("TopicArn").Ref()
			f.unless(s.Property("RawMessageDelivery").Raw != true, "%s loses when a text came", s.Name)
		}
	}
	f.unless(topic != "", "no topic feeds %s", queue)
	f.unless(t.At("Outputs", "TextsTopicArn", "Value").Ref() == topic, "nobody learns of the topic that numbers publish to")
	admitted := 0
	for _, p := range t.Resources("AWS::SNS::TopicPolicy") {
		for _, s := range p.Property("PolicyDocument", "Statement").List() {
			if s.At("Resource").Ref() != topic {
				continue
			}
			admitted++
			f.unless(s.At("Principal", "Service").Text() == "sms-voice.amazonaws.com", "%s is for %v", p.Name, s.At("Principal").Raw)
			f.unless(s.At("Action").Text() == "sns:Publish", "%s permits %v", p.Name, s.At("Action").Raw)
			f.unless(s.At("Condition", "StringEquals", "aws:SourceAccount").Ref() == "AWS::AccountId", "%s admits other accounts", p.Name)
		}
	}
	f.unless(admitted == 1, "%d statements admit to %s", admitted, topic)
	return f
}

// textsOut holds what texts leave by: what sends them may use the numbers that
// were named and no other, and only where texts are sent at all; what becomes of
// them is told where SES tells of mail.
func textsOut(t *template.Template) (f faults) {
	sender := t.Functions()["send-message"].Property("Role").Ref()
	sends := 0
	for _, p := range t.Resources("AWS::IAM::Policy") {
		f.unless(p.At("Condition").Text() != "", "%s permits it to who sends no texts", p.Name)
		for _, s := range p.Property("PolicyDocument", "Statement").List() {
			if !slices.ContainsFunc(s.At("Action").List(), func(a template.Value) bool { return a.Text() == "sms-voice:SendTextMessage" }) {
				continue
			}
			sends++
			on, err := s.At("Resource").Written()
			f.unless(err == nil && on == "${TextNumberArns}", "%s sends from %v", p.Name, s.At("Resource").Raw)
			f.unless(len(p.Property("Roles").List()) == 1 && p.Property("Roles").List()[0].Ref() == sender, "%s lets others send", p.Name)
		}
	}
	f.unless(sends == 1, "%d statements permit sending texts", sends)
	mail := t.Resources("AWS::SES::ConfigurationSetEventDestination")[0].Property("EventDestination", "SnsDestination", "TopicARN").Ref()
	sets := t.Resources("AWS::SMSVOICE::ConfigurationSet")
	f.unless(len(sets) == 1, "%d configuration sets of texts", len(sets))
	for _, c := range sets {
		for _, d := range c.Property("EventDestinations").List() {
			f.unless(d.At("Enabled").Raw == true, "%s tells nothing", c.Name)
			f.unless(d.At("SnsDestination", "TopicArn").Ref() == mail, "%s tells %v", c.Name, d.At("SnsDestination").Raw)
			var types []string
			for _, e := range d.At("MatchingEventTypes").List() {
				types = append(types, e.Text())
			}
			f.unless(slices.Equal(types, []string{"TEXT_ALL", "MEDIA_ALL"}), "it is told of %q", types)
		}
		f.unless(len(c.Property("EventDestinations").List()) == 1 && len(c.At("DependsOn").List()) == 1, "%s tells nobody, or before it may", c.Name)
	}
	return f
}
