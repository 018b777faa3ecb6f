package api_test

// text is an answer to the conversation by text.
func text(body string) call {
	c := reply(body)
	c.path = "/v1/conversations/t-own/replies"
	return c
}
