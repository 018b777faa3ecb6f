package email

import "confab/shared/channel/email/safehtml"

// Sanitise reduces a stranger's HTML to what is safe to show. The package
// safehtml says what stays.
func Sanitise(document string) string { return safehtml.Clean(document) }
