// Package smime opens the Cryptographic Message Syntax (CMS, RFC 5652) that
// S/MIME mail (RFC 8551) comes in, as far as it can be opened without a key.
//
// It promises linear time, no recursion and no more memory than the content
// itself takes, on any input; it reads BER, since streaming mail programs write
// lengths they do not know yet as indefinite. It refuses to judge: no signature
// is checked and no certificate is read.
package smime

import (
	"errors"
)

// Kind is what a CMS object is.
type Kind string

// The kinds of CMS object (RFC 5652, RFC 5083).
const (
	Signed    Kind = "signed"
	Encrypted Kind = "encrypted" // enveloped, authenticated-enveloped or encrypted data
)

// ErrMalformed says that the bytes are no CMS object that is known here, or
// that they break off.
var ErrMalformed = errors.New("not a readable CMS object")

// kinds maps the DER form of a content type to its kind.
var kinds = map[string]Kind{
	"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02":         Signed,    // 1.2.840.113549.1.7.2
	"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03":         Encrypted, // 1.2.840.113549.1.7.3, enveloped
	"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x06":         Encrypted, // 1.2.840.113549.1.7.6
	"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17": Encrypted, // 1.2.840.113549.1.9.16.1.23, authenticated
}

// Open says what a CMS object is and returns the content of signed data: usually
// a MIME entity, nil where there is none, as in a signature apart or a list of
// certificates. The content may share memory with data. An error is always
// ErrMalformed.
func Open(data []byte) (Kind, []byte, error) {
	r := reader{rest: data}
	r.enter(tagSequence)
	kind, known := kinds[string(r.take(tagOID))]
	if r.failed || !known {
		return "", nil, ErrMalformed
	}
	if kind == Encrypted {
		return kind, nil, nil
	}
	// SignedData is a version, algorithms, the content with its type, and more
	// (RFC 5652 §5.1).
	r.enter(tagExplicit0)
	r.enter(tagSequence)
	r.take(tagInteger)
	r.skip()
	length := r.enter(tagSequence)
	oid := r.take(tagOID)
	if r.failed {
		return "", nil, ErrMalformed
	}
	if length == len(oid)+2 || length == indefinite && len(r.rest) > 0 && r.rest[0] == tagEnd {
		return kind, nil, nil
	}
	r.enter(tagExplicit0)
	content := r.octets()
	if r.failed {
		return "", nil, ErrMalformed
	}
	return kind, content, nil
}
