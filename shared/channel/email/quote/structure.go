package quote

import (
	"bytes"
	"strings"

	"golang.org/x/net/html/atom"
)

// mark is what markup says of the text within an element.
type mark uint8

const (
	markNone         mark = iota
	markOwn               // a blockquote without a client's mark: the author's own, unless an attribution stands above
	markPreformatted      // text with its line ends: a log, code, or a whole mail
	markClient            // what a client put below what was written, but people write in it too
	markSignature         // a signature
	markSigning           // a line end behind which a signature stands
	markIntro             // "Ann wrote:"
	markWrapper           // an introduction, then a quotation, then perhaps an answer
	markQuoted            // what is answered
	markForward           // what is forwarded
	markHead              // here may be the headers of the mail below, which goes on to the end
	markRest              // here it is
)

// names are the classes, ids and other names by which clients mark parts of a
// reply, in lower case and without the prefixes and numbers that clients and
// filters add. They were read in the sources of mail programs and in mail of
// public lists. Where a wrapper's name is on a blockquote, that is the quotation
// itself. Where clients let people write in an element of theirs, as in
// gmail_extra, its name is left out.
var names = func() map[string]mark {
	all := map[string]mark{}
	for kind, list := range map[mark][]string{
		markWrapper: {
			"gmail_quote", "gmail_quote_container", // Gmail, and clients that do as it does
			"protonmail_quote", "tutanota_quote", "skiff_quote",
			"zmail_extra",                                             // Zoho
			"messagereplysection",                                     // Spark
			"quote",                                                   // Nextcloud
			"mail-quote-collapse", "composewebview_previouse_content", // Mail.ru
			"ik_mail_quote",                                                          // Infomaniak
			"missive_quote", "front-blockquote", "freshdesk_quote", "outreach-quote", // help desks
		},
		markIntro: {
			"gmail_attr", "moz-cite-prefix",
			"reply-intro", "replyintro", // Roundcube
			"airmail_on",
		},
		markQuoted: {
			"yahoo_quoted", "iosymail", "ymail_android_signature_quote", "aolmail_replied_quote",
			"mail-editor-reference-message-container", "ms-outlook-mobile-reference-message", // new and mobile Outlook
			"olk_src_body_section",           // Outlook 2011 for Mac
			"__headers__", "__quoted_text__", // Zimbra
			"blockquote_zmail",                        // Zoho
			"isreplycontent", "ntes-mailmaster-quote", // 163
			"original-content",                                   // QQ on phones
			"origbody", "reply139content", "orimsghtmlseperator", // 139 and others of China
			"mail-app-auto-quote", // Mail.ru
			"hs_reply",            // HubSpot
			"history",             // Intercom
			"wm_quote",
		},
		markForward: {
			"moz-forward-container", "isforwardcontent", "forwardcontentmessage",
		},
		markHead: {
			"stopspelling", "replysplit", "outlookmessageheader", "ms-outlook-mobile-body-separator-line",
			"zwchr", "__divider__", // Zimbra
		},
		markRest:    {"divrplyfwdmsg"}, // Outlook on the web
		markClient:  {"ms-outlook-mobile-signature", "ms-outlook-ios-signature", "applemailsignature"},
		markSigning: {"linebreakatbeginningofsignature"}, // iPhone
		markSignature: {
			"zm-_id_-sgn", // Zoho
			"gmail_signature", "gmail_signature_prefix", "moz-signature", "protonmail_signature_block", "tutanota_signature",
			"ymail_android_signature", "messagesignaturesection", "__sig_pre__", "__sig_post__", "signature",
			"bloop_sign", "canarysig", // Airmail, Canary
			"spneditorsign", "ntes-signature", "ntes-mailmaster-signature", "imail_signature", "editorusersignature",
			"mail-app-auto-signature", "mail-app-auto-default-signature",
		},
	} {
		for _, name := range list {
			all[name] = kind
		}
	}
	return all
}()

// isNameAttribute tells the attributes by which clients name elements.
func isNameAttribute(key string) bool {
	switch key {
	case "class", "id", "name", "data-marker":
		return true
	}
	return false
}

