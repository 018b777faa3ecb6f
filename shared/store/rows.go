package store

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"confab/shared/inbox"
)

// maxRow is how many bytes a list row may have as the index stores it, so that a
// page of 25 costs three half read units.
const maxRow = 400

// row is an item that stands for a conversation or a contact on one list.
type row struct {
	key      key
	list     string
	sort     string
	contents item // what the index shows of it
}

func (r row) item() item {
	return item{
		"pk": str(r.key.pk), "sk": str(r.key.sk), "v": num(shape),
		"lpk": str(r.list), "lsk": str(r.sort),
		"row": &types.AttributeValueMemberM{Value: r.contents},
	}
}

func (r row) equal(o row) bool {
	return r.list == o.list && r.sort == o.sort && maps.EqualFunc(r.contents, o.contents, sameValue)
}

func sameValue(a, b types.AttributeValue) bool { return text(a) == text(b) }

// size is how many bytes the row takes on the index: names and values in UTF-8,
// three for a map and one for each of its entries (the Developer Guide's
// "DynamoDB item sizes and formats").
func (r row) size() int {
	n := len("pk"+"sk"+"lpk"+"lsk"+"row") + 3
	n += len(r.key.pk) + len(r.key.sk) + len(r.list) + len(r.sort)
	for name, value := range r.contents {
		n += 1 + len(name) + len(text(value))
	}
	return n
}

// rows are the list entries of a conversation: a pure function of it, so that
// what one edit wrote the next can take away. A hidden conversation is found by
// its contact and on the audience's list of hidden ones, and where only machines
// have spoken on lists of those; a bare one by its pair of numbers alone.
//
// What a conversation has several of (labels, campaigns) has its rows by place
// and not by name, so that one in the place of another is one write.
func rows(c *inbox.Conversation) []row {
	if c.Bare || c.MergedInto != "" {
		return nil
	}
	b := rowBuilder{c: c}
	if c.Contact != "" {
		b.add("p", contactOwner(c.Contact), "all")
	}
	if c.Hidden {
		b.hidden()
		return b.rows
	}
	status := string(c.Status)
	b.add("all", c.Audience, status)
	b.add("h", c.Audience, channelList(status, c.Channel))
	b.add("m", c.Audience, assigneeList(status, c.Assignee))
	if c.Unread {
		b.add("u", c.Audience, status+unreadMark)
	}
	for n, label := range c.Labels[:min(len(c.Labels), inbox.MaxLabels)] {
		b.add("l:"+strconv.Itoa(n), c.Audience, labelList(status, label))
	}
	for n, campaign := range newestCampaigns(c) {
		owner, place := campaignOwner(campaign), strconv.Itoa(n)
		b.add("k:"+place, owner, "all")
		b.add("ks:"+place, owner, status)
		if c.Unread {
			b.add("ku:"+place, owner, status+unreadMark)
		}
	}
	return b.rows
}

// hidden adds the rows of a conversation that is kept out of the inbox.
func (b *rowBuilder) hidden() {
	b.add("all", b.c.Audience, hiddenList)
	if !b.c.Machines {
		return
	}
	b.add("h", b.c.Audience, machinesList)
	for n, campaign := range newestCampaigns(b.c) {
		b.add("ks:"+strconv.Itoa(n), campaignOwner(campaign), machinesList)
	}
}

// Names of lists, made of the status and what narrows it.
const (
	hiddenList   = "hidden"
	machinesList = "machines" // whatever the status
	unreadMark   = "+unread"
	channelMark  = "+h:"
	assigneeMark = "+m:"
	labelMark    = "+l:"
)

func channelList(status string, ch inbox.Channel) string { return status + channelMark + string(ch) }
func labelList(status, label string) string              { return status + labelMark + label }

// assigneeList also has one for what nobody is assigned to.
func assigneeList(status, assignee string) string {
	return status + assigneeMark + cmp.Or(assignee, inbox.Nobody)
}

// newestCampaigns are those a conversation is listed under: the one whose thread
// it is, and of the others as many of the newest as a transaction has room for.
func newestCampaigns(c *inbox.Conversation) []string {
	var out []string
	for _, id := range append([]string{c.Campaign}, c.Campaigns...) {
		if id != "" && !slices.Contains(out, id) && len(out) < inbox.MaxCampaigns {
			out = append(out, id)
		}
	}
	return out
}

type rowBuilder struct {
	c    *inbox.Conversation
	rows []row
}

// add puts the conversation on a list. What the list's name says of it is not
// said again in the row.
func (b *rowBuilder) add(dimension, owner, name string) {
	c, shard := b.c, b.c.Shard
	if dimension == "p" {
		shard = 0
	}
	r := row{
		key:      key{conversationKey(c.ID).pk, "A#" + dimension},
		list:     list(owner, name, shard),
		sort:     arrivalSort(c.Arrived, c.ID),
		contents: item{"f": str(rowFlags(c))},
	}
	if c.Channel != inbox.Email {
		r.set("h", string(c.Channel))
	}
	r.set("w", shortTime(c.Waiting))
	r.set("z", shortTime(snoozedUntil(c)))
	r.set("k", c.Campaign)
	r.set("l", strings.Join(c.Labels[:min(len(c.Labels), inbox.MaxLabels)], ""))
	if dimension == "p" {
		r.set("a", c.Audience)
	} else {
		r.set("c", c.Contact)
	}
	if dimension != "m" {
		r.set("m", c.Assignee)
	}
	r.fill("n", c.ContactName, min(32, (maxRow-r.size())/3))
	r.fill("t", c.Subject, (maxRow-r.size())/2)
	r.fill("p", c.Preview, inbox.PreviewBytes)
	b.rows = append(b.rows, r)
}

