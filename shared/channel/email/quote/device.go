package quote

import (
	"strings"
)

// Bounds of the line that a client appends.
const (
	maxDeviceBytes = 250 // with a link
	maxDeviceWords = 16  // without
	maxDeviceLines = 3
)

// deviceOpening is what such a line opens with, and ends with.
type deviceOpening struct{ head, tail string }

// devicePhrases are the openings without an end; deviceFrames the others.
var devicePhrases, deviceFrames = func() (*phrases, []deviceOpening) {
	var plain []string
	var frames []deviceOpening
	for _, l := range languages {
		for _, opening := range l.device {
			head, tail, framed := strings.Cut(opening, "*")
			if !framed {
				plain = append(plain, opening)
				continue
			}
			frames = append(frames, deviceOpening{fold(head), fold(tail)})
		}
	}
	return newPhrases(plain), frames
}()

// deviceAt tells whether a client's "Sent from my …" ends at line last, and
// where it starts: some say it on two lines, or excuse themselves on the next.
func (t *trimmer) deviceAt(last int) (start int, ok bool) {
	for start = last; start > last-maxDeviceLines && start >= 0; start-- {
		l := &t.lines[start]
		if l.blank || l.depth > 0 || l.rule != "" || len(l.text) > maxDeviceBytes {
			return 0, false
		}
		folded := t.folded(start)
		if isDevice(folded) && (namesOwn(folded) || hasBrand(folded) || t.standsAlone(start)) {
			return start, true
		}
		if !isDeviceRest(folded) {
			return 0, false
		}
	}
	return 0, false
}

// isOnlyClosing tells that of the text nothing is left but what clients write.
func (t *trimmer) isOnlyClosing() bool {
	for i := range t.lines {
		l := &t.lines[i]
		if l.rule != "" || l.blank || l.depth == 0 && (isDelimiter(l.text) || t.separatorAt(i)) {
			continue
		}
		if l.depth > 0 || len(l.text) > maxDeviceBytes || !isDevice(t.folded(i)) {
			return false
		}
	}
	return true
}

// standsAlone tells that no line of text stands right above line i: a sentence
// may be wrapped so that its last line opens with "sent by".
func (t *trimmer) standsAlone(i int) bool {
	return i == 0 || !t.authored(i-1) || isDevice(t.folded(i-1)) || isDelimiter(t.lines[i-1].text)
}

// namesOwn tells a line that names the writer's own thing.
func namesOwn(folded string) bool {
	bare := strings.Trim(folded, "<>()[]_*-. \"!")
	return isOwn(bare[:devicePhrases.opens(bare)])
}

// isDevice tells the folded line that clients append: a word for sending at its
// head or end, and the writer's own thing, a product or a telephone in it.
func isDevice(folded string) bool {
	bare, linked := withoutLinks(folded)
	bare = strings.Trim(bare, "<>()[]_*-. \"!")
	words := strings.Count(bare, " ") + 1
	if bare == "" || words > maxDeviceWords {
		return false
	}
	if linked && words <= 12 && strings.Contains(bare, "outlook") && (strings.Contains(bare, "ios") || strings.Contains(bare, "android") || strings.Contains(bare, "mobile")) {
		return true // an advertisement, in any language
	}
	product := linked || productWords.in(bare) || hasPhone(bare)
	if n := devicePhrases.opens(bare); n > 0 {
		rest := strings.TrimSpace(bare[n:])
		return product || isOwn(bare[:n]) || strings.HasPrefix(rest, "my ")
	}
	for _, frame := range deviceFrames {
		if strings.HasPrefix(bare, frame.head) && strings.HasSuffix(bare, frame.tail) && len(bare) >= len(frame.head)+len(frame.tail) && product {
			return true
		}
	}
	return false
}

// isOwn tells an opening that names the writer's own thing already ("sent from
// my"), by the words of several languages.
func isOwn(opening string) bool {
	for _, own := range []string{"my", "mobile", "phone", "iphone", "ipad", "meinem", "mon", "mobil", "minu", "unterwegs", "outlook", "发自我的", "發自我的"} {
		if strings.HasSuffix(opening, own) || strings.Contains(opening, own+" ") {
			return true
		}
	}
	return false
}

// brands are devices whose names are glued to endings in Finnish, Turkish, Czech
// and other languages, or stand within words of scripts without blanks.
var brands = foldAll([]string{"iphon", "ipad", "android", "galaxy", "samsung", "blackberry", "outlook", "xiaomi", "huawei", "小米", "华为", "vivo", "oppo", "荣耀"})

// generics are stems of the words for a telephone and for mail itself.
var generics = foldAll([]string{"smartphone", "smartfon", "mobil", "telefon", "puhelim", "mail", "スマートフォン", "手机", "手機", "휴대", "смартфон", "телефон", "мобил", "мобіл", "windows", "메일", "メール", "邮件", "郵件"})

func hasBrand(folded string) bool { return containsAny(folded, brands) }

// hasPhone tells a device or a mail program by the stem of its name.
func hasPhone(folded string) bool { return hasBrand(folded) || containsAny(folded, generics) }

func containsAny(s string, parts []string) bool {
	for _, part := range parts {
		if strings.Contains(s, part) {
			return true
		}
	}
	return false
}

// isDeviceRest tells a line that goes on below: an excuse or a link.
func isDeviceRest(folded string) bool {
	bare, linked := withoutLinks(folded)
	if linked && strings.Count(bare, " ") < 4 {
		return true
	}
	if strings.Count(folded, " ") > maxDeviceWords {
		return false
	}
	return containsAny(folded, excuseWords)
}

// withoutLinks drops addresses of web pages and the brackets around them, and
// tells whether there were any.
func withoutLinks(folded string) (bare string, linked bool) {
	if !strings.Contains(folded, "http") && !strings.Contains(folded, "www.") && !strings.Contains(folded, "aka.ms") {
		return unbracket.Replace(folded), false
	}
	var words []string
	for word := range strings.FieldsSeq(folded) {
		for _, scheme := range []string{"http", "www.", "aka.ms"} {
			if at := strings.Index(word, scheme); at >= 0 {
				word = strings.TrimRight(word[:at], "<([")
				linked = true
			}
		}
		if word != "" {
			words = append(words, word)
		}
	}
	return unbracket.Replace(strings.Join(words, " ")), linked
}

var unbracket = strings.NewReplacer("[", "", "]", "")
