package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"confab/shared/inbox"
)

// Access patterns. Everything is read by key, in one round trip, whatever the
// number of conversations; nothing is ever scanned. Lists are read from the
// index "lists", so that no partition of the table itself is an audience.
//
//	what                           pk, sk                                     read by
//	conversation, newest messages  C#<id>, Z header, M#<message id>           1 Query, newest first
//	conversation's list rows       C#<id>, A#<dimension>                      written with the header
//	what the badge counted of it   C#<id>, B#counted                          Load
//	contact                        P#<id>, Z                                  Load
//	contact's list rows            P#<id>, A#name, A#<kind>#<value>           written with the contact
//	messages kept out of the inbox P#<id>, B#kept: n                          Load
//	contact's activity             P#<id>, V#<event id>                       1 Query, newest first
//	order                          ORD#<audience>#<external id>, Z            Load
//	who has an address or number   I#<kind>#<value>, <audience>               Load: 1 Query, all audiences
//	is an address suppressed       I#email#<address>, <audience>#suppressed   Load
//	has a number consented         I#phone#<number>, <audience>#consent       Load; with who has it
//	what a number consented to     N#<audience>#<number>, <record>            1 Query, newest first
//	whose is our number            NUM#<number>, Z                            Load
//	where a short link leads (ttl) L#<code>, Z                                Load
//	where a message id leads       W#<key>, Z: one attribute per audience     Load, all audiences
//	was it done before             O#<key>, Z                                 Load
//	was it deleted, or erased      GONE#<conversation or contact>, Z          Load
//	what is kept of who was erased ERASED#<audience>#<keyed hash>, Z          Load, with consents and suppressions
//	audience; its unread badge     AUD#<id>, Z; unread                        Load
//	whose is our address           ADDR#<address>, Z                          Load
//	campaign, by id or code        CMP#<id>, Z; CODE#<code>, Z (a copy)       Load
//	member; invitation; first seat U#<id>, Z; INV#<email>, Z; OWNER, Z        Load
//	API key                        K#<id>, Z                                  Load
//	audience's labels and teams    AUD#<id>, directory                        Load
//	member's notices, the unseen   NT#<member>, N#<id> (ttl); unseen          1 Query, newest first; Load
//	saved reply                    SR#<id>, Z                                 Load
//	pool of coupon codes           CPN#<audience>#<name>, Z                   Load
//	its codes, a hundred a page    CPN#<audience>#<name>, C#<page>            Load
//	the audit log                  AUDIT, <entry>                             1 Query, newest first
//	idempotency key (ttl)          R#<hash>, Z                                Load
//	uses of a limit (ttl)          LIM#<key>, Z                               written only
//	webhook                        HOOKS#<audience>, <webhook>                Load; 1 Query an audience
//	delivery to a webhook (ttl)    HOOK#<webhook>, <delivery>                 Load; 1 Query, newest first
//	who has it open (ttl)          HERE#<conversation>, <member>              1 Query
//	change feed of a day (ttl)     FEED#<audience>#<day>, <time>#<event>      1 Query, oldest first
//	what a search index is made of X#<audience>/<messages|contacts>, Z        1 BatchGetItem
//	job (ttl)                      J#<id>, Z                                  Load
//	job's items (ttl)              J#<id>, I#<item>                           Load; 1 Query a page
//
//	list                                    lpk                                  lsk
//	conversations by status (or hidden)     <audience>#<status>#<shard>          <arrival>#<conversation>
//	… that are unread                       <audience>#<status>+unread#<shard>   same
//	… of a channel                          <audience>#<status>+h:<channel>#…    same
//	… of an assignee, or of none            <audience>#<status>+m:<member>#…     same
//	… with a label                          <audience>#<status>+l:<label>#…      same
//	hidden ones of machines alone           <audience>#machines#<shard>          same
//	campaign's, all                         CMP#<campaign>#all#<shard>           same
//	campaign's by status                    CMP#<campaign>#<status>#<shard>      same
//	campaign's by status, unread            CMP#<campaign>#<status>+unread#…     same
//	campaign's of machines alone            CMP#<campaign>#machines#<shard>      same
//	contact's, all                          P#<contact>#all#0                    same
//	contact's orders                        P#<contact>#orders#0                 <placed>#<external id>
//	contacts by name, email or phone        <audience>#by-<name|email|phone>#0   <folded text>TAB<contact>
//	an audience's jobs; the account's       <audience>#jobs#0; #jobs#0           <job>
//	conversations of a reference            <audience>#<reference>#0             <conversation>: the header itself
//	audiences; members and invitations      audiences; members                   <id or email>
//	numbers of ours                         numbers                              <number>
//	API keys                                keys                                 <id>
//	audience's saved replies                <audience>#saved#0                   <id>
//	audience's campaigns                    <audience>#campaigns#0               <id>
//	audience's pools of coupon codes        <audience>#coupons#0                 <name>
//	audience's part of the audit log        <audience>#audit#0                   <entry>
//
//	due                                     dpk                                  dsk
//	messages to be sent or given up         due#<shard of the conversation>      <deadline>#<message>
//	snoozed conversations                   same                                 <end of the snooze>#<conversation>
//	jobs to be offered or taken back        due#<shard of the job>               <deadline>#<job>
//
// A list row's sk names its dimension and not the status, so that a change of
// status is one Put of the same item under another lpk, and each row has one
// item to go with. sk are chosen so that rows (A), the counted flag (B),
// messages (M) and the header (Z) sort in this order: the header and the newest
// messages are neighbours, and one Query backwards reads both.
type key struct{ pk, sk string }

