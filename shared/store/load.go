package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"confab/shared/inbox"
)

// batchSize is how many items one BatchGetItem takes.
const batchSize = 100

// Load reads all that the keys name: one BatchGetItem for each hundred items and
// one Query for each sender, all at once.
func (t *Table) Load(ctx context.Context, keys inbox.Keys) (*inbox.Found, error) {
	l := &loading{found: &inbox.Found{}, takers: map[key][]taker{}}
	l.people(keys)
	l.threads(keys)
	l.account(keys, t.Now())
	t.wantErased(l, keys)

	var wg sync.WaitGroup
	wg.Go(func() { l.note(t.readAll(ctx, slices.Collect(maps.Keys(l.takers)), l.take)) })
	senders := slices.Clone(keys.Senders)
	slices.SortFunc(senders, func(a, b inbox.Identity) int {
		return strings.Compare(string(a.Kind)+a.Value, string(b.Kind)+b.Value)
	})
	for _, i := range slices.Compact(senders) {
		wg.Go(func() { l.note(t.sender(ctx, i, l)) })
	}
	wg.Wait()
	err := errors.Join(l.errs...)
	if err == nil && !keys.AsTheyAre {
		err = t.follow(ctx, l.found)
	}
	if err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	return l.found, nil
}

// follow puts in the place of what was merged what it was merged into, in as many
// round trips as there are merges on the way, which is mostly none.
func (t *Table) follow(ctx context.Context, f *inbox.Found) error {
	for {
		next := &loading{found: &inbox.Found{}, takers: map[key][]taker{}}
		for id, c := range f.Conversations {
			if c.MergedInto != "" {
				delete(f.Conversations, id) // the other may be gone
				next.want(conversationKey(c.MergedInto), into(f.Conversations, id, conversationOf))
			}
		}
		for id, c := range f.Contacts {
			if c.Merge != nil {
				delete(f.Contacts, id)
				next.want(contactKey(c.Merge.Into), into(f.Contacts, id, contactOf))
			}
		}
		if len(next.takers) == 0 {
			maps.DeleteFunc(f.Conversations, func(_ string, c *inbox.Conversation) bool { return c.Deleting })
			maps.DeleteFunc(f.Contacts, func(_ string, c *inbox.Contact) bool { return c.Erasing })
			return nil
		}
		if err := t.readAll(ctx, slices.Collect(maps.Keys(next.takers)), next.take); err != nil {
			return err
		}
	}
}

// into keeps what an item holds under another's id.
func into[V any](m map[string]V, id string, of func(item) (V, error)) taker {
	return func(it item) error {
		v, err := of(it)
		if err == nil {
			m[id] = v
		}
		return err
	}
}

// taker puts what an item holds where it belongs.
type taker func(item) error

// loading is a Load under way: what is done with each item as it comes in.
type loading struct {
	mu     sync.Mutex
	found  *inbox.Found
	takers map[key][]taker
	errs   []error
}

func (l *loading) want(k key, t taker) { l.takers[k] = append(l.takers[k], t) }

func (l *loading) note(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.errs = append(l.errs, err)
}

func (l *loading) take(it item) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, t := range l.takers[keyOf(it)] {
		if err := t(it); err != nil {
			return fmt.Errorf("item of kind %s: %w", keyOf(it).kind(), err)
		}
	}
	return nil
}

// wantEach asks for one item a name, and keeps in the map what of makes of it.
func wantEach[N comparable, V any](l *loading, names []N, at func(N) key, of func(item) (V, error), into *map[N]V) {
	*into = map[N]V{}
	m := *into
	for _, n := range names {
		l.want(at(n), func(it item) error {
			v, err := of(it)
			if err == nil {
				m[n] = v
			}
			return err
		})
	}
}

func (l *loading) people(k inbox.Keys) {
	f := l.found
	f.Senders = map[inbox.Identity]map[string]inbox.Known{}
	wantEach(l, k.Contacts, contactKey, contactOf, &f.Contacts)
	wantEach(l, k.Orders, orderKey, orderOf, &f.Orders)
	wantEach(l, k.KeptOut, keptKey, func(it item) (int, error) { return int(number(it["n"])), nil }, &f.KeptOut)
	wantEach(l, k.Members, memberKey, memberOf, &f.Members)
	wantEach(l, k.Invitations, invitationKey, invitationOf, &f.Invitations)
	wantEach(l, k.SavedReplies, savedReplyKey, savedReplyOf, &f.SavedReplies)
	wantEach(l, k.CouponPools, couponPoolKey, couponPoolOf, &f.CouponPools)
	wantEach(l, k.CouponPages, couponPageKey, couponPageOf, &f.CouponPages)
	wantEach(l, k.Webhooks, webhookKey, webhookOf, &f.Webhooks)
	wantEach(l, k.HookDeliveries, hookDeliveryKey, hookDeliveryOf, &f.HookDeliveries)
	wantEach(l, k.APIKeys, apiKeyKey, apiKeyOf, &f.APIKeys)
	wantEach(l, k.Consents, consentKey, consentOf, &f.Consents)
	f.Suppressions = map[string]*inbox.Suppression{}
	for _, s := range k.Suppressions {
		l.want(suppressionKey(s), func(it item) error {
			found, err := suppressionOf(it)
			f.Suppressions[s.Address] = found
			return err
		})
	}
}

