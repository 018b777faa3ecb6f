package smime

// Identifier octets (X.690 §8.1.2) of what CMS is made of.
const (
	tagEnd         = 0x00 // end-of-contents
	tagInteger     = 0x02
	tagOctets      = 0x04
	tagOID         = 0x06
	tagSequence    = 0x30
	tagOctetsParts = 0x24 // an octet string in parts
	tagExplicit0   = 0xa0
	constructed    = 0x20
)

// indefinite is the length of an element that ends with an end-of-contents.
const indefinite = -1

// reader walks over BER. After a fault it stays failed and reads nothing more.
type reader struct {
	rest   []byte
	failed bool
}

// header reads the identifier and the length of the next element.
func (r *reader) header() (tag byte, length int) {
	if r.failed || len(r.rest) < 2 {
		r.failed = true
		return 0, 0
	}
	tag, first := r.rest[0], int(r.rest[1])
	r.rest = r.rest[2:]
	switch n := first & 0x7f; {
	case tag&0x1f == 0x1f: // a tag of several octets: none in CMS
		r.failed = true
	case first < 0x80:
		length = first
	case n == 0:
		length = indefinite
		r.failed = tag&constructed == 0
	case n > 4 || n > len(r.rest):
		r.failed = true
	default:
		for _, b := range r.rest[:n] {
			length = length<<8 | int(b)
		}
		r.rest = r.rest[n:]
	}
	if length > len(r.rest) {
		r.failed = true
	}
	return tag, length
}

// enter opens a constructed element of that tag. The rest then starts with its
// first child.
func (r *reader) enter(want byte) (length int) {
	tag, length := r.header()
	if tag != want {
		r.failed = true
	}
	return length
}

// take returns the octets of a primitive element of that tag.
func (r *reader) take(want byte) []byte {
	tag, length := r.header()
	if tag != want || r.failed {
		r.failed = true
		return nil
	}
	body := r.rest[:length]
	r.rest = r.rest[length:]
	return body
}

// skip passes over one element with all that is in it.
func (r *reader) skip() {
	for open := 0; !r.failed; {
		switch tag, length := r.header(); {
		case r.failed:
		case length == indefinite:
			open++
		case tag == tagEnd && open > 0:
			open--
		default:
			r.rest = r.rest[length:]
		}
		if open == 0 {
			return
		}
	}
}

// octets returns an octet string, its parts joined (X.690 §8.7).
func (r *reader) octets() []byte {
	if len(r.rest) > 0 && r.rest[0] == tagOctets {
		return r.take(tagOctets)
	}
	length := r.enter(tagOctetsParts)
	if r.failed {
		return nil
	}
	start := *r
	total := r.eachPart(length, func([]byte) {})
	if r.failed {
		return nil
	}
	joined := make([]byte, 0, total)
	start.eachPart(length, func(part []byte) { joined = append(joined, part...) })
	return joined
}

// eachPart visits the primitive parts of an octet string of that length, and
// returns how many octets they hold.
func (r *reader) eachPart(length int, visit func([]byte)) (total int) {
	open, end := 0, 0
	if length == indefinite {
		open = 1
	} else {
		end = len(r.rest) - length
	}
	for !r.failed && (open > 0 || length != indefinite && len(r.rest) > end) {
		tag, n := r.header()
		switch {
		case r.failed:
		case tag == tagOctets:
			visit(r.rest[:n])
			total += n
			r.rest = r.rest[n:]
		case tag == tagOctetsParts && n == indefinite:
			open++
		case tag == tagOctetsParts: // its parts come next, and need no end
		case tag == tagEnd && n == 0 && open > 0:
			open--
		default:
			r.failed = true
		}
	}
	return total
}
