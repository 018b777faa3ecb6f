package safehtml

import (
	"slices"
	"strconv"
	"strings"
)

// rewriteImage gives an image one address, where nothing fetches a remote one.
// It returns false for an image that is there to tell that the mail was opened.
func (t *tag) rewriteImage(looks style) bool {
	address := ""
	for _, a := range t.attributes {
		switch a.key {
		case "src", "data-src": // where cleaned before, or loaded late
			if address == "" {
				address = a.value
			}
		case "width", "height":
			n, err := strconv.ParseFloat(strings.TrimSuffix(a.value, "px"), 64)
			if err == nil && n <= maxTracker {
				return false
			}
		}
	}
	if strings.HasPrefix(address, "//") {
		address = "https:" + address
	}
	remote := isRemote(address)
	if looks.hidden || looks.tiny || remote && isTracker(address) {
		return false
	}
	t.attributes = slices.DeleteFunc(t.attributes, func(a attribute) bool { return a.key == "src" || a.key == "data-src" })
	key := "src"
	if remote {
		key = "data-src"
	}
	t.attributes = slices.Insert(t.attributes, 0, attribute{key, address})
	return true
}

func isRemote(address string) bool {
	scheme, _, ok := strings.Cut(address, "://")
	return ok && (strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "http"))
}

// maxTracker is the width or height, in pixels, up to which an image is not
// there to be seen.
const maxTracker = 3

// maxHost bounds the name of a host, in bytes (RFC 1035 §2.3.4).
const maxHost = 255

// isTracker tells the remote images by which services count opened mail.
func isTracker(address string) bool {
	address = strings.ToLower(address)
	_, rest, _ := strings.Cut(address, "://")
	host, path := rest, ""
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		host, path = rest[:i], rest[i:]
	}
	host = host[strings.LastIndexByte(host, '@')+1:]
	host, _, _ = strings.Cut(host, ":")
	if len(host) > maxHost {
		return false
	}
	for domain := host; domain != ""; _, domain, _ = strings.Cut(domain, ".") {
		if trackerHosts[domain] {
			return true
		}
	}
	file, _, _ := strings.Cut(path, "?")
	if trackerFiles[file[strings.LastIndexByte(file, '/')+1:]] {
		return true
	}
	for at := strings.IndexByte(path, '/'); at >= 0; at = strings.IndexByte(path, '/') {
		path = path[at:]
		if slices.ContainsFunc(trackerPaths, func(p string) bool { return strings.HasPrefix(path, p) }) {
			return true
		}
		path = path[1:]
	}
	return false
}

// trackerHosts, and hosts below them, serve nothing but counters. The names are
// those the services document, and blockers of trackers list.
var trackerHosts = setOf("app.returnpath.net", "awstrack.me", "beacon.krxd.net", "bl-1.com", "closeml.com", "emltrk.com",
	"getnotify.com", "google-analytics.com", "mailfoogae.appspot.com", "mailstat.us", "mailtrack.io", "mltrk.io",
	"outrch.com", "pixel.wp.com", "pstmrk.it", "r.superhuman.com", "readnotify.com", "sidekickopen.com",
	"t.hubspotemail.net", "t.hubspotfree.net", "t.yesware.com", "app.yesware.com", "track.hubspot.com",
	"track.mixmax.com", "via.intercom.io", "whosen.com", "yamm-track.appspot.com")

// trackerPaths are where services count on hosts of the sender's own name.
var trackerPaths = []string{
	"/api/mailings/opened", // Outreach
	"/api/track/",          // Mixmax, Vocus
	"/e/eo",                // Mandrill on a host of the sender's
	"/e/o/",                // Customer.io, Segment
	"/e2t/o/",              // HubSpot
	"/email/open",
	"/email_opened", // Close
	"/email_trackers/",
	"/emailopened",       // Keap
	"/icp/track",         // iContact
	"/mpss/o/",           // SendGrid
	"/on.jsp",            // Constant Contact
	"/open.aspx",         // Salesforce Marketing Cloud
	"/open/log/",         // Sailthru
	"/optiextension.dll", // Selligent
	"/ss/o/",             // SendGrid
	"/tools/emails/open", // Shopify
	"/tr/op/",            // Brevo
	"/track/open",        // Mailchimp, Mandrill
	"/trackopen",
	"/wf/open", // SendGrid
}

// trackerFiles are names of pictures that show nothing.
var trackerFiles = setOf("1x1.gif", "1x1.png", "__ptq.gif", "beacon.gif", "blank.gif", "clear.gif", "o.gif", "open.gif",
	"open.html", "open.php", "opened.gif", "pixel.gif", "pixel.php", "pixel.png", "shim.gif", "spacer.gif", "t.gif", "track.gif",
	"track.php", "tracker.gif", "tracking.gif", "transparent.gif")
