package email

import (
	"bytes"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// sampleSize is how many bytes are looked at to tell the character set.
const sampleSize = 2048

// candidate is a character set that text without a label may be in, with
// what text in it consists of.
type candidate struct {
	codec  *codec
	points map[rune]int // what each of the most used characters beside ASCII counts
	taken  func(rune) bool
	script script
}

// script tells what may stand beside a letter of it.
type script int

const (
	manySigns    script = iota // thousands of characters
	otherLetters               // other letters than ASCII's
	latin                      // accented letters among ASCII's
	centralLatin               // of the languages between German and Russian
)

// candidates are tried in this order; of equals the first wins. Frequent
// characters come first.
var candidates = []candidate{
	newCandidate("windows-1252", decoderOf(charmap.Windows1252), "éäöüèàçáíóãñåêßøúæïâôûîùÄÖÜõëœÉÀÇÅØÆÑÓÁðþý¿¡", isLatin, latin),
	newCandidate("windows-1251", decoderOf(charmap.Windows1251), cyrillicLetters, isCyrillic, otherLetters),
	newCandidate("koi8-u", decoderOf(charmap.KOI8U), cyrillicLetters, isCyrillic, otherLetters),
	newCandidate("windows-1250", decoderOf(charmap.Windows1250), centralLetters, isLatin, centralLatin),
	newCandidate("iso-8859-2", decoderOf(charmap.ISO8859_2), centralLetters, isLatin, centralLatin),
	newCandidate("windows-1254", decoderOf(charmap.Windows1254), "ışüçğöİŞĞÖÜÇ", isLatin, centralLatin),
	newCandidate("windows-1257", decoderOf(charmap.Windows1257), "āšēžėūīįčųęąäõöüģķļņŠŽĀĒĪŪČ", isLatin, centralLatin),
	newCandidate("windows-1253", decoderOf(charmap.Windows1253), "αοιετσνηυρπκμλςίάόέήύώθγδχφβωξζψΚΠΑΕΤΟΜΣ", isGreek, otherLetters),
	newCandidate("windows-1255", decoderOf(charmap.Windows1255), "יוהלארתבמשנםדקחעפגצטסכזןךףץ", isHebrew, otherLetters),
	newCandidate("windows-1256", decoderOf(charmap.Windows1256), "اليمنوترهبعدفسكقحةجشأصخىطذءزإضغثئآظؤپچژگ،؟", isArabic, otherLetters),
	newCandidate("windows-874", decoderOf(charmap.Windows874), "านรอก่เงวมย้ลัีสดทตคะปิบแหุขำ็ใจพไช์ืโูผถซึฉธญณศฟภษ", isThai, otherLetters),
	newCandidate("shift_jis", decoderOf(japanese.ShiftJIS), japaneseLetters, isJapanese, manySigns),
	newCandidate("gb18030", decoderOf(simplifiedchinese.GB18030), simplifiedLetters, isHan, manySigns),
	newCandidate("euc-kr", decoderOf(korean.EUCKR), hangulLetters, isHangul, manySigns),
	newCandidate("big5", decoderOf(traditionalchinese.Big5), traditionalLetters, isHan, manySigns),
	newCandidate("euc-jp", decoderOf(japanese.EUCJP), japaneseLetters, isJapanese, manySigns),
}

// The characters by which text is recognised, the most used first. They decide
// between character sets, not between languages, so that a few dozen do.
const (
	cyrillicLetters    = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёіїєґъјћђљњџОПСДВНМКАЗИТЯ"
	centralLetters     = "áéíęąłóšěčžřýćżśöőüńůúűäăţşťďňźâîđľôĄŁŚŻČŠŽŘÓÉÁÚÖŐ"
	japaneseLetters    = "のいしたにとるはをがなてかでれらもうすりこまっさきくけおちつだよえせそみめやろわごぎじどばぶべびほふぬねひへむゆゅょゃぜげずざぐぼぽぱぴぷぺあんンスーイルトリアラクッドシレジタフログテムカマコサキュョャデハバパブプメチニオウエミモヤツケソナネノ日本人一年月時分大中会社様御注文商品届送願世話山田山本中村小林鈴木佐藤高橋今明昨土曜間行来見言思出入上下前後手方何私話電番号確認返信連絡先件担当申訳場所家内外用意知合今回料金支払着在庫"
	simplifiedLetters  = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运您谢订单请货寄收您哪怎吗呢吧李王张刘陈杨黄赵吴周店付款买卖送件"
	traditionalLetters = "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應向頭文體政美相見被利什二等產或新己制身果加西月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直資命山金指許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運您謝訂單請貨寄收您哪怎嗎呢吧李陳劉楊黃趙吳周店付款買賣送"
	hangulLetters      = "이다는을가에의하고지한로사기를은도어리자시나서대정인으해수아라일스그부제니전상주구보있과들게요여장공원안유세만위성장문우면것모계조중오신비소경미개적국회방동선화무관실생각했습감합까야었녕배송물확탁드립네까저희내당음십던도착드"
)

// newCandidate counts a letter of an alphabet for 4 to 2, by its rank among the
// usual ones, and a character that is one of thousands for 5.
func newCandidate(name string, decode func([]byte) string, usual string, taken func(rune) bool, s script) candidate {
	letters := []rune(usual)
	points := make(map[rune]int, len(letters))
	for i, r := range letters {
		switch {
		case points[r] > 0:
		case len(letters) > 100:
			points[r] = 5
		default:
			points[r] = max(2, 4-i/10)
		}
	}
	return candidate{&codec{name, decode, true}, points, taken, s}
}

func isLatin(r rune) bool    { return unicode.Is(unicode.Latin, r) }
func isCyrillic(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }
func isGreek(r rune) bool    { return unicode.Is(unicode.Greek, r) }
func isHebrew(r rune) bool   { return r >= 0x5d0 && r <= 0x5ea }
func isArabic(r rune) bool   { return unicode.Is(unicode.Arabic, r) }
func isThai(r rune) bool     { return r >= 0xe01 && r <= 0xe5b }
func isHan(r rune) bool      { return unicode.Is(unicode.Han, r) }
func isHangul(r rune) bool   { return r >= 0xac00 && r <= 0xd7a3 }
func isKana(r rune) bool     { return r >= 0x3041 && r <= 0x30fe }
func isJapanese(r rune) bool { return isKana(r) || isHan(r) }

// detect returns the character set that content reads best in. It is meant for
// content that is not valid UTF-8, and looks at its first non-ASCII part.
func detect(content []byte) *codec {
	if c := detectByEscapes(content); c != nil {
		return c
	}
	sample := sampleOf(content)
	best, bestScore := candidates[0].codec, fallbackScore
	for i := range candidates {
		c := &candidates[i]
		if score := c.score(c.codec.decode(sample)); score > bestScore {
			best, bestScore = c.codec, score
		}
	}
	return best
}

// detectByEscapes knows the sets that announce themselves: ISO 2022's by their
// escape sequences, and UTF-16 by the zeros of its ASCII.
func detectByEscapes(content []byte) *codec {
	name := ""
	switch {
	case bytes.Contains(content, []byte("\x1b$)C")):
		name = "iso-2022-kr"
	case bytes.Contains(content, []byte("\x1b$)A")):
		name = "iso-2022-cn"
	case bytes.Contains(content, []byte("\x1b$")) || bytes.Contains(content, []byte("\x1b(")):
		name = "iso-2022-jp"
	case zeroHeavy(content):
		name = "utf-16"
	default:
		if isASCII(content) {
			return utf8Codec
		}
		return nil
	}
	c, _ := findCodec(name)
	return c
}

// sampleOf cuts out the stretch around the first non-ASCII bytes. It starts
// within ASCII, so that no character is cut in two at its head.
func sampleOf(content []byte) []byte {
	first := bytes.IndexFunc(content, func(r rune) bool { return r >= 0x80 })
	start := max(0, first-20)
	return content[start:min(len(content), start+sampleSize)]
}

const (
	// fallbackScore is what a character set must reach to be chosen before the
	// first.
	fallbackScore = -1000.0
	// doubt is by how much a guess must read better than what the label gives.
	doubt = 1.0
)

// score tells how well text reads, by the mean over its non-ASCII characters.
func (c *candidate) score(text string) float64 {
	total, n := 0, 0
	before, beforeThat := ' ', ' '
	text = strings.TrimSuffix(text, "\ufffd") // the sample's cut
	for _, r := range text {
		if r >= 0x80 {
			n++
			total += c.judge(r, before, beforeThat)
		} else if isASCIILetter(r) {
			total += c.judgeASCII(before)
		}
		before, beforeThat = r, before
	}
	score := float64(total) / float64(max(n, 1))
	if c.script == latin || c.script == centralLatin {
		score += c.neighbours(text)
	}
	return score
}

// judge counts one character behind two others.
func (c *candidate) judge(r, before, beforeThat rune) int {
	p, usual := c.points[r]
	switch {
	case r == unicode.ReplacementChar:
		return -20
	case r < 0xa0 || unicode.Is(unicode.Co, r):
		return -12
	case r == 'ª' || r == 'º':
		if !unicode.IsDigit(before) {
			return -6
		}
		return 2
	case usual, c.taken(r):
	case strings.ContainsRune(usualMarks, r):
		if isASCIILetter(before) && r != '’' {
			return 0
		}
		return 2
	case unicode.IsLetter(r):
		return -6
	default:
		return -4
	}
	switch {
	case c.script != manySigns && unicode.IsUpper(r) && unicode.IsLower(before):
		p -= 6
	case c.script == otherLetters && isASCIILetter(before):
		p -= 6
	case c.script >= latin && isAccented(before) && isAccented(beforeThat):
		p -= 5 // no language writes three accented letters in a row
	case isHebrew(before) && strings.ContainsRune("םןףךץ", before) && isHebrew(r):
		p -= 6 // these end words
	}
	return p
}

// judgeASCII counts an ASCII letter behind another character.
func (c *candidate) judgeASCII(before rune) int {
	switch {
	case c.script == otherLetters && before >= 0x80 && unicode.IsLetter(before):
		return -6 // two alphabets in one word
	case c.script >= latin && before >= 0x80 && !unicode.IsLetter(before) && !strings.ContainsRune("’‘“„«¿¡–—\u00a0", before):
		return -4 // a mark within a word
	}
	return 0
}

// neighbours tells central European text from western by the ASCII letters that
// the one is full of and the other hardly has, and either of them from a mixture.
func (c *candidate) neighbours(text string) float64 {
	letters, eastern, polish, czech := 0, 0, 0, 0
	for _, r := range text {
		switch {
		case strings.ContainsRune("kzjwKZJW", r):
			eastern++
			letters++
		case isASCIILetter(r):
			letters++
		case strings.ContainsRune("ąęłśźżń", r):
			polish++
		case strings.ContainsRune("ěřůčšťďňľ", r):
			czech++
		}
	}
	lean := min(1, float64(eastern)*8/float64(max(letters, 1))) - 0.5
	if c.script == latin {
		lean = -lean
	}
	return lean - 3*float64(min(polish, czech))/float64(max(polish+czech, 1))
}

func isAccented(r rune) bool { return r >= 0x80 && unicode.IsLetter(r) }

// usualMarks are the marks that stand in text of any language.
const usualMarks = "“”‘’–—…„«»€°·•№§©®™×½\u00a0，。、！？：；（）《》「」『』・ー～【】　％"

func isASCIILetter(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' }

// plausibility is how well text reads in whatever language it may be in.
func plausibility(text string) float64 {
	best := fallbackScore
	for i := range candidates {
		best = max(best, candidates[i].score(text))
	}
	return best
}

// western are the labels that programs write without having looked.
var western = map[string]bool{"windows-1252": true, "iso-8859-1": true, "iso-8859-15": true}

// misread tells that text, as c decoded it, cannot be what was meant.
func (c *codec) misread(text string) bool {
	return meansNothing(text) || western[c.name] && accentsInARow(text)
}

// meansNothing tells text in which something cannot be meant: bytes that stand
// for nothing, or control characters.
func meansNothing(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return r == unicode.ReplacementChar || r >= 0x80 && r < 0xa0 || unicode.Is(unicode.Co, r)
	})
}

// accentsInARow tells what letters of another alphabet look like in Latin-1: no
// language writes four accented letters in a row.
func accentsInARow(text string) bool {
	run := 0
	for _, r := range text {
		if r < 0xc0 || r >= 0x250 {
			run = 0
		} else if run++; run >= 4 {
			return true
		}
	}
	return false
}
