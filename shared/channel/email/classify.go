package email

import (
	"slices"
	"strings"
)

// classify decides the Kind, and fills in what belongs to it.
func (m *Mail) classify(h header, b *body) {
	if complaint := readComplaint(m, h, b); complaint != nil {
		m.Kind, m.Complaint = KindComplaint, complaint
		return
	}
	if bounces := readBounces(m, h, b); len(bounces) > 0 {
		m.Kind, m.Bounces = KindBounce, bounces
		return
	}
	if evidence := machineEvidence(m, h, b); evidence != "" {
		m.Kind, m.AutoReply = KindAutoReply, &AutoReply{Evidence: evidence}
		return
	}
	if isList(m, h) {
		m.Kind = KindList
	}
}

// machineEvidence returns what proves that a machine sent the mail, or sends it
// round, the most telling first, or "".
func machineEvidence(m *Mail, h header, b *body) string {
	if len(h.all("Received")) > maxHops {
		return evidenceHops
	}
	if evidence := receiptEvidence(m, h, b); evidence != "" {
		return evidence
	}
	evidence := autoReplyEvidence(m, h, b)
	if isChallenge(m, h, b, evidence != "") {
		return evidenceChallenge
	}
	return evidence
}

// listFields are those of mail that went to many: RFC 2369 and RFC 2919 first,
// then those of list servers and of services that send campaigns.
var listFields = []string{
	"List-Id", "List-Unsubscribe", "List-Post", "List-Help", "List-Archive", "List-Subscribe", "List-Owner",
	"Mailing-List", "X-Mailing-List", "X-Mailinglist", "X-ML-Name", "X-Mailman-Version", "X-BeenThere", "X-Listname", "X-Loop-List", "X-Google-Group-Id",
	"X-Campaign", "X-Campaign-Id", "X-CampaignId", "X-Mailer-Campaign",
}

func hasListField(h header) bool {
	return slices.ContainsFunc(listFields, func(name string) bool { return strings.TrimSpace(h.get(name)) != "" })
}

// isList tells mail that came through a mailing list or was sent to many: a
// message like any other, only never answered by a machine. Forms, helpdesks and
// gateways write Precedence: bulk on what goes to one, which the rest of the
// header shows.
func isList(m *Mail, h header) bool {
	s := readSigns(m, h)
	return s.listed || s.bulk && !s.answers && !s.relayed && s.submitted == ""
}
