package email

import "strings"

// classify decides the Kind, and fills in what belongs to it.
func (m *Mail) classify(h header, b *body) {
	if complaint := readComplaint(&b.report); complaint != nil {
		m.Kind, m.Complaint = KindComplaint, complaint
		return
	}
	if bounces := readBounces(m, h, b); len(bounces) > 0 {
		m.Kind, m.Bounces = KindBounce, bounces
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

// readComplaint reads a feedback report (RFC 5965).
func readComplaint(r *report) *Complaint {
	if r.feedback == nil {
		return nil
	}
	h, _ := readHeader(trimPreamble(r.feedback))
	kind := strings.ToLower(strings.TrimSpace(h.get("Feedback-Type")))
	if kind == "" {
		kind = "other"
	}
	c := &Complaint{Type: kind, OriginalMessageID: originalID(r.original)}
	values := h.all("Original-Rcpt-To")
	if len(values) == 0 {
		original, _ := readHeader(trimPreamble(r.original))
		values = original.all("To")
	}
	for _, a := range parseAddresses(strings.Join(values, ", ")) {
		if a.Address != "" {
			c.Recipients = append(c.Recipients, a.Address)
		}
	}
	return c
}

// originalID returns the Message-ID of a returned mail, or "".
func originalID(original []byte) string {
	h, _ := readHeader(trimPreamble(original))
	return firstID(h.get("Message-ID"))
}
