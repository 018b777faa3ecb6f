package objects

import (
	"errors"

	"github.com/johannesboyne/gofakes3"
)

var _ gofakes3.VersionedBackend = (*backend)(nil)

// errOneVersion is all that can be said of versions but the one there is.
var errOneVersion = gofakes3.ErrorMessage(gofakes3.ErrNotImplemented, "The bucket keeps one version of each object")

// VersioningConfiguration is that of a bucket that never kept versions.
func (b *backend) VersioningConfiguration(string) (gofakes3.VersioningConfiguration, error) {
	return gofakes3.VersioningConfiguration{}, nil
}

// SetVersioningConfiguration refuses.
func (b *backend) SetVersioningConfiguration(string, gofakes3.VersioningConfiguration) error {
	return errOneVersion
}

// GetObjectVersion refuses: gofakes3 asks GetObject for the version "null".
func (b *backend) GetObjectVersion(string, string, gofakes3.VersionID, *gofakes3.ObjectRangeRequest) (*gofakes3.Object, error) {
	return nil, errOneVersion
}

// HeadObjectVersion refuses.
func (b *backend) HeadObjectVersion(string, string, gofakes3.VersionID) (*gofakes3.Object, error) {
	return nil, errOneVersion
}

// DeleteObjectVersion refuses: gofakes3 asks DeleteObject for the version "null".
func (b *backend) DeleteObjectVersion(string, string, gofakes3.VersionID) (gofakes3.ObjectDeleteResult, error) {
	return gofakes3.ObjectDeleteResult{}, errOneVersion
}

// DeleteMultiVersions deletes objects, whose one version is "null".
func (b *backend) DeleteMultiVersions(bucket string, objects ...gofakes3.ObjectID) (gofakes3.MultiDeleteResult, error) {
	var keys []string
	for _, o := range objects {
		if o.VersionID != "" && o.VersionID != "null" {
			return gofakes3.MultiDeleteResult{}, errOneVersion
		}
		keys = append(keys, o.Key)
	}
	return b.DeleteMulti(bucket, keys...)
}

// ListBucketVersions lists the objects, each as its one version, all at once: S3
// calls that version "null", and gofakes3 writes so.
// Source: "ListObjectVersions", Amazon S3 API Reference.
func (b *backend) ListBucketVersions(bucket string, prefix *gofakes3.Prefix, page *gofakes3.ListBucketVersionsPage) (*gofakes3.ListBucketVersionsResult, error) {
	if page != nil && page.HasKeyMarker {
		return nil, errors.New("a page of versions is asked for that nobody was told of")
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	objects, err := b.ListBucket(bucket, prefix, gofakes3.ListBucketPage{})
	if err != nil {
		return nil, err
	}
	out := gofakes3.NewListBucketVersionsResult(bucket, prefix, page)
	for _, o := range objects.Contents {
		out.Versions = append(out.Versions, &gofakes3.Version{
			Key: o.Key, IsLatest: true, LastModified: o.LastModified, Size: o.Size, ETag: o.ETag, StorageClass: gofakes3.StorageStandard,
		})
	}
	return out, nil
}
