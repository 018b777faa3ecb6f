package dns

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sesv2/types"

	"confab/infra/operate/plan"
)

// identity is what SES knows of a domain, and what it still has to be told.
type identity struct {
	status string
	steps  []plan.Step
}

// look asks SES for the domain, and completes what is known of it.
func (d *DNS) look(ctx context.Context, domain *Domain) (identity, error) {
	out, err := d.Identities.GetEmailIdentity(ctx, &sesv2.GetEmailIdentityInput{EmailIdentity: &domain.Name})
	var unknown *types.NotFoundException
	if errors.As(err, &unknown) {
		return identity{"not known", d.introduce(domain)}, nil
	}
	if err != nil {
		return identity{}, fmt.Errorf("ask SES for %s: %w", domain.Name, err)
	}
	if out.DkimAttributes == nil || len(out.DkimAttributes.Tokens) == 0 {
		return identity{}, fmt.Errorf("SES has no DKIM tokens for %s, which signs with a key of its own: its records are known to who made that key", domain.Name)
	}
	domain.take(out.DkimAttributes)
	i := identity{status: "verified"}
	if !out.VerifiedForSendingStatus {
		i.status = "not verified yet"
	}
	if out.MailFromAttributes != nil && aws.ToString(out.MailFromAttributes.MailFromDomain) != "" {
		domain.MailFrom = *out.MailFromAttributes.MailFromDomain
	} else {
		i.steps = append(i.steps, d.setMailFrom(domain))
	}
	if out.FeedbackForwardingStatus {
		i.steps = append(i.steps, d.stopFeedback(domain))
	}
	return i, nil
}

func (d *Domain) take(a *types.DkimAttributes) {
	d.Tokens, d.Zone = a.Tokens, aws.ToString(a.SigningHostedZone)
}

// introduce makes the domain an identity of SES.
func (d *DNS) introduce(domain *Domain) []plan.Step {
	return []plan.Step{{
		Says: "Make " + domain.Name + " an identity of SES, with DKIM keys of 2048 bits.",
		Do: func(ctx context.Context, _ io.Writer) error {
			out, err := d.Identities.CreateEmailIdentity(ctx, &sesv2.CreateEmailIdentityInput{
				EmailIdentity:         &domain.Name,
				DkimSigningAttributes: &types.DkimSigningAttributes{NextSigningKeyLength: types.DkimSigningKeyLengthRsa2048Bit},
			})
			if err != nil {
				return fmt.Errorf("make %s an identity: %w", domain.Name, err)
			}
			if out.DkimAttributes != nil {
				domain.take(out.DkimAttributes)
			}
			return nil
		},
	}, d.setMailFrom(domain), d.stopFeedback(domain)}
}

func (d *DNS) setMailFrom(domain *Domain) plan.Step {
	return plan.Step{
		Says: "Have bounces come back to " + domain.MailFrom + ", so that SPF speaks for the domain too.",
		Do: func(ctx context.Context, _ io.Writer) error {
			_, err := d.Identities.PutEmailIdentityMailFromAttributes(ctx, &sesv2.PutEmailIdentityMailFromAttributesInput{
				EmailIdentity: &domain.Name, MailFromDomain: &domain.MailFrom, BehaviorOnMxFailure: types.BehaviorOnMxFailureUseDefaultValue,
			})
			return err
		},
	}
}

// stopFeedback keeps SES from mailing bounces back, which would come into the
// inbox beside the events that say the same.
// Source: SES developer guide, "Receiving Amazon SES notifications through email".
func (d *DNS) stopFeedback(domain *Domain) plan.Step {
	return plan.Step{
		Says: "Have SES mail no bounces back: its events tell of them.",
		Do: func(ctx context.Context, _ io.Writer) error {
			_, err := d.Identities.PutEmailIdentityFeedbackAttributes(ctx, &sesv2.PutEmailIdentityFeedbackAttributesInput{
				EmailIdentity: &domain.Name, EmailForwardingEnabled: false,
			})
			return err
		},
	}
}
