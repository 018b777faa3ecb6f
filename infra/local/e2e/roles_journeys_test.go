package e2e_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"confab/infra/local/roles"
	"confab/shared/inbox"
	"confab/shared/setup"
	"confab/shared/webhook"
)

// journeys has all functions do all that they can do, on their good days and on
// their bad ones, and returns what that needed. A journey is a way through the
// whole system, so that each step finds what the earlier ones have left.
func journeys(t *testing.T) (roles.Names, []roles.Call) {
	h := newHouse(t, "send-message")
	h.receiving()
	h.answering()
	h.working()
	h.searching()
	h.jobbing()
	h.deleting()
	h.erasing()
	h.linking()
	h.losing()
	h.vanishing()
	h.telling()
	h.texting()
	plain := newHouseOf(t, setup.SNS)
	plain.textingPlainly()
	return h.Roles.Names, slices.Concat(h.Roles.Calls(), plain.Roles.Calls())
}

// permitted fails the test if a function's role has refused it anything, which a
// retry may have hidden.
func (h *house) permitted() {
	h.Helper()
	for _, c := range h.Roles.Calls() {
		if c.Refused {
			h.Errorf("%s is not permitted %s on %s", c.Function, c.Action, c.Resource)
		}
	}
}

func (h *house) conversation(subject string) string {
	h.Helper()
	h.eventually("the mail is there: "+subject, func() bool { return len(h.about(subject)) == 1 })
	return h.about(subject)[0].Conversation
}

func (h *house) receiving() {
	h.must(h.submit(mail("question"), support))
	thread := h.conversation("question")
	// A machine's answer stays in the thread and changes nothing else of it.
	auto := strings.NewReplacer("<question@", "<auto@", "MIME-Version", "In-Reply-To: <question@example.org>\r\nAuto-Submitted: auto-replied\r\nMIME-Version")
	h.must(h.submit([]byte(auto.Replace(string(mail("question")))), support))
	h.eventually("the machine's mail is in the thread", func() bool { return len(h.messages(thread)) == 2 })
}

func (h *house) answering() {
	thread := h.conversation("question")
	file := h.upload("invoice")
	h.must(h.call("POST", "/v1/conversations/"+thread+"/replies", "with-a-file", `{"text":"Here it is.","attachments":[`+file+`]}`, nil))
	h.must(h.call("POST", "/v1/conversations/"+thread+"/replies", "long", `{"text":"`+strings.Repeat("long ", inbox.InlineText/4)+`"}`, nil))
	// What was not uploaded is told from what cannot be read.
	var link struct{ Key string }
	h.must(h.call("POST", "/v1/audiences/"+h.audience.ID+"/uploads", "", `{"name":"a.txt","type":"text/plain","size":1}`, &link))
	never := fmt.Sprintf(`{"key":%q,"name":"a.txt","type":"text/plain"}`, link.Key)
	if err := h.call("POST", "/v1/conversations/"+thread+"/replies", "never", `{"text":"","attachments":[`+never+`]}`, nil); err == nil || !strings.Contains(err.Error(), " 422 ") {
		h.Errorf("a file that was never uploaded: %v", err)
	}
	h.delivered(thread, 2)
	// SES takes it and does not say so: what it tells later settles the message.
	h.must(h.submit(mail("hangup"), support))
	thread = h.conversation("hangup")
	h.Sent.Inject("hangup", 1)
	h.must(h.call("POST", "/v1/conversations/"+thread+"/replies", "hangup", `{"text":"Did it leave?"}`, nil))
	h.delivered(thread, 1)
	h.must(h.call("POST", "/v1/audiences/"+h.audience.ID+"/conversations", "start", `{"address":{"address":"bounce@example.org"},"subject":"News","text":"Hello."}`, nil))
}

// upload sends a text to where the API says, and returns how to attach it.
func (h *house) upload(text string) string {
	h.Helper()
	return h.uploadAs("a.txt", "text/plain", text)
}

// uploadAs does so with a file of any type.
func (h *house) uploadAs(name, mediaType, text string) string {
	h.Helper()
	var link struct{ Key, URL, Type string }
	h.must(h.call("POST", "/v1/audiences/"+h.audience.ID+"/uploads", "", fmt.Sprintf(`{"name":%q,"type":%q,"size":%d}`, name, mediaType, len(text)), &link))
	req, err := http.NewRequestWithContext(h.Context(), http.MethodPut, link.URL, strings.NewReader(text))
	h.must(err)
	req.Header.Set("Content-Type", link.Type)
	h.exchange(req)
	return fmt.Sprintf(`{"key":%q,"name":%q,"type":%q}`, link.Key, name, mediaType)
}

