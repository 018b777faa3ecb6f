package email

import "strings"

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
	if evidence := receiptEvidence(m, h, b); evidence != "" {
		m.Kind, m.AutoReply = KindAutoReply, &AutoReply{Evidence: evidence}
		return
	}
	if evidence := autoReplyEvidence(m, h, b); evidence != "" {
		m.Kind, m.AutoReply = KindAutoReply, &AutoReply{Evidence: evidence}
		return
	}
	if isList(h) {
		m.Kind = KindList
	}
}

// isList tells mail that came through a mailing list or was sent to many (RFC
// 2919, RFC 2369): a message like any other, only never answered by a machine.
func isList(h header) bool {
	for _, name := range []string{"List-Id", "List-Unsubscribe", "List-Post", "List-Help"} {
		if strings.TrimSpace(h.get(name)) != "" {
			return true
		}
	}
	switch strings.ToLower(strings.TrimSpace(h.get("Precedence"))) {
	case "list", "bulk", "junk":
		return true
	}
	return false
}
