package api_test

import (
	"fmt"
	"io"
	"net/http"
	"reflect"
	"testing"

	"confab/shared/api"
)

func TestTextingIsEditedFieldByField(t *testing.T) {
	w := newWorld()
	a := api.New(w.config(io.Discard))
	edit := func(body string) api.Texting {
		t.Helper()
		var got api.Audience
		call{as: "owner", method: "PATCH", path: "/v1/audiences/own", body: `{"texting":` + body + `}`}.to(t, a).into(t, http.StatusOK, &got)
		return got.Texting
	}
	usual := edit(`{}`)
	if !reflect.DeepEqual(usual.Numbers, []string{ours(own)}) || usual.Brand != "Shop" || usual.Autoresponder.Mode != "off" || usual.LinkBase != "" {
		t.Errorf("as it was: %+v", usual)
	}
	if u := usual.Usual; u.AnswerMinutes != 60 || u.AutoresponderHours != 24 || u.OptInText == "" || u.OptOutText == "" || u.HelpText == "" || u.Frequency == "" {
		t.Errorf("the usual: %+v", u)
	}
	want := usual
	want.Brand, want.Frequency, want.HelpText = "Example", "Weekly", "Example:\nreply STOP"
	want.SubscribeKeywords, want.AnswerMinutes, want.KeepLinks = []string{"JOIN"}, -1, true
	want.Autoresponder = api.Autoresponder{Mode: "all", Text: "Soon.", Hours: 12}
	want.Gaps = []string{"help_text does not seem to say how often you text.", "help_text does not seem to say that message and data rates may apply."}
	got := edit(`{"brand":"Example","frequency":"Weekly","help_text":"Example:\nreply STOP","subscribe_keywords":["JOIN"],
		"answer_minutes":-1,"keep_links":true,"autoresponder":{"mode":"all","text":"Soon.","hours":12}}`)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := edit(`{"numbers":[],"provider_answers":true,"opt_in_text":"a","opt_out_text":"b"}`); len(got.Numbers) != 0 || !got.ProviderAnswers || got.OptInText != "a" || got.OptOutText != "b" {
		t.Errorf("%+v", got)
	}
}

func TestTheFirstNumberBringsShortLinksToWhereTheAPIIs(t *testing.T) {
	for _, c := range []struct{ host, body, want string }{
		{"api.example.com", `{"numbers":["+15550100"]}`, "https://api.example.com"},
		{"127.0.0.1:8080", `{"numbers":["+15550100"]}`, "http://127.0.0.1:8080"},
		{"localhost:8080", `{"numbers":["+15550100"]}`, "http://localhost:8080"},
		{"api.example.com", `{"numbers":["+15550100"],"link_base":"https://go.example.com"}`, "https://go.example.com"},
		{"api.example.com", `{"numbers":["+15550100"],"link_base":""}`, ""},
		{"api.example.com", `{"numbers":[]}`, ""},
		{"api.example.com", `{"brand":"Shop"}`, ""},
	} {
		a := api.New(newWorld().config(io.Discard))
		var got api.Audience
		call{as: "owner", method: "PATCH", path: "http://" + c.host + "/v1/audiences/own", body: `{"texting":` + c.body + `}`}.to(t, a).into(t, http.StatusOK, &got)
		if got.Texting.LinkBase != c.want {
			t.Errorf("%s at %s: %q, want %q", c.body, c.host, got.Texting.LinkBase, c.want)
		}
	}
	var got api.Audience
	create := call{as: "owner", method: "POST", path: "https://api.example.com/v1/audiences", body: `{"name":"New","from_address":"a@example.com","texting":{"numbers":["+15550100"],"brand":"New"}}`}
	create.to(t, api.New(newWorld().config(io.Discard))).into(t, http.StatusCreated, &got)
	if got.Texting.LinkBase != "https://api.example.com" || got.Texting.Brand != "New" {
		t.Errorf("created with %+v", got.Texting)
	}
}

func TestNumbersTakeMoreThanAManager(t *testing.T) {
	for body, least := range map[string]string{
		`{"numbers":["+15550100"]}`: "admin", `{"provider_answers":true}`: "admin", `{"link_base":""}`: "admin",
		`{"brand":"Shop"}`: "manager", `{"autoresponder":{"mode":"off"}}`: "manager", `{"keep_links":true}`: "manager",
	} {
		for _, role := range roles {
			r := route{of: "audience", from: least}
			got := call{as: role, method: "PATCH", path: "/v1/audiences/own", body: fmt.Sprintf(`{"texting":%s}`, body)}.to(t, api.New(newWorld().config(io.Discard)))
			if want := r.want(role, own); want != 0 && got.status != want || want == 0 && got.status != http.StatusOK {
				t.Errorf("%s as %s: status %d: %s", body, role, got.status, got.body)
			}
		}
	}
}

func TestSettingsOfTextingHaveBounds(t *testing.T) {
	a := api.New(newWorld().config(io.Discard))
	for body, location := range map[string]string{
		`{"answer_minutes":-2}`:                   "body.texting.answer_minutes",
		`{"answer_minutes":1441}`:                 "body.texting.answer_minutes",
		`{"autoresponder":{"mode":"some"}}`:       "body.texting.autoresponder.mode",
		`{"autoresponder":{"hours":721}}`:         "body.texting.autoresponder.hours",
		`{"brand":"two\nlines"}`:                  "body.texting.brand",
		`{"gaps":[]}`:                             "body.texting.gaps",
		fmt.Sprintf(`{"help_text":"%01531d"}`, 0): "body.texting.help_text",
	} {
		p := call{as: "owner", method: "PATCH", path: "/v1/audiences/own", body: `{"texting":` + body + `}`}.to(t, a).problem(t, 422)
		if len(p.Errors) == 0 || p.Errors[0].Location != location {
			t.Errorf("%.60s: %+v, want %s", body, p.Errors, location)
		}
	}
}