func (l *loading) threads(k inbox.Keys) {
	f := l.found
	wantEach(l, k.Conversations, conversationKey, conversationOf, &f.Conversations)
	wantEach(l, k.Messages, messageKey, messageOf, &f.Messages)
	wantEach(l, k.Counted, countedKey, countedOf, &f.Counted)
	wantEach(l, k.Wire, wireKey, wireRefsOf, &f.Wire)
	wantEach(l, k.Gone, goneKey, goneOf, &f.Gone)
	f.Once, f.Buried = map[string]bool{}, map[string]bool{}
	for _, once := range k.Once {
		l.want(onceKey(once), func(it item) error {
			r, err := decode[buriedRecord](it)
			if f.Once[once] = true; r.Gone {
				f.Buried[once] = true
			}
			return err
		})
	}
}

func (l *loading) account(k inbox.Keys, now time.Time) {
	f := l.found
	wantEach(l, k.Audiences, audienceKey, audienceOf, &f.Audiences)
	wantEach(l, k.Campaigns, campaignKey, campaignOf, &f.Campaigns)
	wantEach(l, k.CampaignCodes, codeKey, campaignOf, &f.CampaignCodes)
	wantEach(l, k.Addresses, addressKey, func(it item) (string, error) { return text(it["audience"]), nil }, &f.Addresses)
	wantEach(l, k.Jobs, jobKey, jobOf, &f.Jobs)
	wantEach(l, k.JobItems, jobItemKey, jobItemOf, &f.JobItems)
	wantEach(l, k.TextNumbers, textNumberKey, textNumberOf, &f.TextNumbers)
	wantEach(l, k.Directories, directoryKey, directoryOf, &f.Directories)
	wantEach(l, k.Unseen, unseenKey, count, &f.Unseen)
	wantEach(l, k.Unread, unreadKey, count, &f.Unread)
	if k.Owner {
		l.want(ownerKey(), func(item) error { f.Owner = true; return nil })
	}
	f.Requests = map[string]*inbox.Request{}
	for _, name := range k.Requests {
		l.want(requestKey(name), func(it item) error {
			r, err := requestOf(it)
			if err == nil && r.Expires.After(now) {
				f.Requests[name] = r
			}
			return err
		})
	}
	f.Links = map[string]*inbox.Link{}
	for _, code := range k.Links {
		l.want(linkKey(code), func(it item) error {
			link, err := linkOf(it)
			if err == nil && link.Expires.After(now) {
				f.Links[code] = link
			}
			return err
		})
	}
}

func count(it item) (int, error) { return int(number(it["n"])), nil }

// readAll reads items in batches, all at once, and hands them over one at a time.
func (t *Table) readAll(ctx context.Context, keys []key, take taker) error {
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex
		errs []error
	)
	for chunk := range slices.Chunk(keys, batchSize) {
		wg.Go(func() {
			err := t.batchGet(ctx, chunk, func(it item) error {
				mu.Lock()
				defer mu.Unlock()
				return take(it)
			})
			mu.Lock()
			defer mu.Unlock()
			errs = append(errs, err)
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// batchGet reads items until DynamoDB has processed all of the keys, which it may
// do in parts when it is busy.
func (t *Table) batchGet(ctx context.Context, keys []key, take taker) error {
	var wanted []map[string]types.AttributeValue
	for _, k := range keys {
		wanted = append(wanted, k.item())
	}
	for attempt := 0; len(wanted) > 0; attempt++ {
		if err := backoff(ctx, attempt); err != nil {
			return err
		}
		out, err := t.client.BatchGetItem(ctx, &dynamodb.BatchGetItemInput{
			RequestItems: map[string]types.KeysAndAttributes{
				t.name: {Keys: wanted, ConsistentRead: aws.Bool(true)},
			},
		})
		if err != nil {
			return err
		}
		for _, it := range out.Responses[t.name] {
			if err := take(it); err != nil {
				return err
			}
		}
		wanted = out.UnprocessedKeys[t.name].Keys
	}
	return nil
}

// backoff waits before a repetition, longer each time up to a second, and not
// before the first attempt. It ends with the context.
func backoff(ctx context.Context, attempt int) error {
	if attempt == 0 {
		return nil
	}
	timer := time.NewTimer(min(time.Second, 10*time.Millisecond<<min(attempt, 10)))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// sender reads whose an identity is, and what it has consented to, in every
// audience.
func (t *Table) sender(ctx context.Context, i inbox.Identity, l *loading) error {
	in := &dynamodb.QueryInput{
		TableName:                 &t.name,
		KeyConditionExpression:    aws.String("pk = :pk"),
		ExpressionAttributeValues: item{":pk": str(identityKey(i, "").pk)},
		ConsistentRead:            aws.Bool(true),
	}
	byAudience := map[string]inbox.Known{}
	var consents []*inbox.Consent
	for {
		out, err := t.client.Query(ctx, in)
		if err != nil {
			return err
		}
		for _, it := range out.Items {
			switch sk := text(it["sk"]); {
			case strings.HasSuffix(sk, suppressedEnd):
			case strings.HasSuffix(sk, consentEnd):
				c, err := consentOf(it)
				if err != nil {
					return err
				}
				consents = append(consents, c)
			default:
				known, err := knownOf(it)
				if err != nil {
					return err
				}
				byAudience[known.Audience] = known
			}
		}
		if in.ExclusiveStartKey = out.LastEvaluatedKey; in.ExclusiveStartKey == nil {
			break
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(byAudience) > 0 {
		l.found.Senders[i] = byAudience
	}
	for _, c := range consents {
		l.found.Consents[inbox.ConsentKey{Audience: c.Audience, Number: c.Number}] = c
	}
	return nil
}
