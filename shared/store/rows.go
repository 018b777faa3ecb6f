package store

import (
	"maps"
	"slices"
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
// what one edit wrote the next can take away. A hidden conversation is found
// only by its contact and on the audience's list of hidden ones, a bare one by
// its pair of numbers alone.
func rows(c *inbox.Conversation) []row {
	if c.Bare {
		return nil
	}
	b := rowBuilder{c: c}
	if c.Contact != "" {
		b.add("p", contactOwner(c.Contact), "all", 0)
	}
	if c.Hidden {
		b.add("all", c.Audience, hiddenList, c.Shard)
		return b.rows
	}
	status := string(c.Status)
	b.add("all", c.Audience, status, c.Shard)
	b.add("h", c.Audience, channelList(status, c.Channel), c.Shard)
	if c.Unread {
		b.add("u", c.Audience, status+unreadMark, c.Shard)
	}
	if c.Assignee != "" {
		b.add("m", c.Audience, assigneeList(status, c.Assignee), c.Shard)
	}
	for _, campaign := range newestCampaigns(c) {
		owner := campaignOwner(campaign)
		b.add("k:"+campaign, owner, "all", c.Shard)
		b.add("ks:"+campaign, owner, status, c.Shard)
		if c.Unread {
			b.add("ku:"+campaign, owner, status+unreadMark, c.Shard)
		}
	}
	return b.rows
}

// Names of lists, made of the status and what narrows it.
const (
	hiddenList = "hidden"
	unreadMark = "+unread"
)

func channelList(status string, ch inbox.Channel) string { return status + "+h:" + string(ch) }
func assigneeList(status, member string) string          { return status + "+m:" + member }

// newestCampaigns keeps a transaction within its limit whatever it is given.
func newestCampaigns(c *inbox.Conversation) []string {
	var out []string
	for _, id := range c.Campaigns {
		if !slices.Contains(out, id) && len(out) < inbox.MaxCampaigns {
			out = append(out, id)
		}
	}
	return out
}

type rowBuilder struct {
	c    *inbox.Conversation
	rows []row
}

func (b *rowBuilder) add(dimension, owner, name string, shard int) {
	r := row{
		key:      key{conversationKey(b.c.ID).pk, "A#" + dimension},
		list:     list(owner, name, shard),
		sort:     arrivalSort(b.c.Arrived, b.c.ID),
		contents: item{},
	}
	for name, value := range map[string]string{
		"a": b.c.Audience, "c": b.c.Contact, "h": string(b.c.Channel), "s": string(b.c.Status),
		"m": b.c.Assignee, "k": b.c.Campaign, "f": rowFlags(b.c),
	} {
		if value != "" {
			r.contents[name] = str(value)
		}
	}
	r.fill("n", b.c.ContactName, 32)
	r.fill("t", b.c.Subject, (maxRow-r.size())/2)
	r.fill("p", b.c.Preview, inbox.PreviewBytes)
	b.rows = append(b.rows, r)
}

// fill adds a text, as much of it as there is room for.
func (r row) fill(name, s string, most int) {
	room := maxRow - r.size() - 1 - len(name)
	if s = clip(strings.ToValidUTF8(s, ""), min(most, room)); s != "" {
		r.contents[name] = str(s)
	}
}

func rowFlags(c *inbox.Conversation) string {
	var f string
	if c.Unread {
		f += "u"
	}
	if c.Spam {
		f += "s"
	}
	if c.Hidden {
		f += "h"
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
	sort := text(it["lsk"])
	at, id, _ := strings.Cut(sort, "#")
	arrived, _ := time.Parse(stampLayout, at)
	return inbox.Row{
		Conversation: id,
		Audience:     contents["a"],
		Contact:      contents["c"],
		ContactName:  contents["n"],
		Channel:      inbox.Channel(contents["h"]),
		Subject:      contents["t"],
		Preview:      contents["p"],
		Status:       inbox.Status(contents["s"]),
		Unread:       strings.Contains(contents["f"], "u"),
		Spam:         strings.Contains(contents["f"], "s"),
		Hidden:       strings.Contains(contents["f"], "h"),
		Assignee:     contents["m"],
		Campaign:     contents["k"],
		Arrived:      arrived,
		Cursor:       sort,
	}
}

// contactRows are the list entries of a contact: one by name and one by each of
// its addresses and numbers.
func contactRows(c inbox.Contact) []row {
	if c.ID == "" {
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
