package objects

import (
	"crypto/subtle"
	"encoding/xml"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// refusal is an error as S3 tells it to a client.
type refusal struct {
	XMLName xml.Name `xml:"Error"`
	Code    string
	Message string
}

// S3 takes a link for at most a week. Source: "Sharing objects with presigned URLs".
const maxExpires = 7 * 24 * time.Hour

// authorise returns why S3 would refuse the request, or nil.
func (s *Store) authorise(r *http.Request, now time.Time) *refusal {
	query := r.URL.Query()
	signature := query.Get("X-Amz-Signature")
	if signature == "" {
		if strings.HasPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256 ") {
			return nil
		}
		return &refusal{Code: "AccessDenied", Message: "Access Denied"}
	}
	signed, err := time.Parse("20060102T150405Z", query.Get("X-Amz-Date"))
	seconds, errExpires := strconv.Atoi(query.Get("X-Amz-Expires"))
	expires := time.Duration(seconds) * time.Second
	scope := strings.Split(query.Get("X-Amz-Credential"), "/")
	if err != nil || errExpires != nil || expires < 0 || expires > maxExpires || len(scope) != 5 {
		return &refusal{Code: "AuthorizationQueryParametersError", Message: "Error parsing the X-Amz parameters"}
	}
	if now.After(signed.Add(expires)) {
		return &refusal{Code: "AccessDenied", Message: "Request has expired"}
	}
	want, err := s.sign(r, signed, scope)
	if err != nil || subtle.ConstantTimeCompare([]byte(want), []byte(signature)) != 1 {
		return &refusal{Code: "SignatureDoesNotMatch", Message: "The request signature we calculated does not match the signature you provided."}
	}
	return s.permit(r, scope[0])
}

// permit returns why the access key's owner may not do what the link is for, or nil.
func (s *Store) permit(r *http.Request, accessKey string) *refusal {
	if accessKey == s.credentials.AccessKeyID {
		return nil
	}
	if s.Permit == nil {
		return &refusal{Code: "InvalidAccessKeyId", Message: "The AWS Access Key Id you provided does not exist in our records."}
	}
	bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if s.Permit(accessKey, r.Method, bucket, key) != nil {
		return &refusal{Code: "AccessDenied", Message: "Access Denied"}
	}
	return nil
}

// sign computes the signature that the request should bear: that of the same
// method, address and signed headers, made with our own secret in the scope that
// the link names: access key, day, region, service.
func (s *Store) sign(r *http.Request, at time.Time, scope []string) (string, error) {
	address := *r.URL
	address.Scheme, address.Host = "http", r.Host
	query := address.Query()
	query.Del("X-Amz-Signature")
	address.RawQuery = query.Encode()
	bare, err := http.NewRequestWithContext(r.Context(), r.Method, address.String(), nil)
	if err != nil {
		return "", err
	}
	for name := range strings.SplitSeq(query.Get("X-Amz-SignedHeaders"), ";") {
		switch name {
		case "host":
		case "content-length":
			bare.ContentLength = r.ContentLength
		default:
			bare.Header[http.CanonicalHeaderKey(name)] = r.Header.Values(name)
		}
	}
	signer := s.credentials
	signer.AccessKeyID = scope[0]
	link, _, err := v4.NewSigner().PresignHTTP(r.Context(), signer, bare, "UNSIGNED-PAYLOAD", "s3", scope[2], at,
		func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	if err != nil {
		return "", err
	}
	parsed, err := url.Parse(link)
	if err != nil {
		return "", err
	}
	return parsed.Query().Get("X-Amz-Signature"), nil
}
