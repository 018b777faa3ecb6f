package email

import "testing"

func TestBulkMailToOneIsNoList(t *testing.T) {
	for _, c := range []kindCase{
		{"an answer behind a gateway", "Subject: Re: Order\nPrecedence: bulk" + answersOurs, "It came."},
		{"a form of a site", "Subject: Order\nPrecedence: bulk\nAuto-Submitted: auto-generated\nReply-To: bo@example.net", "Bo asks: where is it?"},
		{"an agent of a helpdesk", "Subject: Order\nPrecedence: bulk\nX-Mailer: Zammad Mail Service", "It left yesterday."},
	} {
		if m := c.mail(); m.Kind != KindMessage {
			t.Errorf("%s: %s %+v", c.name, m.Kind, m.AutoReply)
		}
	}
}

func TestMailThatWentToManyIsAListAndNoMachine(t *testing.T) {
	for _, c := range []kindCase{
		{"a list of Mailman", "Subject: [lamps] Order\nX-Mailman-Version: 2.1.39\nX-BeenThere: lamps@example.com\nPrecedence: list", "Where is it?"},
		{"an answer through a group of Google", "Subject: Re: [lamps] Order\nX-Google-Group-Id: 5\nMailing-List: list lamps@example.com" + answersOurs, "It is here."},
		{"a group whose member is away and says so", "Subject: Re: [lamps] Order\nList-Id: <lamps.example.com>\nPrecedence: list" + answersOurs, "I am out of the office until Monday, Bo knows."},
		{"an archive of a list alone", "Subject: Order\nList-Archive: <https://example.com/a>", "Where is it?"},
		{"a campaign", "Subject: New lamps\nX-Campaign-Id: 5", "Look."},
		{"a newsletter of a machine", "Subject: Vacation: new lamps\nAuto-Submitted: auto-generated\nList-Unsubscribe: <mailto:u@example.com>", "Look."},
		{"bulk mail", "Subject: New lamps\nPrecedence: bulk", "Look."},
	} {
		if m := c.mail(); m.Kind != KindList {
			t.Errorf("%s: %s %+v", c.name, m.Kind, m.AutoReply)
		}
	}
	away := kindCase{"", "Subject: Re: [lamps] Order\nAuto-Submitted: auto-replied\nList-Id: <lamps.example.com>" + answersOurs, "I am away."}
	if m := away.mail(); m.Kind != KindAutoReply {
		t.Errorf("an automatic answer through a list: %s", m.Kind)
	}
}
