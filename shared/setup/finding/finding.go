// Package finding wires what searches, and the function that keeps what it
// searches. It is apart from package setup, which says why.
package finding

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"confab/shared/inbox"
	"confab/shared/search"
	"confab/shared/setup"
	"confab/shared/store"
)

// UpdateIndex wires update-index from TABLE_NAME and BUCKET.
func UpdateIndex(cfg aws.Config, getenv setup.Env) (*inbox.Inbox, error) {
	box, objects, err := setup.WithBucket(cfg, getenv, "update-index")
	if err != nil {
		return nil, err
	}
	box.Finder = Finder(cfg, getenv, objects)
	return box, nil
}

// Finder is what searches, from TABLE_NAME and a bucket's objects.
func Finder(cfg aws.Config, getenv setup.Env, objects *store.Bucket) inbox.Finder {
	return search.Finder{Index: &search.Index{
		Objects: objects, Manifests: store.New(dynamodb.NewFromConfig(cfg), getenv("TABLE_NAME")),
		Now: setup.Now, NewID: func() string { return setup.ULIDs{}.New(setup.Now()) },
	}}
}