func (h *house) exchange(req *http.Request) string {
	h.Helper()
	res, err := http.DefaultClient.Do(req)
	h.must(err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	h.must(err)
	if res.StatusCode != http.StatusOK {
		h.Errorf("%s %s: %s %s", req.Method, req.URL.Path, res.Status, body)
	}
	return string(body)
}

// delivered waits until that many messages of the thread are.
func (h *house) delivered(thread string, n int) {
	h.Helper()
	h.eventually("the answers are delivered", func() bool {
		delivered := 0
		for _, m := range h.messages(thread) {
			if m.Delivery != nil && m.Delivery.State == inbox.Delivered {
				delivered++
			}
		}
		return delivered == n
	})
}

// working has the page's calls made, those that change something and those that
// list.
func (h *house) working() {
	thread := h.conversation("question")
	path := "/v1/conversations/" + thread
	newest := h.messages(thread)[0].ID
	audience := "/v1/audiences/" + h.audience.ID
	row := h.about("question")[0]
	for _, c := range []struct{ method, path, body string }{
		{"GET", "/v1/me", ""},
		{"GET", audience + "/conversations?status=open&unread=true", ""},
		{"GET", path, ""},
		{"POST", path + "/read", `{"last_seen":"` + newest + `"}`},
		{"POST", path + "/unread", ""},
		{"POST", path + "/status", `{"status":"done"}`},
		{"PATCH", "/v1/contacts/" + row.Contact, `{"name":"Ada L."}`},
		{"GET", "/v1/contacts/" + row.Contact + "/conversations", ""},
		{"GET", audience + "/contacts", ""},
		{"GET", audience + "/changes", ""},
		{"PUT", path + "/presence", `{"typing":true}`},
		{"DELETE", path + "/presence", ""},
		{"GET", "/v1/members", ""},
		{"DELETE", audience + "/suppressions/ada@example.org", ""},
	} {
		h.must(h.call(c.method, c.path, c.method+strings.ReplaceAll(c.path, "/", "-"), c.body, nil))
	}
}

// searching finds what was written, and who wrote it, by a part of either.
func (h *house) searching() {
	thread := h.conversation("hangup")
	audience := "/v1/audiences/" + h.audience.ID
	h.eventually("the mail is found", func() bool {
		var found struct {
			Results []struct{ Conversation struct{ ID string } }
		}
		h.must(h.call("GET", audience+"/search?q=dear+hang", "", "", &found))
		return len(found.Results) == 1 && found.Results[0].Conversation.ID == thread
	})
	h.eventually("the contact is found", func() bool {
		var found struct{ Contacts []struct{ Email string } }
		h.must(h.call("GET", audience+"/contacts?q=da@exam", "", "", &found))
		return len(found.Contacts) == 1 && found.Contacts[0].Email == "ada@example.org"
	})
}

// jobbing changes many conversations at once.
func (h *house) jobbing() {
	audience := "/v1/audiences/" + h.audience.ID
	colleague := &inbox.Member{ID: "colleague", Roles: map[string]inbox.Role{h.audience.ID: inbox.Agent}}
	h.must(h.box.Store.Commit(h.Context(), inbox.Change{Members: []inbox.Edit[inbox.Member]{{After: colleague}}}))
	for _, action := range []string{`{"read":true}`, `{"unread":true}`, `{"assign":{"assignee":"colleague"}}`} {
		body := `{"action":` + action + `,"filter":{"status":"done"}}`
		var job struct{ ID, State string }
		h.must(h.call("POST", audience+"/conversations/bulk", "", body, &job))
		h.eventually("the job has ended", func() bool {
			h.must(h.call("GET", "/v1/jobs/"+job.ID, "", "", &job))
			return job.State == string(inbox.JobDone)
		})
		h.must(h.call("GET", "/v1/jobs/"+job.ID+"/results", "", "", nil))
	}
	h.must(h.call("GET", audience+"/jobs", "", "", nil))
	var check struct {
		ID     string
		Listed bool
	}
	h.must(h.call("POST", "/v1/consistency-checks", "", "{}", &check))
	h.eventually("everything was looked at", func() bool {
		h.must(h.call("GET", "/v1/jobs/"+check.ID, "", "", &check))
		return check.Listed
	})
	h.must(h.call("GET", "/v1/consistency-checks", "", "", nil))
}

// deleting deletes a conversation for good, and has its mail come again.
func (h *house) deleting() {
	h.must(h.submit(bytes.Replace(mail("private"), []byte("MIME-Version"), []byte("In-Reply-To: <unseen@example.org>\r\nMIME-Version"), 1), support))
	thread := h.conversation("private")
	raw := h.messages(thread)[0].Raw
	h.must(h.call("POST", "/v1/conversations/"+thread+"/status", "private-trash", `{"status":"trash"}`, nil))
	h.done("/v1/audiences/"+h.audience.ID+"/conversations/delete", fmt.Sprintf(`{"ids":[%q],"confirm":"DELETE","count":1}`, thread))
	files := s3.NewFromConfig(h.Config, func(o *s3.Options) { o.UsePathStyle = true })
	left, err := files.ListObjectsV2(h.Context(), &s3.ListObjectsV2Input{Bucket: aws.String(h.Env["BUCKET"]), Prefix: &raw})
	h.must(err)
	if len(left.Contents) > 0 {
		h.Errorf("%d raw mails are left", len(left.Contents))
	}
	id := strings.TrimPrefix(raw, setup.RawPrefix)
	h.must(h.Async.Invoke(h.Context(), "receive-email", fmt.Appendf(nil, `{"Records":[{"ses":{"mail":{"messageId":%q},"receipt":{"recipients":[%q]}}}]}`, id, support)))
	h.idle()
}

// done starts a job about one thing, waits until it is done, and returns its id.
func (h *house) done(path, body string) string {
	h.Helper()
	var job struct {
		ID, State string
		Done      int
	}
	h.must(h.call("POST", path, path, body, &job))
	h.eventually("the job has ended", func() bool {
		h.must(h.call("GET", "/v1/jobs/"+job.ID, "", "", &job))
		return inbox.JobState(job.State).Ended()
	})
	if job.Done != 1 {
		h.Errorf("%s: %+v", path, job)
	}
	return job.ID
}

// erasing exports a contact and erases them.
func (h *house) erasing() {
	h.must(h.submit(bytes.ReplaceAll(mail("farewell"), []byte("ada@"), []byte("bob@")), support))
	h.conversation("farewell")
	contact := "/v1/contacts/" + h.about("farewell")[0].Contact
	var link struct{ URL string }
	h.must(h.call("GET", "/v1/jobs/"+h.done(contact+"/export", "")+"/export", "", "", &link))
	req, err := http.NewRequestWithContext(h.Context(), http.MethodGet, link.URL, nil)
	h.must(err)
	if file := h.exchange(req); !strings.Contains(file, "bob@example.org") || !strings.Contains(file, "Dear sirs") {
		h.Errorf("exported is %s", file)
	}
	h.done(contact+"/erase", `{"confirm":"ERASE"}`)
	if err := h.call("GET", contact, "", "", nil); err == nil || !strings.Contains(err.Error(), " 404 ") {
		h.Errorf("who was erased is there: %v", err)
	}
}

// linking follows every kind of link.
func (h *house) linking() {
	thread := h.conversation("hangup")
	for _, m := range h.messages(thread) {
		if m.Direction != inbox.Inbound {
			continue
		}
		path := "/v1/conversations/" + thread + "/messages/" + m.ID
		h.must(h.call("GET", path+"/body", "", "", nil))
		for _, kind := range []string{"/raw", "/attachments/0"} {
			var link struct{ URL string }
			h.must(h.call("GET", path+kind, "", "", &link))
			req, err := http.NewRequestWithContext(h.Context(), http.MethodGet, link.URL, nil)
			h.must(err)
			if h.exchange(req) == "" {
				h.Errorf("%s is empty", kind)
			}
		}
	}
}

// losing loses what can be lost: a queue's message, a function that was about to
// send one, and a file of a message.
func (h *house) losing() {
	lost := h.queuedReply("lost-offer")
	h.overdue(lost, inbox.Queued)
	h.delivered(lost.Conversation, 1)
	claimed := h.queuedReply("lost-claim")
	h.overdue(claimed, inbox.Sending)
	h.eventually("the claim is given up", func() bool { return h.message(claimed).Delivery.State == inbox.Unknown })

	h.must(h.submit(mail("lost file"), support))
	thread := h.conversation("lost file")
	h.Queues.Delay.Store(int64(time.Hour))
	defer h.Queues.Delay.Store(0)
	h.must(h.call("POST", "/v1/conversations/"+thread+"/replies", "lost-file", `{"text":"","attachments":[`+h.upload("x")+`]}`, nil))
	m := h.messages(thread)[0]
	files := s3.NewFromConfig(h.Config, func(o *s3.Options) { o.UsePathStyle = true })
	_, err := files.DeleteObject(h.Context(), &s3.DeleteObjectInput{Bucket: aws.String(h.Env["BUCKET"]), Key: &m.Attachments[0].Key})
	h.must(err)
	h.deliverToSender(&m)
	if state := h.message(&m).Delivery.State; state != inbox.Failed {
		h.Errorf("a message whose file is gone is %s, and holds up all after it", state)
	}
}

// vanishing deletes an unread conversation, which the badge forgets.
func (h *house) vanishing() {
	unread := func() int {
		found, err := h.box.Store.Load(h.Context(), inbox.Keys{Unread: []string{h.audience.ID}})
		h.must(err)
		return found.Unread[h.audience.ID]
	}
	before := unread()
	h.must(h.submit(mail("vanishing"), support))
	thread := h.conversation("vanishing")
	h.eventually("the badge counts it", func() bool { return unread() == before+1 })
	found, err := h.box.Store.Load(h.Context(), inbox.Keys{Conversations: []string{thread}})
	h.must(err)
	h.must(h.box.Store.Commit(h.Context(), inbox.Change{Conversations: []inbox.Edit[inbox.Conversation]{{Before: found.Conversations[thread]}}}))
	h.eventually("the badge forgets it", func() bool { return unread() == before })
}

// telling has a webhook tried out, and told of a contact. Its audience is a new one:
// that another has no webhook is remembered for a minute.
func (h *house) telling() {
	var secret string
	told := make(chan error, 10)
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		seconds, _ := strconv.ParseInt(r.Header.Get("Confab-Timestamp"), 10, 64)
		if want := inbox.Signature(secret, time.Unix(seconds, 0), body); err == nil && r.Header.Get("Confab-Signature") != want {
			err = fmt.Errorf("signed %s, want %s", r.Header.Get("Confab-Signature"), want)
		}
		told <- err
	}))
	defer receiver.Close()
	var audience struct{ ID string }
	h.must(h.call("POST", "/v1/audiences", "hooked", `{"name":"Hooked","from_address":"hooked@example.com"}`, &audience))
	hooks := "/v1/audiences/" + audience.ID + "/webhooks"
	var made struct{ ID, Secret string }
	h.must(h.call("POST", hooks, "hook", fmt.Sprintf(`{"url":%q}`, receiver.URL), &made))
	secret = made.Secret
	hook := hooks + "/" + made.ID
	hear := func() {
		h.Helper()
		select {
		case err := <-told:
			h.must(err)
		case <-time.After(20 * time.Second):
			h.Fatal("the webhook was not told")
		}
	}
	h.must(h.call("POST", hook+"/test", "try", "", nil))
	hear()
	var page struct {
		Deliveries []struct{ ID, State string }
	}
	h.eventually("the delivery is recorded", func() bool {
		h.must(h.call("GET", hook+"/deliveries", "", "", &page))
		return len(page.Deliveries) == 1 && page.Deliveries[0].State == string(inbox.HookDelivered)
	})
	h.must(h.call("POST", "/v1/audiences/"+audience.ID+"/contacts", "told-of", `{"emails":["told-of@example.org"]}`, nil))
	hear()
	h.must(h.call("PATCH", hook, "", `{"events":["message.received"]}`, nil))
	// What is deployed would not have called this machine, by whatever name.
	deployed, err := setup.Notify(h.Context(), h.Config, func(name string) string { return h.Env[name] })
	h.must(err)
	if _, err := deployed.Poster.Post(h.Context(), "https://localhost:8443/", nil, nil); !errors.Is(err, webhook.ErrNotAdmitted) {
		h.Errorf("as deployed: %v", err)
	}
	if err := deployed.Poster.Check(receiver.URL); err == nil {
		h.Error("as deployed, a webhook may lead to this machine")
	}
	h.disabling(inbox.WebhookKey{Audience: audience.ID, ID: made.ID}, receiver.Close)
	h.must(h.call("DELETE", hook, "", "", nil))
}

