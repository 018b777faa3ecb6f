// Package replay has mail received again from its raw bytes in the bucket: what
// receive-email failed at for good, or what came in while it was wrong.
//
// It promises that nothing is doubled: a mail that is in its thread already stays
// as it is, because every message keeps the keys under which it came in.
//
// It cannot know all that SES knew. SES told the function the envelope's
// recipients, and the bucket does not have them. They are read from what SES wrote
// into the mail: the topmost Received line names one recipient, which is always
// right, Bcc or not; further ones are those of To, Cc, Delivered-To and
// X-Original-To within the inbound domain. So a mail to several of our addresses,
// one of which no header names, is missing at that one: in another audience than
// the others', it is not received there; in the same one, a reply token that only
// the envelope had does not lead it to its conversation. And a mail whose header
// names an address of ours that it was not sent to is received there as well, as
// the copy for that address would have been. A mail that names no recipient of
// ours at all is counted, and left alone.
package replay

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	lambdatypes "github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"confab/infra/operate/deployment"
	"confab/infra/operate/plan"
	"confab/shared/setup"
)

// Functions invokes Lambda functions.
type Functions interface {
	Invoke(context.Context, *lambda.InvokeInput, ...func(*lambda.Options)) (*lambda.InvokeOutput, error)
}

// Objects is what this needs of S3.
type Objects interface {
	s3.ListObjectsV2APIClient
	GetObject(context.Context, *s3.GetObjectInput, ...func(*s3.Options)) (*s3.GetObjectOutput, error)
}

// perSecond bounds how many mails are received again at once: new mail is not to
// wait for them, and each takes about a second of receive-email's time.
const perSecond = 20

// Replay has the mails received again that came between two times.
type Replay struct {
	From, To  string // as [Instant] reads them; an empty To is now
	Stack     string
	Stacks    deployment.Stacks
	Objects   Objects
	Functions Functions
	Dry       bool
	Now       func() time.Time
	Pause     time.Duration // between mails; 0 is a second by perSecond
}

// Instant reads a time: a day, which is its beginning in UTC, or a minute or second
// of it with its zone.
func Instant(s string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time: say a day, 2026-01-02, or a time with its zone, 2026-01-02T15:04Z", s)
}

// object is a raw mail in the bucket.
type object struct {
	key   string
	saved time.Time
	size  int64
}

// Plan counts the mails.
func (r *Replay) Plan(ctx context.Context) (*plan.Plan, error) {
	from, err := Instant(r.From)
	if err != nil {
		return nil, fmt.Errorf("FROM: %w", err)
	}
	to := r.Now().UTC()
	if r.To != "" {
		if to, err = Instant(r.To); err != nil {
			return nil, fmt.Errorf("TO: %w", err)
		}
	}
	if !from.Before(to) {
		return nil, fmt.Errorf("nothing lies between FROM=%s and TO=%s", r.From, r.To)
	}
	d, mails, found := deployment.Imagine(r.Stack), []object(nil), "<number>"
	if !r.Dry {
		if d, err = deployment.Read(ctx, r.Stacks, r.Stack); err != nil {
			return nil, err
		}
		if mails, err = r.list(ctx, d, from, to); err != nil {
			return nil, err
		}
		found = fmt.Sprintf("%d of %.1f MB", len(mails), float64(total(mails))/1e6)
	}
	until := to.Format(time.RFC3339)
	if r.To == "" {
		until = "now"
	}
	return &plan.Plan{
		Title: fmt.Sprintf("Receive the mail again that came from %s until %s.", from.Format(time.RFC3339), until),
		Facts: []plan.Fact{{Name: "Stack", Value: d.Name}, {Name: "Mails", Value: found}},
		Steps: []plan.Step{{
			Says: fmt.Sprintf("Invoke receive-email for each, %d a second. What is in its thread already stays as it is.", perSecond),
			Do:   func(ctx context.Context, out io.Writer) error { return r.all(ctx, out, d, mails) },
		}},
	}, nil
}

func total(mails []object) (n int64) {
	for _, m := range mails {
		n += m.size
	}
	return n
}

// list lists the raw mails that were saved from one time until before another.
func (r *Replay) list(ctx context.Context, d *deployment.Deployment, from, to time.Time) ([]object, error) {
	bucket, err := d.Resource("Bucket")
	if err != nil {
		return nil, err
	}
	var out []object
	pages := s3.NewListObjectsV2Paginator(r.Objects, &s3.ListObjectsV2Input{Bucket: &bucket, Prefix: aws.String(setup.RawPrefix)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list the raw mail: %w", err)
		}
		for _, o := range page.Contents {
			saved := aws.ToTime(o.LastModified)
			if !saved.Before(from) && saved.Before(to) && !strings.HasSuffix(*o.Key, "/"+setupNotification) {
				out = append(out, object{*o.Key, saved, aws.ToInt64(o.Size)})
			}
		}
	}
	return out, nil
}

// setupNotification is what SES once writes to see that it may; it is no mail.
const setupNotification = "AMAZON_SES_SETUP_NOTIFICATION"

// all invokes the function for one mail after the other.
func (r *Replay) all(ctx context.Context, out io.Writer, d *deployment.Deployment, mails []object) error {
	bucket, errBucket := d.Resource("Bucket")
	function, errFunction := d.Resource("ReceiveEmailFunction")
	domain, errDomain := d.Parameter("InboundDomain")
	if err := errors.Join(errBucket, errFunction, errDomain); err != nil {
		return err
	}
	pause := r.Pause
	if pause == 0 {
		pause = time.Second / perSecond
	}
	tick := time.NewTicker(pause)
	defer tick.Stop()
	done, nobody := 0, 0
	for _, m := range mails {
		select {
		case <-ctx.Done():
			return fmt.Errorf("after %d of %d, the last saved at %s: %w", done+nobody, len(mails), m.saved.Format(time.RFC3339), ctx.Err())
		case <-tick.C:
		}
		e, err := r.event(ctx, bucket, domain, m)
		if err != nil {
			return fmt.Errorf("after %d: %w", done, err)
		}
		if len(e.Records[0].SES.Receipt.Recipients) == 0 {
			nobody++
			fmt.Fprintf(out, "%s names no recipient at %s, and is left alone.\n", m.key, domain)
			continue
		}
		payload, err := json.Marshal(e)
		if err != nil {
			return fmt.Errorf("after %d: %s: %w", done, m.key, err)
		}
		_, err = r.Functions.Invoke(ctx, &lambda.InvokeInput{
			FunctionName: &function, InvocationType: lambdatypes.InvocationTypeEvent, Payload: payload,
		})
		if err != nil {
			return fmt.Errorf("after %d: invoke %s: %w", done, function, err)
		}
		done++
	}
	fmt.Fprintf(out, "%d received again, %d left alone. What fails waits in ReceiveEmailFailures: make redrive QUEUE=ReceiveEmailFailures\n", done, nobody)
	return nil
}
