package api_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"confab/shared/api"
)

// attaching and uploading are the two routes that name a file.
func attaching(name, mediaType string) call {
	return reply(fmt.Sprintf(`{"text":"Hi","attachments":[{"key":"u/%s/01JD4QX2M7ZC5T9K3V8R6N1B0A","name":%q,"type":%q}]}`, memberID("agent"), name, mediaType))
}

func uploading(name, mediaType string) call {
	return call{as: "agent", method: "POST", path: "/v1/audiences/own/uploads", body: fmt.Sprintf(`{"name":%q,"type":%q,"size":3}`, name, mediaType)}
}

func TestOfAPathTheFileNameRemains(t *testing.T) {
	for given, want := range map[string]string{
		"../../etc/passwd": "passwd", "/etc/passwd": "passwd", `C:\fakepath\a.pdf`: "a.pdf", `..\..\a.pdf`: "a.pdf", "a/": "a",
		"invoice.pdf": "invoice.pdf", ".profile": ".profile", "été 1.pdf": "été 1.pdf",
	} {
		w := newWorld()
		attaching(given, "text/plain").to(t, api.New(w.config(io.Discard))).into(t, http.StatusCreated, new(api.Sent))
		if w.draft.Files[0].Name != want {
			t.Errorf("%q is attached as %q", given, w.draft.Files[0].Name)
		}
	}
}

func TestFilesThatNoMailCanCarryAreRefusedAtOnce(t *testing.T) {
	cfg := newWorld().config(io.Discard)
	cfg.CheckFile = func(name string) error {
		if strings.HasSuffix(name, ".exe") {
			return errors.New("refused")
		}
		return nil
	}
	a := api.New(cfg)
	for _, c := range []struct{ name, mediaType, field string }{
		{"setup.exe", "application/pdf", "name"},
		{"a.pdf/setup.exe", "application/pdf", "name"},
		{"setup.exe/", "application/pdf", "name"},
		{"..", "text/plain", "name"},
		{"../", "text/plain", "name"},
		{`\`, "text/plain", "name"},
		{" ", "text/plain", "name"},
		{"a.eml", "message/rfc822", "type"},
		{"a.eml", "Message/Global", "type"},
		{"a.bin", "multipart/mixed; boundary=x", "type"},
	} {
		for call, location := range map[*call]string{
			new(attaching(c.name, c.mediaType)): "body.attachments[0].", new(uploading(c.name, c.mediaType)): "body.",
		} {
			p := call.to(t, a).problem(t, http.StatusUnprocessableEntity)
			if len(p.Errors) != 1 || p.Errors[0].Location != location+c.field {
				t.Errorf("%q of type %s: %+v, want %s", c.name, c.mediaType, p, location+c.field)
			}
		}
	}
	uploading("a.pdf", "application/pdf").to(t, a).into(t, http.StatusCreated, new(api.Upload))
}
