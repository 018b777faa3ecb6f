package inbox

import "time"

// occasion is what may move a conversation from one status to another.
type occasion string

// The occasions. Of what a machine writes there is none: it moves nothing.
const (
	contactWrote occasion = "the contact wrote"
	teamWrote    occasion = "a member answered" // and said nothing of what shall follow
	choseOpen    occasion = "a member opened it"
	choseDone    occasion = "a member closed it"
	choseTrash   occasion = "a member put it into the trash"
	choseSnooze  occasion = "a member snoozed it"
	timeCame     occasion = "its snooze is over"
)

// transitions is the state machine: what each occasion makes of each status.
// Where it says nothing the status stays.
var transitions = map[occasion]map[Status]Status{
	contactWrote: {Snoozed: Open, Done: Open, Trash: Open},
	teamWrote:    {Done: Open, Trash: Open},
	choseOpen:    {Snoozed: Open, Done: Open, Trash: Open},
	choseDone:    {Open: Done, Snoozed: Done, Trash: Done},
	choseTrash:   {Open: Trash, Snoozed: Trash, Done: Trash},
	choseSnooze:  {Open: Snoozed, Done: Snoozed, Trash: Snoozed},
	timeCame:     {Snoozed: Open},
}

// choices are the occasions that a member brings about by naming a status.
var choices = map[Status]occasion{Open: choseOpen, Done: choseDone, Trash: choseTrash}

// move lets an occasion happen, and returns what changed for the thread's record;
// nil where nothing did. It is the one place where a status changes.
func (c *Conversation) move(o occasion) *Activity {
	from := c.Status
	to, moves := transitions[o][from]
	if !moves || o == contactWrote && c.Snooze != nil && c.Snooze.EvenIfReply {
		return nil
	}
	c.Status = to
	if to != Snoozed {
		c.Snooze = nil
	}
	if to == Done || to == Trash {
		c.Waiting = time.Time{} // nobody shall be reminded of what was put away
	}
	return &Activity{Name: "status", From: string(from), To: string(to)}
}

// snooze puts the conversation away until a time or an answer. A second snooze
// replaces the first; one like it changes nothing.
func (c *Conversation) snooze(s Snooze) *Activity {
	from, before := c.Status, c.Snooze
	if c.move(choseSnooze) == nil && (before == nil || before.same(s)) {
		return nil
	}
	c.Snooze = &s
	return &Activity{Name: "snooze", From: string(from), To: s.ends()}
}
