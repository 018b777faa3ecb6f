package handler

import "strings"

// headers returns what every answer carries. nonce is that of the page, empty
// for anything else.
func (s *Site) headers(nonce string) map[string]string {
	return map[string]string{
		"content-security-policy":      s.policy(nonce),
		"strict-transport-security":    "max-age=31536000; includeSubDomains",
		"x-content-type-options":       "nosniff",
		"x-frame-options":              "DENY",
		"referrer-policy":              "no-referrer",
		"cross-origin-opener-policy":   "same-origin",
		"cross-origin-resource-policy": "same-origin",
		"permissions-policy":           "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
	}
}

// policy is the Content-Security-Policy. A mail shown in a srcdoc frame inherits
// it (CSP3 §7.8), so two directives are wider than the client itself needs: mail
// brings style attributes, and its images, once a member asked for them, come
// from anywhere. The frame's own policy keeps them out until then.
func (s *Site) policy(nonce string) string {
	style := "style-src 'self'"
	if nonce != "" {
		style += " 'nonce-" + nonce + "'"
	}
	others := strings.Join(s.config.connect, " ")
	return strings.Join([]string{
		"default-src 'none'",
		"script-src 'self'",
		style,
		"style-src-attr 'unsafe-inline'",
		"img-src 'self' data: https: " + others,
		"font-src 'self'",
		"connect-src 'self' " + others,
		"frame-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
	}, "; ")
}