func (r row) set(name, value string) {
	if value != "" {
		r.contents[name] = str(value)
	}
}

// fill adds a text, as much of it as there is room for.
func (r row) fill(name, s string, most int) {
	room := maxRow - r.size() - 1 - len(name)
	r.set(name, clip(strings.ToValidUTF8(s, ""), min(most, room)))
}

// statusLetters are what a row says of the status.
var statusLetters = map[inbox.Status]string{inbox.Open: "o", inbox.Snoozed: "z", inbox.Done: "d", inbox.Trash: "t"}

func snoozedUntil(c *inbox.Conversation) time.Time {
	if c.Snooze == nil {
		return time.Time{}
	}
	return c.Snooze.Until
}

// shortTime is a time to the second in six characters, the zero time in none.
func shortTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return strconv.FormatInt(t.Unix(), 36)
}

func readShortTime(s string) time.Time {
	if n, err := strconv.ParseInt(s, 36, 64); err == nil {
		return time.Unix(n, 0).UTC()
	}
	return time.Time{}
}

// rowFlags are the letter of the status, and one for what else is so.
func rowFlags(c *inbox.Conversation) string {
	f := statusLetters[c.Status]
	for _, flag := range []struct {
		letter string
		set    bool
	}{{"U", c.Unread}, {"S", c.Spam}, {"H", c.Hidden}} {
		if flag.set {
			f += flag.letter
		}
	}
	return f
}

// conversationRow reads what rowBuilder.add wrote.
func conversationRow(it item) inbox.Row {
	contents := map[string]string{}
	if m, ok := it["row"].(*types.AttributeValueMemberM); ok {
		for name, value := range m.Value {
			contents[name] = text(value)
		}
	}
	sort, flags := text(it["lsk"]), contents["f"]
	at, id, _ := strings.Cut(sort, "#")
	arrived, _ := time.Parse(stampLayout, at)
	r := inbox.Row{
		Conversation: id,
		Audience:     contents["a"],
		Contact:      contents["c"],
		ContactName:  contents["n"],
		Channel:      inbox.Channel(cmp.Or(contents["h"], string(inbox.Email))),
		Subject:      contents["t"],
		Preview:      contents["p"],
		Unread:       strings.Contains(flags, "U"),
		Spam:         strings.Contains(flags, "S"),
		Hidden:       strings.Contains(flags, "H"),
		Assignee:     contents["m"],
		Campaign:     contents["k"],
		SnoozedUntil: readShortTime(contents["z"]),
		Waiting:      readShortTime(contents["w"]),
		Arrived:      arrived,
		Cursor:       sort,
	}
	for label := range slices.Chunk([]byte(contents["l"]), inbox.LabelIDBytes) {
		r.Labels = append(r.Labels, string(label))
	}
	for status, letter := range statusLetters {
		if strings.HasPrefix(flags, letter) {
			r.Status = status
		}
	}
	fromList(&r, text(it["lpk"]))
	return r
}

// fromList adds what the name of the row's list says. A campaign's says nothing
// of the audience: who asks for it knows.
func fromList(r *inbox.Row, list string) {
	owner, name, _ := strings.Cut(list, "#")
	switch owner + "#" {
	case campaignOwner(""):
	case contactOwner(""):
		r.Contact, _, _ = strings.Cut(name, "#")
	default:
		r.Audience = owner
		if _, who, ok := strings.Cut(name, assigneeMark); ok {
			who, _, _ = strings.Cut(who, "#")
			r.Assignee = strings.TrimSuffix(who, inbox.Nobody)
		}
	}
}

// contactRows are the list entries of a contact: one by name and one by each of
// its addresses and numbers.
func contactRows(c inbox.Contact) []row {
	if c.ID == "" || c.Merge != nil || c.Erasing {
		return nil
	}
	name := c.Name
	if name == "" && len(c.Identities) > 0 {
		name = c.Identities[0].Value
	}
	out := []row{contactRow(c, "name", byName, name)}
	for _, i := range distinct(c.Identities) {
		out = append(out, contactRow(c, string(i.Kind)+"#"+bounded(i.Value), "by-"+string(i.Kind), i.Value))
	}
	return out
}

// Names of the lists of contacts.
const (
	byName  = "by-name"
	byEmail = "by-" + string(inbox.IdentityEmail)
	byPhone = "by-" + string(inbox.IdentityPhone)
)

func contactRow(c inbox.Contact, dimension, name, sortedBy string) row {
	r := row{
		key:      key{contactKey(c.ID).pk, "A#" + dimension},
		list:     list(c.Audience, name, 0),
		sort:     fold(sortedBy) + "\t" + c.ID,
		contents: item{"n": str(clip(strings.ToValidUTF8(c.Name, ""), 100))},
	}
	for _, i := range c.Identities {
		short := map[inbox.IdentityKind]string{inbox.IdentityEmail: "e", inbox.IdentityPhone: "t"}[i.Kind]
		if _, have := r.contents[short]; !have && short != "" {
			r.contents[short] = str(clip(strings.ToValidUTF8(i.Value, ""), 320))
		}
	}
	if c.Blocked {
		r.contents["f"] = str("b")
	}
	return r
}

// contactOfRow reads what contactRow wrote.
func contactOfRow(it item) inbox.ContactRow {
	var r inbox.ContactRow
	r.Cursor = text(it["lsk"])
	_, r.Contact, _ = strings.Cut(r.Cursor, "\t")
	if m, ok := it["row"].(*types.AttributeValueMemberM); ok {
		r.Name, r.Email, r.Phone = text(m.Value["n"]), text(m.Value["e"]), text(m.Value["t"])
		r.Blocked = text(m.Value["f"]) == "b"
	}
	return r
}
