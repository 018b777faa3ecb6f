package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"confab/shared/inbox"
)

func (a *API) couponRoutes() {
	const all, one = "/v1/audiences/{audience}/coupons", "/v1/audiences/{audience}/coupons/{pool}"
	register(a, huma.Operation{
		OperationID: "list-coupons", Method: http.MethodGet, Path: all,
		Tags: []string{tagSavedReplies}, Summary: "List pools of coupon codes",
		Description: "All of the audience's, by name, with how many codes are left in each. The codes themselves are not shown.",
	}, a.listCoupons)
	register(a, huma.Operation{
		OperationID: "create-coupons", Method: http.MethodPost, Path: all,
		DefaultStatus: http.StatusCreated, Tags: []string{tagSavedReplies}, Summary: "Create a pool of coupon codes",
		Description: "It is empty. {{coupon.<name>}} in a reply, saved or written, takes one code from it when the message is sent: a message that is undone or cancelled before takes none, and one that is tried again takes no second. " +
			"A reply that names a pool which is not there or empty is refused; one that finds it empty at its time fails. Until it is sent a message shows the variable, then the code.",
	}, a.createCoupons)
	register(a, huma.Operation{
		OperationID: "add-coupons", Method: http.MethodPost, Path: one + "/codes",
		Tags: []string{tagSavedReplies}, Summary: "Add coupon codes",
		Description: fmt.Sprintf("All that are new to the pool are added, those that it has already, taken or not, are named. A pool holds at most %d codes, those that are taken included.", inbox.MaxCoupons),
	}, a.addCoupons)
	register(a, huma.Operation{
		OperationID: "delete-coupons", Method: http.MethodDelete, Path: one,
		DefaultStatus: http.StatusNoContent, Tags: []string{tagSavedReplies}, Summary: "Delete a pool of coupon codes",
		Description: "With all its codes. What was sent keeps its code; what waits to be sent with one fails.",
	}, a.deleteCoupons)
}

// CouponPool is a stock of single-use codes.
type CouponPool struct {
	Name    string    `json:"name" example:"welcome" doc:"{{coupon.welcome}} in a reply takes one code."`
	Left    int       `json:"left" doc:"How many codes can be taken."`
	Taken   int       `json:"taken"`
	Author  string    `json:"author" doc:"Who made it: a member's or key's id."`
	Created time.Time `json:"created"`
}

// CouponPools is an audience's pools.
type CouponPools struct {
	Pools []CouponPool `json:"pools"`
}

// NewCouponPool is a pool to make.
type NewCouponPool struct {
	Name string `json:"name" maxLength:"32" pattern:"^[a-z0-9][a-z0-9_-]*$" example:"welcome"`
}

// NewCoupons are codes to add.
type NewCoupons struct {
	Codes []string `json:"codes" minItems:"1" maxItems:"1000" example:"[\"SPRING-7Q2M\"]" doc:"Letters, digits and signs of ASCII, at most 64, without spaces and braces."`
}

// CouponsAdded is what became of codes to add.
type CouponsAdded struct {
	Pool       CouponPool `json:"pool"`
	Added      int        `json:"added"`
	Duplicates []string   `json:"duplicates" doc:"Those that the pool had already, or that came twice."`
}

type couponPoolsOutput struct{ Body CouponPools }

func (a *API) listCoupons(ctx context.Context, v *visit, in *audienceInput) (*couponPoolsOutput, error) {
	all, err := a.cfg.Store.CouponPools(ctx, in.Audience)
	if err != nil {
		return nil, fmt.Errorf("list pools of audience %s: %w", in.Audience, err)
	}
	if err := v.gate(ctx, in.Audience); err != nil {
		return nil, err
	}
	if len(all) == 0 { // perhaps because there is no such audience
		if _, err := a.audience(ctx, in.Audience); err != nil {
			return nil, err
		}
	}
	return &couponPoolsOutput{Body: CouponPools{Pools: each(all, func(p inbox.CouponPool) CouponPool { return couponPoolOf(&p) })}}, nil
}

type createCouponsInput struct {
	Audience       string `path:"audience" maxLength:"64" doc:"An audience's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           NewCouponPool
	RawBody        []byte
}

func (a *API) createCoupons(ctx context.Context, v *visit, in *createCouponsInput) (*created[CouponPool], error) {
	made, err := a.cfg.Domain.CreateCouponPool(ctx, v.gate, in.Audience, in.Body.Name, v.once(in.IdempotencyKey, in.RawBody, in.Audience))
	if err != nil {
		return nil, err
	}
	return &created[CouponPool]{Location: "/v1/audiences/" + in.Audience + "/coupons", ETag: etag(made.Rev), Body: couponPoolOf(made)}, nil
}

type addCouponsInput struct {
	Audience       string `path:"audience" maxLength:"64" doc:"An audience's id."`
	Pool           string `path:"pool" maxLength:"64" doc:"A pool's name."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"Makes repeating safe."`
	Body           NewCoupons
	RawBody        []byte
}

type addCouponsOutput struct{ Body CouponsAdded }

func (a *API) addCoupons(ctx context.Context, v *visit, in *addCouponsInput) (*addCouponsOutput, error) {
	done, err := a.cfg.Domain.AddCoupons(ctx, v.gate, inbox.CouponKey{Audience: in.Audience, Name: in.Pool}, in.Body.Codes,
		v.once(in.IdempotencyKey, in.RawBody, in.Audience, in.Pool))
	if err != nil {
		return nil, err
	}
	return &addCouponsOutput{Body: CouponsAdded{Pool: couponPoolOf(done.Pool), Added: done.Added, Duplicates: each(done.Duplicates, same)}}, nil
}

type deleteCouponsInput struct {
	Audience string `path:"audience" maxLength:"64" doc:"An audience's id."`
	Pool     string `path:"pool" maxLength:"64" doc:"A pool's name."`
}

func (a *API) deleteCoupons(ctx context.Context, v *visit, in *deleteCouponsInput) (*struct{}, error) {
	return nil, a.cfg.Domain.DeleteCouponPool(ctx, v.gate, inbox.CouponKey{Audience: in.Audience, Name: in.Pool})
}

func couponPoolOf(p *inbox.CouponPool) CouponPool {
	return CouponPool{Name: p.Name, Left: p.Left(), Taken: p.Taken, Author: p.Author, Created: p.Created.UTC()}
}
