// Package smime opens the Cryptographic Message Syntax (CMS, RFC 5652) that
// S/MIME mail (RFC 8551) comes in, as far as it can be opened without a key.
//
// It promises linear time, no recursion and no more memory than the content
// itself takes, on any input; it reads BER, since streaming mail programs write
// lengths they do not know yet as indefinite. It refuses to judge: no signature
// is checked and no certificate is read.
package smime

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

// Kind is what a CMS object is.
type Kind string

// The kinds of CMS object (RFC 5652, RFC 5083, RFC 3274).
const (
	Signed     Kind = "signed"
	Encrypted  Kind = "encrypted" // enveloped, authenticated-enveloped or encrypted data
	Compressed Kind = "compressed"
)

// ErrMalformed says that the bytes are no CMS object that is known here, or
// that they break off.
var ErrMalformed = errors.New("not a readable CMS object")

// maxInflated bounds what compressed data may become, in bytes: SES takes in
// mail of 40 MB.
const maxInflated = 40 << 20

// kinds maps the DER form of a content type to its kind.
var kinds = map[string]Kind{
	"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02":         Signed,     // 1.2.840.113549.1.7.2
	"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03":         Encrypted,  // 1.2.840.113549.1.7.3, enveloped
	"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x06":         Encrypted,  // 1.2.840.113549.1.7.6
	"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17": Encrypted,  // 1.2.840.113549.1.9.16.1.23, authenticated
	"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x09": Compressed, // 1.2.840.113549.1.9.16.1.9
}

// Open says what a CMS object is and returns the content of signed and of
// compressed data: usually a MIME entity, nil where there is none, as in a
// signature apart or a list of certificates. The content may share memory with
// data. An error is always ErrMalformed.
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
	// Both SignedData (RFC 5652 §5.1) and CompressedData (RFC 3274 §1.1) are a
	// version, algorithms, and the content with its own type.
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
	if kind == Compressed {
		var err error
		if content, err = inflate(content); err != nil {
			return "", nil, fmt.Errorf("%w: %w", ErrMalformed, err)
		}
	}
	return kind, content, nil
}

func inflate(content []byte) ([]byte, error) {
	z, err := zlib.NewReader(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(z, maxInflated+1))
	if err == nil && len(out) > maxInflated {
		err = errors.New("too large")
	}
	return out, err
}
