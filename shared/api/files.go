package api

import (
	"context"
	"fmt"
	"mime"
	"path"
	"regexp"
	"strings"
	"time"

	"confab/shared/inbox"
)

// FileRef attaches an uploaded file.
type FileRef struct {
	Key  string `json:"key" maxLength:"200" doc:"As the upload returned it. You can attach what you uploaded yourself."`
	Name string `json:"name" minLength:"1" maxLength:"255" example:"invoice.pdf"`
	Type string `json:"type" minLength:"3" maxLength:"127" example:"application/pdf"`
}

// uploadName is what follows the member's own prefix in the key of an upload.
var uploadName = regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{26}$`)

func (v *visit) uploads() string { return inbox.UploadKey(v.id, "") }

// files are the uploads that a draft refers to: the caller's own, or none. The
// key is the whole of the right to attach a file, so another's is refused.
func (a *API) files(v *visit, refs []FileRef) ([]inbox.Upload, error) {
	var out []inbox.Upload
	for i, r := range refs {
		location := fmt.Sprintf("body.attachments[%d]", i)
		id, own := strings.CutPrefix(r.Key, v.uploads())
		if !own || !uploadName.MatchString(id) {
			return nil, invalid(location+".key", "no upload of yours")
		}
		name, mediaType, err := a.file(location, r.Name, r.Type)
		if err != nil {
			return nil, err
		}
		out = append(out, inbox.Upload{Key: r.Key, Name: name, Type: mediaType})
	}
	return out, nil
}

// file is the name and the media type by which a file can be sent, of those that
// the client gave. Of a path, which some clients give, it takes the last element.
func (a *API) file(location, name, mediaType string) (string, string, error) {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	if strings.Trim(base, "./ ") == "" {
		return "", "", invalid(location+".name", "no name of a file")
	}
	if a.cfg.CheckFile != nil && a.cfg.CheckFile(base) != nil {
		return "", "", invalid(location+".name", "the mail provider refuses files of this type")
	}
	t, _, err := mime.ParseMediaType(mediaType)
	kind, _, slash := strings.Cut(t, "/")
	if err != nil || !slash {
		return "", "", invalid(location+".type", "no media type (RFC 6838 §4.2), like application/pdf")
	}
	if kind == "multipart" || kind == "message" {
		return "", "", invalid(location+".type", "a file can't be of a type that holds other parts (RFC 2046 §5): give application/octet-stream")
	}
	return base, t, nil
}

// NewUpload describes a file before its bytes are sent.
type NewUpload struct {
	Name string `json:"name" minLength:"1" maxLength:"255" example:"invoice.pdf"`
	Type string `json:"type" minLength:"3" maxLength:"127" example:"application/pdf"`
	Size int64  `json:"size" minimum:"1" maximum:"29360128" doc:"In bytes, exactly."`
}

// Upload is where to send a file's bytes.
type Upload struct {
	Key     string    `json:"key" doc:"To attach the file by."`
	URL     string    `json:"url" format:"uri" doc:"PUT the bytes here, without a token, with Content-Type as given in type."`
	Type    string    `json:"type" doc:"The Content-Type to send."`
	Expires time.Time `json:"expires" doc:"Until when the link is good."`
}

type uploadInput struct {
	Audience       string `path:"audience" maxLength:"64" doc:"An audience's id."`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"255" pattern:"^[!-~]+$" doc:"With it, the same request yields the same key."`
	Body           NewUpload
	RawBody        []byte
}

type uploadOutput struct {
	Location string `header:"Location" doc:"The link, as in url: where the file will be."`
	Body     Upload
}

func (a *API) upload(ctx context.Context, v *visit, in *uploadInput) (*uploadOutput, error) {
	if err := v.gate(ctx, in.Audience); err != nil {
		return nil, err
	}
	if _, err := a.audience(ctx, in.Audience); err != nil {
		return nil, err
	}
	_, contentType, err := a.file("body", in.Body.Name, in.Body.Type)
	if err != nil {
		return nil, err
	}
	id := a.cfg.IDs.New(a.cfg.Now())
	if r := v.once(in.IdempotencyKey, in.RawBody, in.Audience); r != nil {
		// Nothing is stored of an upload, so the id itself remembers the request.
		id = a.cfg.IDs.Derive(time.UnixMilli(0), r.Key, r.Digest)
	}
	key := v.uploads() + id
	url, err := a.cfg.Links.Upload(ctx, key, contentType, in.Body.Size)
	if err != nil {
		return nil, fmt.Errorf("link to upload %s: %w", key, err)
	}
	return &uploadOutput{Location: url, Body: Upload{Key: key, URL: url, Type: contentType, Expires: a.expiry()}}, nil
}
