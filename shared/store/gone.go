package store

import "confab/shared/inbox"

// forgotten writes what goes for good, and the tombstones that keep it from
// coming back: they hold nothing of what it was.
func (p *plan) forgotten(change inbox.Change) {
	for _, g := range change.Gone {
		p.put(goneKey(g.ID), goneRecord(g), expression{}, conflict)
	}
	for _, once := range change.Bury {
		p.put(onceKey(once), buriedRecord{Gone: true}, expression{}, conflict)
	}
	for _, e := range change.ForgetEvents {
		p.delete(contactEventKey(e.Contact, e.ID), expression{}, conflict)
	}
	for _, r := range change.ForgetRecords {
		p.delete(textRecordKey(r.Audience, r.Number, r.ID), expression{}, conflict)
	}
	for _, id := range change.ForgetKept {
		p.delete(keptKey(id), expression{}, conflict)
	}
	for _, u := range change.Unwire {
		if u.Last { // the key itself may tell of somebody
			p.delete(wireKey(u.ID), expression{}, conflict)
			continue
		}
		p.update(wireKey(u.ID), expression{
			condition: "attribute_exists(pk)", update: "REMOVE #to", names: map[string]string{"#to": audiencePrefix + u.Audience},
		}, conflict)
	}
}

// undeleted leaves out of a change of a conversation what only the job sees that
// deletes it: to everybody else it goes when that begins.
func undeleted(e inbox.Edit[inbox.Conversation]) inbox.Edit[inbox.Conversation] {
	if e.Before != nil && e.Before.Deleting {
		e.Before = nil
	}
	if e.After != nil && e.After.Deleting {
		e.After = nil
	}
	return e
}