// only is the sort key of an item that is, or heads, its partition.
const only = "Z"

const (
	messagePrefix = "M#"
	jobItemPrefix = "I#"
	countedSort   = "B#counted"
	keptSort      = "B#kept"
	eventPrefix   = "V#"
	unreadSort    = "unread"
	directorySort = "directory"
	unseenSort    = "unseen"
	noticePrefix  = "N#"
	suppressedEnd = "#suppressed"
	consentEnd    = "#consent"
)

// Index names, as the template defines them.
const (
	listsIndex = "lists"
	dueIndex   = "due"
)

func conversationKey(id string) key { return key{"C#" + bounded(id), only} }

func countedKey(id string) key { return key{"C#" + bounded(id), countedSort} }

func messageKey(k inbox.MessageKey) key {
	return key{"C#" + bounded(k.Conversation), messagePrefix + bounded(k.Message)}
}

func contactKey(id string) key { return key{"P#" + bounded(id), only} }

// keptKey is where it is counted what a blocked contact writes. It is an item of
// its own, so that counting needs no version of the contact.
func keptKey(contact string) key { return key{contactKey(contact).pk, keptSort} }

func contactEventKey(contact, id string) key {
	return key{contactKey(contact).pk, eventPrefix + bounded(id)}
}

func orderKey(o inbox.OrderKey) key {
	return key{"ORD#" + bounded(o.Audience) + "#" + bounded(o.External), only}
}

func identityKey(i inbox.Identity, audience string) key {
	return key{"I#" + string(i.Kind) + "#" + bounded(i.Value), bounded(audience)}
}

func suppressionKey(s inbox.Suppression) key {
	k := identityKey(inbox.Identity{Kind: inbox.IdentityEmail, Value: s.Address}, s.Audience)
	return key{k.pk, k.sk + suppressedEnd}
}

// consentKey lies beside the identity, so that one read tells whose a number is
// and what they consented to.
func consentKey(c inbox.ConsentKey) key {
	k := identityKey(inbox.Identity{Kind: inbox.IdentityPhone, Value: c.Number}, c.Audience)
	return key{k.pk, k.sk + consentEnd}
}

func textRecordKey(audience, number, id string) key {
	return key{"N#" + bounded(audience) + "#" + bounded(number), bounded(id)}
}