// structure returns what the tag's attributes say of what is in it.
func (a *attributes) structure() mark {
	for _, one := range a.list {
		if one.Key == "fairemail" { // FairEmail's own attribute
			switch one.Value {
			case "signature":
				return markSignature
			case "reference":
				return markWrapper
			}
		}
		if one.Key == "name" && one.Value == "quote" && a.tag == atom.Div { // GMX, WEB.DE
			return markQuoted
		}
		if isNameAttribute(one.Key) {
			if found := a.named(one.Value); found != markNone {
				return found
			}
			continue
		}
		if a.tag == atom.Blockquote && (one.Key == "type" && strings.EqualFold(one.Value, "cite") || one.Key == "cite" && one.Value != "") {
			return markQuoted
		}
	}
	switch a.tag {
	case atom.Div:
		// The box around the headers that Word writes for Outlook, and the Mail of
		// Windows.
		if a.says(";border-top:solid", ";border-top-style:solid") {
			return markHead
		}
	case atom.Hr:
		if tab, _ := a.raw("tabindex"); tab == "-1" || a.says(";width:98%") { // Outlook, classic and on the web
			return markHead
		}
	}
	return markNone
}

// named looks up the words of a class, id or name.
func (a *attributes) named(value string) mark {
	for len(value) > 0 {
		n := 0
		for n < len(value) && !isSpace(value[n]) {
			n++
		}
		if n >= 5 && n < 100 {
			name := a.bareName(value[:n])
			found := names[string(name)]
			if found == markNone {
				found = suffixed(name)
			}
			if found == markWrapper && a.tag == atom.Blockquote {
				if found = markQuoted; string(name) == "quote" { // any website's
					found = markNone
				}
			}
			if found != markNone {
				return found
			}
		}
		value = value[min(n+1, len(value)):]
	}
	return markNone
}

// suffixed tells names that new clients make like those of the old ones.
func suffixed(name []byte) mark {
	switch {
	case bytes.HasSuffix(name, []byte("mail_quote")), bytes.HasSuffix(name, []byte("mail-quote")):
		return markWrapper
	case bytes.HasSuffix(name, []byte("_signature")), bytes.HasSuffix(name, []byte("-signature")):
		return markSignature
	}
	return markNone
}

// bareName takes off what is put around names: x_ by Outlook on the web, m_ and
// a number by Gmail, ydp and eight digits by Yahoo, and numbers at the end.
func (a *attributes) bareName(written string) []byte {
	a.styled = false
	a.plain = lower(append(a.plain[:0], written...))
	name := a.plain
	for bytes.HasPrefix(name, []byte("x_")) {
		name = name[2:]
	}
	if rest, ok := bytes.CutPrefix(name, []byte("m_")); ok {
		name = bytes.TrimLeft(rest, "-0123456789")
	}
	if bytes.HasPrefix(name, []byte("ydp")) && len(name) > len("ydp12345678") {
		name = name[len("ydp12345678"):]
	}
	if trimmed := bytes.TrimRight(name, "0123456789_-"); len(trimmed) > 0 && !bytes.HasPrefix(name, []byte("__")) {
		name = trimmed
	}
	return name
}

// enter takes note that a marked element opens.
func (r *reader) enter(e *element, found mark) {
	r.breakLine(1)
	if e.mark == markQuoted || e.mark == markForward {
		return
	}
	r.signing = false
	switch found {
	case markHead, markRest, markSigning:
		r.begins(found)
	case markSignature, markClient:
		if e.mark != markWrapper { // there, Zoho's attribution
			e.mark = found
		}
	case markWrapper:
		if e.mark != markWrapper {
			e.mark, e.wrapper = found, int32(len(r.wrappers))
			r.wrappers = append(r.wrappers, wrapper{})
		}
	case markQuoted:
		if e.mark == markWrapper {
			r.wrappers[e.wrapper].quotation = true
		}
		e.mark = found
	default:
		e.mark = found
	}
}

// begins notes that what is quoted may begin here and go on to the end.
func (r *reader) begins(found mark) {
	switch {
	case r.top().mark == markQuoted || r.top().mark == markForward:
	case found == markSigning:
		r.signing = true
	case found == markHead:
		r.endRow()
		r.mayBegin(head{row: len(r.rows)})
	case found == markRest && r.rest < 0:
		r.endRow()
		r.rest = len(r.rows)
	}
}

// maxHeads bounds the places at which headers are looked for.
const maxHeads = 200

func (r *reader) mayBegin(at head) {
	if n := len(r.heads); n < maxHeads && (n == 0 || r.heads[n-1] != at) {
		r.heads = append(r.heads, at)
	}
}
