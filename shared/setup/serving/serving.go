// Package serving wires the function that serves the API. It is apart from package
// setup, which says why.
package serving

import (
	"context"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"confab/shared/api"
	"confab/shared/channel/email/outgoing"
	"confab/shared/channel/sms"
	"confab/shared/inbox"
	"confab/shared/setup"
	"confab/shared/setup/finding"
	"confab/shared/store"
)

// InboxAPI wires inbox-api from TABLE_NAME, BUCKET, INBOUND_DOMAIN,
// MASTER_SECRET_ARN, OIDC_ISSUER and OWNER_EMAIL; OIDC_SCOPE is optional. Where
// webhooks may lead somewhere else than to the internet, poster says where.
func InboxAPI(ctx context.Context, cfg aws.Config, getenv setup.Env, poster ...inbox.Poster) (*api.API, error) {
	k, err := setup.WithKeys(ctx, cfg, getenv, "inbox-api", "OIDC_ISSUER", "OWNER_EMAIL")
	if err != nil {
		return nil, err
	}
	k.Inbox.Texts, k.Inbox.Poster = sms.Texts{}, append(poster, setup.Webhooks())[0]
	k.Inbox.Finder = finding.Finder(cfg, getenv, k.Objects)
	issuer := getenv("OIDC_ISSUER")
	return api.New(api.Config{
		Domain: k.Inbox, Store: k.Inbox.Store, Bodies: k.Objects, Links: k.Objects, IDs: k.Inbox.IDs, Now: k.Inbox.Now,
		Log:       k.Inbox.Log,
		CursorKey: k.Key("cursor"), LinkLifetime: store.LinkLifetime,
		CheckFile: outgoing.CheckFile,
		Issuer:    issuer, Scope: getenv("OIDC_SCOPE"), OwnerEmail: getenv("OWNER_EMAIL"),
		Userinfo: newUserinfo(&http.Client{Timeout: 10 * time.Second}, issuer),
	}), nil
}
