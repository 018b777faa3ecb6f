package api

import (
	"net/http"
	"reflect"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
)

const (
	securityScheme = "oidc"
	keyScheme      = "key"
)

// about opens the OpenAPI document: what a reader of it cannot see in the types.
const about = `The shared inbox of a team: audiences, their conversations with contacts, and the members who answer.

* **Signing in.** Every route needs a bearer token of the deployment's OpenID Connect issuer. ` + "`POST /v1/me`" + ` binds an invitation, made out to a verified email, to the token's issuer and subject; afterwards those two alone identify the member.
* **Machines** present an API key as bearer token, and call the same routes below ` + "`/machine`" + `: ` + "`GET /machine/v1/me`" + `. There a token of the issuer is not accepted, and on the other routes no key is. A key calls up to 600 times a minute. Addresses in answers lack the prefix.
* **Access.** An object of an audience that you are no member of does not exist for you: 404.
* **Problems.** Errors are RFC 9457 problems; ` + "`type`" + ` tells kinds apart, ` + "`detail`" + ` is safe to show.
* **Help.** Every answer has an ` + "`X-Request-Id`" + `; quote it when you ask for help: all that was done for the request stands in the log under it.
* **Limits.** 429 says in ` + "`Retry-After`" + ` how many seconds to wait at least.
* **Texts to contacts.** 409 with the type ` + "`texting_closed`" + ` says in ` + "`reason`" + ` why a contact may not be texted, and in ` + "`next_allowed_at`" + ` when the same may be sent.
* **Repeating.** A POST repeated with the same ` + "`Idempotency-Key`" + ` and body within 24 hours yields the same resource. The key is required where something is sent.
* **Colliding.** ` + "`ETag`" + ` is the version (` + "`rev`" + `) of what was returned; send it back as ` + "`If-Match`" + ` and get 412 if somebody else was faster.
* **Paging.** A list that goes on has a ` + "`next_cursor`" + `. Cursors stay good when rows are deleted and belong to the list they came from.
* **Texts** are UTF-8 without control characters, and one line each but for those that are sent to contacts, or quote them; 422 otherwise. No name may stand twice in an object.
* **Times** are RFC 3339 in UTC.`

// document is the configuration the OpenAPI document grows from. It is not
// huma.DefaultConfig, because that adds a $schema to every answer and pages of
// documentation that load scripts from elsewhere.
func document(cfg Config) huma.Config {
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title:       "Confab inbox API",
				Version:     "1.0.0",
				Description: about,
				License:     &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"},
			},
			Servers: []*huma.Server{
				{URL: "/", Description: "For people."},
				{URL: "/machine", Description: "For machine clients with an API key."},
			},
			Tags: []*huma.Tag{
				{Name: tagMembers, Description: "Who signs in, and as what."},
				{Name: tagSavedReplies, Description: "Text for use again, with variables."},
				{Name: tagWebhooks, Description: aboutWebhooks},
				{Name: tagKeys, Description: "How machine clients come in."},
				{Name: tagAudiences, Description: "Lists of contacts with an inbox and settings of their own."},
				{Name: tagConversations, Description: "Threads with a contact, by status, newest first."},
				{Name: tagMessages, Description: "What was said, its files, and why it is where it is."},
				{Name: tagContacts, Description: "The people of an audience."},
				{Name: tagTexting, Description: "Whether contacts may be texted, what proves it, and what a text costs."},
				{Name: tagJobs, Description: "Work that takes long: how far it is, and what became of each item."},
			},
			OnAddOperation: []huma.AddOpFunc{jsonOnly},
			Components: &huma.Components{
				Schemas: huma.NewMapRegistry("#/components/schemas/", schemaName),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					securityScheme: {
						Type:             "openIdConnect",
						Description:      "A bearer token of the deployment's issuer.",
						OpenIDConnectURL: strings.TrimSuffix(cfg.Issuer, "/") + "/.well-known/openid-configuration",
					},
					keyScheme: {Type: "http", Scheme: "bearer", Description: "An API key, on the server /machine."},
				},
			},
		},
		Formats: map[string]huma.Format{
			"application/json": huma.DefaultJSONFormat,
			"json":             huma.DefaultJSONFormat, // the suffix of application/merge-patch+json
		},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
		Transformers:                 []huma.Transformer{tidyProblem},
	}
}

// serveDocument answers for the document to anybody. Huma could do so itself,
// but it makes the bytes anew in each of several first requests at once.
func (a *API) serveDocument() {
	for path, form := range map[string]struct {
		mediaType string
		render    func() ([]byte, error)
	}{
		"GET /openapi.json": {"application/openapi+json", a.huma.OpenAPI().MarshalJSON},
		"GET /openapi.yaml": {"application/openapi+yaml", a.huma.OpenAPI().YAML},
	} {
		render := sync.OnceValues(form.render)
		a.mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			document, err := render()
			if err != nil {
				a.cfg.Log.ErrorContext(r.Context(), "document not rendered", "request_id", RequestID(r.Context()), "error", err)
				writeProblem(w, newProblem(http.StatusInternalServerError, "internal", internalSentence))
				return
			}
			w.Header().Set("Content-Type", form.mediaType)
			w.Header().Set("Cache-Control", "public, max-age=300")
			_, _ = w.Write(document) // a client that is gone needs no answer
		})
	}
}

// schemaName names what a problem says of a field, and everything else by its type.
func schemaName(t reflect.Type, hint string) string {
	if t == reflect.TypeFor[huma.ErrorDetail]() {
		return "ProblemField"
	}
	return huma.DefaultSchemaNamer(t, hint)
}

// jsonOnly takes out the second media type that huma documents for inputs that
// want the bytes of the body too, which here serve to tell requests apart.
func jsonOnly(_ *huma.OpenAPI, op *huma.Operation) {
	if op.RequestBody != nil {
		delete(op.RequestBody.Content, "application/octet-stream")
	}
}

// The tags under which the document groups its operations.
const (
	tagMembers       = "Members"
	tagSavedReplies  = "Saved replies"
	tagWebhooks      = "Webhooks"
	tagKeys          = "API keys"
	tagAudiences     = "Audiences"
	tagConversations = "Conversations"
	tagMessages      = "Messages"
	tagContacts      = "Contacts"
	tagTexting       = "Texting"
	tagJobs          = "Jobs"
)
