package api_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"confab/shared/api"
	"confab/shared/inbox"
)

const messagePath = "/v1/conversations/c-own/messages/m-own"

// message is the one of audience own, to be changed before it is served.
func (w *world) message() *inbox.Message {
	return w.msg[inbox.MessageKey{Conversation: "c-own", Message: "m-own"}]
}

func (w *world) keep(t *testing.T, key string, b inbox.Body) {
	t.Helper()
	data, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	w.bodies[key] = data
}

func TestAShortMessageIsItsOwnBody(t *testing.T) {
	var got api.Body
	call{as: "viewer", method: "GET", path: messagePath + "/body"}.to(t, api.New(newWorld().config(io.Discard))).into(t, http.StatusOK, &got)
	if got.Text != secret(own) || got.HTML != "" || len(got.Attachments) != 1 {
		t.Errorf("body %+v", got)
	}
}

func TestALongMessageIsReadFromItsObject(t *testing.T) {
	w := newWorld()
	w.message().Body, w.message().Truncated = "body", true
	w.keep(t, "body", inbox.Body{Text: "all", HTML: "<p>all</p>", Attachments: []inbox.Attachment{{Name: "a"}, {Name: "b", Key: "att/b", Type: "text/plain"}}})
	a := api.New(w.config(io.Discard))
	var got api.Body
	call{as: "viewer", method: "GET", path: messagePath + "/body"}.to(t, a).into(t, http.StatusOK, &got)
	if got.Text != "all" || got.HTML != "<p>all</p>" || got.Clipped || got.Attachments[1].Link != messagePath+"/attachments/1" {
		t.Errorf("body %+v", got)
	}
	var link api.Download
	call{as: "viewer", method: "GET", path: got.Attachments[1].Link}.to(t, a).into(t, http.StatusOK, &link)
	if link.URL != "https://files.example.com/att/b" || link.Name != "b" || !link.Expires.Equal(noon.Add(10*60*1e9)) {
		t.Errorf("link %+v", link)
	}
}

func TestABodyTooLongForLambdaIsClippedBetweenCharacters(t *testing.T) {
	w := newWorld()
	w.message().Body = "body"
	w.keep(t, "body", inbox.Body{Text: "x" + strings.Repeat("é", 300<<10), HTML: strings.Repeat("h", 2<<20+1)})
	var got api.Body
	call{as: "viewer", method: "GET", path: messagePath + "/body"}.to(t, api.New(w.config(io.Discard))).into(t, http.StatusOK, &got)
	if !got.Clipped || got.HTML != "" || len(got.Text) != 512<<10-1 || strings.ContainsRune(got.Text, '\uFFFD') {
		t.Errorf("clipped %v, %d bytes of HTML, %d of text", got.Clipped, len(got.HTML), len(got.Text))
	}
}

func TestABodyThatIsGoneIsOurFaultAndSaysNothing(t *testing.T) {
	w := newWorld()
	w.message().Body = "secret-key-of-an-object"
	var logs strings.Builder
	got := call{as: "viewer", method: "GET", path: messagePath + "/body"}.to(t, api.New(w.config(&logs)))
	if p := got.problem(t, http.StatusInternalServerError); strings.Contains(p.Detail, "secret") || !strings.Contains(logs.String(), w.message().Body) {
		t.Errorf("problem %+v, log %s", p, &logs)
	}
}

func TestFilesOfAnInfectedMessageAreNotServed(t *testing.T) {
	w := newWorld()
	w.message().Virus = true
	a := api.New(w.config(io.Discard))
	for _, path := range []string{"/attachments/0", "/raw"} {
		if p := (call{as: "owner", method: "GET", path: messagePath + path}).to(t, a).problem(t, http.StatusForbidden); p.kind() != "virus" {
			t.Errorf("%s: %+v", path, p)
		}
	}
	call{as: "owner", method: "GET", path: messagePath + "/body"}.to(t, a).into(t, http.StatusOK, new(api.Body))
}

func TestThereAreNoFilesBeyondTheLast(t *testing.T) {
	w := newWorld()
	w.message().Raw = ""
	a := api.New(w.config(io.Discard))
	for path, status := range map[string]int{"/attachments/1": 404, "/attachments/-1": 422, "/attachments/first": 422, "/raw": 404} {
		call{as: "owner", method: "GET", path: messagePath + path}.to(t, a).problem(t, status)
	}
}

func TestFactsAreServedAsTheyWereNoted(t *testing.T) {
	w := newWorld()
	w.message().Facts = []inbox.Fact{{At: noon, Name: "matched", Detail: map[string]string{"rule": "reply_address"}}, {At: noon, Name: "trimmed"}}
	got := call{as: "viewer", method: "GET", path: messagePath + "/facts"}.to(t, api.New(w.config(io.Discard)))
	want := `{"facts":[{"at":"2026-03-01T12:00:00Z","name":"matched","detail":{"rule":"reply_address"}},{"at":"2026-03-01T12:00:00Z","name":"trimmed","detail":{}}]}`
	if strings.TrimSpace(got.body) != want {
		t.Errorf("facts %s", got.body)
	}
}