func wireKey(id string) key   { return key{"W#" + bounded(id), only} }
func onceKey(once string) key { return key{"O#" + bounded(once), only} }
func goneKey(id string) key   { return key{"GONE#" + bounded(id), only} }
func erasedKey(audience, hash string) key {
	return key{"ERASED#" + bounded(audience) + "#" + hash, only}
}
func audienceKey(id string) key        { return key{"AUD#" + bounded(id), only} }
func unreadKey(audience string) key    { return key{"AUD#" + bounded(audience), unreadSort} }
func directoryKey(audience string) key { return key{"AUD#" + bounded(audience), directorySort} }
func unseenKey(member string) key      { return key{"NT#" + bounded(member), unseenSort} }
func noticeKey(member, id string) key {
	return key{"NT#" + bounded(member), noticePrefix + bounded(id)}
}
func addressKey(address string) key { return key{"ADDR#" + bounded(address), only} }
func campaignKey(id string) key     { return key{"CMP#" + bounded(id), only} }
func codeKey(code string) key       { return key{"CODE#" + bounded(code), only} }
func textNumberKey(n string) key    { return key{"NUM#" + bounded(n), only} }
func linkKey(code string) key       { return key{"L#" + bounded(code), only} }
func memberKey(id string) key       { return key{"U#" + bounded(id), only} }
func invitationKey(mail string) key { return key{"INV#" + bounded(mail), only} }
func ownerKey() key                 { return key{"OWNER", only} }
func apiKeyKey(id string) key       { return key{"K#" + bounded(id), only} }
func savedReplyKey(id string) key   { return key{"SR#" + bounded(id), only} }
func couponPoolKey(k inbox.CouponKey) key {
	return key{"CPN#" + bounded(k.Audience) + "#" + bounded(k.Name), only}
}
func couponPageKey(k inbox.CouponPageKey) key {
	return key{couponPoolKey(inbox.CouponKey{Audience: k.Audience, Name: k.Pool}).pk, fmt.Sprintf("C#%03d", k.N)}
}
func auditKey(id string) key   { return key{"AUDIT", bounded(id)} }
func manifestKey(n string) key { return key{"X#" + bounded(n), only} }
func limitKey(name string) key { return key{"LIM#" + bounded(name), only} }

// feedKey is of an event that is published at a position: a feed has a partition a
// day, so that none grows without bound.
func feedKey(audience, position, event string) key {
	return key{"FEED#" + bounded(audience) + "#" + feedDay(position), position + "#" + event}
}

func webhookKey(k inbox.WebhookKey) key {
	return key{"HOOKS#" + bounded(k.Audience), bounded(k.ID)}
}

// hookPrefix begins the partition of a webhook's deliveries.
const hookPrefix = "HOOK#"

func hookDeliveryKey(k inbox.HookDeliveryKey) key {
	return key{hookPrefix + bounded(k.Webhook), bounded(k.ID)}
}

// presenceKey is outside the conversation's partition, which the stream follows.
func presenceKey(conversation, member string) key {
	return key{"HERE#" + bounded(conversation), bounded(member)}
}

// feedDay is the day of a position, as it is written there.
func feedDay(position string) string { return clip(position, len("20060102")) }

func jobKey(id string) key { return key{"J#" + bounded(id), only} }

func jobItemKey(k inbox.JobItemKey) key {
	return key{"J#" + bounded(k.Job), jobItemPrefix + bounded(k.ID)}
}

// requestKey is a hash: part of the name is the client's, who may choose anything.
func requestKey(name string) key { return key{"R#" + digest(name), only} }

// maxKeyPart leaves room for prefixes below DynamoDB's limits of 2048 bytes for
// a partition key and 1024 for a sort key.
const maxKeyPart = 900

// bounded makes any text fit a key: what strangers send as address or
// Message-ID may be too long, or no UTF-8, and its hash stands for it then.
func bounded(s string) string {
	if len(s) <= maxKeyPart && utf8.ValidString(s) {
		return s
	}
	return "sha256:" + digest(s)
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// stampLayout is a UTC time whose text sorts as the time does.
const stampLayout = "20060102T150405.000Z"

func stamp(t time.Time) string { return t.UTC().Format(stampLayout) }

// arrivalSort orders a list by arrival, and conversations of one millisecond by id.
func arrivalSort(arrived time.Time, conversation string) string {
	return stamp(arrived) + "#" + conversation
}

// list is the partition of a list's shard.
func list(owner, name string, shard int) string {
	return owner + "#" + name + "#" + strconv.Itoa(shard)
}

// referenceList is of one conversation, nearly always: its header stands there,
// and the index is written once, with the first version.
func referenceList(audience, reference string) string { return list(audience, reference, 0) }

func campaignOwner(id string) string { return "CMP#" + id }
func contactOwner(id string) string  { return "P#" + id }

func dueList(shard int) string { return "due#" + strconv.Itoa(shard) }

// dueShard spreads due work over its partitions by what owns it.
func dueShard(owner string) int {
	h := fnv.New32a()
	h.Write([]byte(owner))
	return int(h.Sum32() % inbox.DueShards)
}

func dueSort(at time.Time, id string) string {
	return stamp(at) + "#" + id
}

// maxFolded keeps a folded text and the id after it below a sort key's limit.
const maxFolded = 600

// fold makes what people type in any case, with any spacing, comparable.
func fold(s string) string {
	s = strings.Join(strings.Fields(strings.ToLower(strings.ToValidUTF8(s, ""))), " ")
	return clip(s, maxFolded)
}

// clip cuts s to at most n bytes at the border of a character.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:max(n, 0)]
}