// disabling has a webhook called in vain that has failed for days.
func (h *house) disabling(key inbox.WebhookKey, away func()) {
	h.Helper()
	away()
	found, err := h.box.Store.Load(h.Context(), inbox.Keys{Webhooks: []inbox.WebhookKey{key}})
	h.must(err)
	failing := *found.Webhooks[key]
	failing.Failing = time.Now().Add(-2 * inbox.WebhookPatience)
	h.must(h.box.Store.Commit(h.Context(), inbox.Change{Webhooks: []inbox.Edit[inbox.Webhook]{{Before: found.Webhooks[key], After: &failing}}}))
	h.must(h.call("POST", "/v1/audiences/"+key.Audience+"/webhooks/"+key.ID+"/test", "in-vain", "", nil))
	h.eventually("who made the webhook is told that it is disabled", func() bool {
		var told struct{ Notices []inbox.Notice }
		h.must(h.call("GET", "/v1/me/notices", "", "", &told))
		return len(told.Notices) > 0 && told.Notices[0].Kind == inbox.NoticeWebhookDisabled
	})
}

// overdue puts a message into a state whose deadline has long passed.
func (h *house) overdue(m *inbox.Message, state inbox.DeliveryState) {
	h.Helper()
	stored := h.message(m)
	after, d := *stored, *stored.Delivery
	d.State, d.Deadline = state, time.Now().Add(-time.Hour)
	after.Delivery = &d
	h.must(h.box.Store.Commit(h.Context(), inbox.Change{Messages: []inbox.Edit[inbox.Message]{{Before: stored, After: &after}}}))
}
