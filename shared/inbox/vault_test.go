package inbox_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http/httptest"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"confab/shared/inbox"
	"confab/shared/search"
	"confab/shared/store"
)

// vault is a bucket that keeps every version of what was ever in it.
type vault struct {
	*fixture
	client *s3.Client
	told   *told
}

// keepVersions has the fixture keep its objects in a vault, with what finds them.
func (f *fixture) keepVersions() *vault {
	f.Helper()
	server := httptest.NewServer(gofakes3.New(s3mem.New()).Server())
	f.Cleanup(server.Close)
	v := &vault{fixture: f, client: s3.New(s3.Options{
		Region: "us-east-1", BaseEndpoint: &server.URL, UsePathStyle: true,
		Credentials: credentials.NewStaticCredentialsProvider("local", "secret", ""),
	})}
	_, err := v.client.CreateBucket(f.Context(), &s3.CreateBucketInput{Bucket: aws.String("bucket")})
	f.must(err)
	_, err = v.client.PutBucketVersioning(f.Context(), &s3.PutBucketVersioningInput{
		Bucket: aws.String("bucket"), VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusEnabled},
	})
	f.must(err)
	b := store.NewBucket(v.client, "bucket")
	f.Objects, f.Purger = b, b
	v.told = &told{Store: f.Store, clock: f.clock}
	f.Store, f.Finder = v.told, f.finder(b, v.told)
	return v
}

// put writes an object anew, over the one that is there.
func (v *vault) put(key, data string) {
	v.Helper()
	_, err := v.client.PutObject(v.Context(), &s3.PutObjectInput{Bucket: aws.String("bucket"), Key: &key, Body: strings.NewReader(data)})
	v.must(err)
}

// versions are all versions of all objects, with their keys, without those whose
// keys begin with one of the prefixes. Replaced segments of the search index are
// left out, and that they were deleted: update-index may not purge, and the rule
// replaced-segments of the bucket's lifecycle has them go after a day.
func (v *vault) versions(but ...string) (out []string) {
	v.Helper()
	list, err := v.client.ListObjectVersions(v.Context(), &s3.ListObjectVersionsInput{Bucket: aws.String("bucket")})
	v.must(err)
	for _, m := range list.DeleteMarkers {
		if !strings.HasPrefix(*m.Key, search.Prefix) {
			out = append(out, *m.Key+" deleted")
		}
	}
	for _, version := range list.Versions {
		if strings.HasPrefix(*version.Key, search.Prefix) && !*version.IsLatest {
			continue
		}
		got, err := v.client.GetObject(v.Context(), &s3.GetObjectInput{Bucket: aws.String("bucket"), Key: version.Key, VersionId: version.VersionId})
		v.must(err)
		data, err := io.ReadAll(got.Body)
		v.must(err)
		out = append(out, *version.Key+" "+string(data))
	}
	return slices.DeleteFunc(out, func(o string) bool { return beginsWithOne(o, but) })
}

func beginsWithOne(s string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(s, p) })
}

// indexed has the index follow the stream, and returns which of the words or ids
// are in its segments now, as they stand there: messages by words, contacts by three
// letters in a row.
func (v *vault) indexed(words ...string) (out []string) {
	v.Helper()
	v.index(v.told)
	for _, w := range words {
		if slices.ContainsFunc(v.versions(), func(o string) bool { return strings.HasPrefix(o, search.Prefix) && strings.Contains(o, w) }) {
			out = append(out, w)
		}
	}
	return out
}

// named are the messages and contacts that the index itself names for some words,
// whether or not the table has them.
func (v *vault) named(words string) (n int) {
	v.Helper()
	q := inbox.FindQuery{Audience: v.audience.ID, Words: words, Hidden: true, Limit: 25}
	messages, err := v.Finder.Messages(v.Context(), q)
	v.must(err)
	contacts, err := v.Finder.Contacts(v.Context(), q)
	v.must(err)
	return len(messages.Messages) + len(contacts.Contacts)
}

// stored are all items of the table as they are stored, each with its key first.
func (f *fixture) stored() (out []string) {
	f.Helper()
	client := dynamodb.NewFromConfig(f.table.Config)
	for pages := dynamodb.NewScanPaginator(client, &dynamodb.ScanInput{TableName: &f.table.Name}); pages.HasMorePages(); {
		page, err := pages.NextPage(f.Context())
		f.must(err)
		for _, it := range page.Items {
			data, err := json.Marshal(it)
			f.must(err)
			key := func(name string) string {
				field, err := json.Marshal(it[name])
				f.must(err)
				return strings.TrimSuffix(strings.TrimPrefix(string(field), `{"Value":"`), `"}`)
			}
			out = append(out, fmt.Sprintf("%s, %s %s", key("pk"), key("sk"), data))
		}
	}
	return out
}

// traces are what is kept anywhere that holds the words, without what begins with
// one of the prefixes.
func (v *vault) traces(words string, but ...string) (out []string) {
	v.Helper()
	for _, thing := range append(v.stored(), v.versions()...) {
		if !beginsWithOne(thing, but) && strings.Contains(thing, words) {
			out = append(out, thing)
		}
	}
	return out
}
