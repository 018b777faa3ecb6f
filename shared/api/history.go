package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

func (a *API) historyRoutes() {
	const phone = "/v1/audiences/{audience}/phones/{number}"
	register(a, huma.Operation{
		OperationID: "list-phone-history", Method: http.MethodGet, Path: phone + "/history",
		Tags: []string{tagTexting}, Summary: "Read a number's history",
		Description: "What the law asks about, newest first: consents and opt-outs, refusals, confirmations, texts outside the texting hours, links followed.",
	}, a.phoneHistory)
	register(a, huma.Operation{
		OperationID: "list-contact-phone-history", Method: http.MethodGet, Path: "/v1/contacts/{contact}/phone-history",
		Tags: []string{tagTexting}, Summary: "Read the history of a contact's numbers",
		Description: "The same of all the contact's numbers, newest first.",
	}, a.contactPhoneHistory)
	register(a, huma.Operation{
		OperationID: "get-evidence", Method: http.MethodGet, Path: phone + "/evidence",
		Tags: []string{tagTexting}, Summary: "Prove a number's consent",
		Description: "All of its history as one page to keep or to print, with words, times and sources, for whoever has to prove it.",
		Responses: map[string]*huma.Response{"200": {Content: map[string]*huma.MediaType{
			"text/html": {Schema: &huma.Schema{Type: huma.TypeString, Description: "A page that needs nothing else."}},
		}}},
	}, a.getEvidence)
}

// History is one page of what the law asks about.
type History struct {
	Consents   []Consent    `json:"consents" doc:"What is known now of each number."`
	Records    []TextRecord `json:"records" doc:"Newest first."`
	NextCursor string       `json:"next_cursor,omitempty" doc:"Give it as cursor to go on; absent at the end."`
}

type historyOutput struct{ Body History }

type phoneHistoryInput struct {
	Audience string `path:"audience" maxLength:"64" doc:"An audience's id."`
	Number   string `path:"number" maxLength:"40" doc:"A contact's number, in E.164 form." example:"+15550142"`
	Cursor   string `query:"cursor" maxLength:"1024"`
	Limit    int    `query:"limit" minimum:"1" maximum:"100" default:"25"`
}

func (a *API) phoneHistory(ctx context.Context, v *visit, in *phoneHistoryInput) (*historyOutput, error) {
	l := list{"history", in.Audience, in.Number}
	before, err := a.after(l, in.Cursor)
	if err != nil {
		return nil, err
	}
	out, err := a.history(ctx, l, in.Audience, []string{in.Number}, before, in.Limit)
	if err != nil {
		return nil, err
	}
	if err := v.gate(ctx, in.Audience); err != nil {
		return nil, err
	}
	if len(out.Body.Records) == 0 { // perhaps because there is no such audience
		if _, err := a.audience(ctx, in.Audience); err != nil {
			return nil, err
		}
	}
	return out, nil
}

type contactPhoneHistoryInput struct {
	Contact string `path:"contact" maxLength:"64" doc:"A contact's id."`
	Cursor  string `query:"cursor" maxLength:"1024"`
	Limit   int    `query:"limit" minimum:"1" maximum:"100" default:"25"`
}

func (a *API) contactPhoneHistory(ctx context.Context, v *visit, in *contactPhoneHistoryInput) (*historyOutput, error) {
	l := list{"phone-history", in.Contact}
	before, err := a.after(l, in.Cursor)
	if err != nil {
		return nil, err
	}
	c, err := a.contact(ctx, in.Contact)
	if err != nil {
		return nil, err
	}
	if err := v.gate(ctx, c.Audience); err != nil {
		return nil, err
	}
	return a.history(ctx, l, c.Audience, c.Phones(), before, in.Limit)
}

// history reads a page of the histories of some numbers, as one. Ids of records
// sort by their time, so that a page goes on in all of them from the same id.
func (a *API) history(ctx context.Context, l list, audience string, numbers []string, before string, limit int) (*historyOutput, error) {
	var (
		wg     sync.WaitGroup
		keys   inbox.Keys
		found  *inbox.Found
		pages  = make([]*inbox.History, len(numbers))
		failed = make([]error, len(numbers)+1)
	)
	for i, number := range numbers {
		keys.Consents = append(keys.Consents, inbox.ConsentKey{Audience: audience, Number: number})
		wg.Go(func() {
			pages[i], failed[i] = a.cfg.Store.TextHistory(ctx, inbox.HistoryQuery{Audience: audience, Number: number, Before: before, Limit: limit})
		})
	}
	found, failed[len(numbers)] = a.cfg.Store.Load(ctx, keys)
	wg.Wait()
	if err := errors.Join(failed...); err != nil {
		return nil, fmt.Errorf("read the history of numbers of audience %s: %w", audience, err)
	}
	out := &historyOutput{Body: History{Consents: []Consent{}}}
	for _, key := range keys.Consents {
		c := found.Consents[key]
		if c == nil {
			c = &inbox.Consent{Number: key.Number}
		}
		out.Body.Consents = append(out.Body.Consents, consentOf(c))
	}
	records, more := newest(pages, limit)
	out.Body.Records = each(records, textRecordOf)
	if more {
		out.Body.NextCursor = a.cursor(l, records[len(records)-1].ID)
	}
	return out, nil
}

// newest merges pages into one of at most limit records.
func newest(pages []*inbox.History, limit int) (all []inbox.TextRecord, more bool) {
	for _, p := range pages {
		all, more = append(all, p.Records...), more || p.More
	}
	slices.SortFunc(all, func(a, b inbox.TextRecord) int { return cmp.Compare(b.ID, a.ID) })
	if len(all) > limit {
		return all[:limit], true
	}
	return all, more && len(all) > 0
}
