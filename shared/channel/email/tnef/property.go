package tnef

import (
	"bytes"
	"encoding/binary"
	"time"
)

// Types of properties (MS-OXCDATA §2.11.1).
const (
	typeInt16    = 0x0002
	typeInt32    = 0x0003
	typeFloat    = 0x0004
	typeDouble   = 0x0005
	typeCurrency = 0x0006
	typeAppTime  = 0x0007
	typeError    = 0x000a
	typeBool     = 0x000b
	typeObject   = 0x000d
	typeInt64    = 0x0014
	typeString   = 0x001e
	typeUnicode  = 0x001f
	typeTime     = 0x0040
	typeGUID     = 0x0048
	typeBinary   = 0x0102
	manyValues   = 0x1000 // is added to a type
)

// Properties that are read (MS-OXPROPS).
const (
	propMessageClass        = 0x001a
	propSubject             = 0x0037
	propSubmitTime          = 0x0039
	propRepresentingName    = 0x0042
	propStart               = 0x0060
	propEnd                 = 0x0061
	propRepresentingAddress = 0x0065
	propSenderName          = 0x0c1a
	propSenderAddress       = 0x0c1f
	propDisplayTo           = 0x0e04
	propBody                = 0x1000
	propRTF                 = 0x1009
	propHTML                = 0x1013
	propMessageID           = 0x1035
	propDisplayName         = 0x3001
	propData                = 0x3701
	propFilename            = 0x3704
	propMethod              = 0x3705
	propLongFilename        = 0x3707
	propMIMEType            = 0x370e
	propContentID           = 0x3712
	propAttachFlags         = 0x3714
	propInternetCodepage    = 0x3fde
	propSenderSMTP          = 0x5d01
	propRepresentingSMTP    = 0x5d02

	firstNamed  = 0x8000 // ids from here on mean what their name says
	lidLocation = 0x8208 // PidLidLocation
)

// wanted are the properties that are kept.
var wanted = map[uint16]bool{
	propMessageClass: true, propSubject: true, propSubmitTime: true, propRepresentingName: true, propStart: true, propEnd: true,
	propRepresentingAddress: true, propSenderName: true, propSenderAddress: true, propDisplayTo: true, propBody: true,
	propRTF: true, propHTML: true, propMessageID: true, propDisplayName: true, propData: true, propFilename: true,
	propMethod: true, propLongFilename: true, propMIMEType: true, propContentID: true, propAttachFlags: true,
	propInternetCodepage: true, propSenderSMTP: true, propRepresentingSMTP: true,
}

// messageObject is the id of the interface of embedded messages, IID_IMessage.
var messageObject = []byte{0x07, 0x03, 0x02, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46}

// value is the first value of a property.
type value struct {
	kind uint16
	data []byte
}

// properties are those of one message or attachment.
type properties struct {
	byID     map[uint16]value
	location value // of a meeting: the one named property that is read
}

// readProperties reads a counted set of properties (MS-OXTNEF §2.1.3.4).
func readProperties(data []byte) (properties, error) {
	p := properties{byID: map[uint16]value{}}
	r := cursor{rest: data}
	for count := r.uint32(); count > 0 && !r.failed; count-- {
		kind, id := r.uint16(), r.uint16()
		var name uint32
		if id >= firstNamed {
			name = r.name()
		}
		v := value{kind &^ manyValues, r.values(kind)}
		switch {
		case r.failed:
			return properties{}, ErrMalformed
		case wanted[id]:
			p.byID[id] = v
		case name == lidLocation:
			p.location = v
		}
	}
	if r.failed {
		return properties{}, ErrMalformed
	}
	return p, nil
}

// cursor reads numbers and runs of bytes, and stays failed after the first that
// is not there.
type cursor struct {
	rest   []byte
	failed bool
}

// take returns n bytes; the padding to a multiple of four is passed over.
func (r *cursor) take(n uint64) []byte {
	if r.failed || n > uint64(len(r.rest)) {
		r.failed = true
		return nil
	}
	out := r.rest[:n]
	r.rest = r.rest[min(int(n+3)&^3, len(r.rest)):]
	return out
}

func (r *cursor) uint32() uint32 {
	if b := r.take(4); !r.failed {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (r *cursor) uint16() uint16 {
	if len(r.rest) < 2 {
		r.failed = true
		return 0
	}
	n := binary.LittleEndian.Uint16(r.rest)
	r.rest = r.rest[2:]
	return n
}

// name reads the name of a named property, and returns its number or 0.
func (r *cursor) name() uint32 {
	r.take(16) // the set of names
	const isText = 1
	if kind := r.uint32(); kind == isText {
		r.take(uint64(r.uint32()))
		return 0
	}
	return r.uint32()
}

// values passes over the values of a property of that type and returns the first.
func (r *cursor) values(kind uint16) (data []byte) {
	count := uint32(1)
	size := fixedSize(kind &^ manyValues)
	if kind&manyValues != 0 || size == 0 {
		count = r.uint32()
	}
	for i := uint32(0); i < count && !r.failed; i++ {
		n := size
		if n == 0 {
			n = uint64(r.uint32())
		}
		if v := r.take(n); i == 0 {
			data = v
		}
	}
	return data
}

// fixedSize returns the bytes of a value, or 0 where each says its own.
func fixedSize(kind uint16) uint64 {
	switch kind {
	case typeInt16, typeBool, typeInt32, typeFloat, typeError:
		return 4
	case typeDouble, typeCurrency, typeAppTime, typeInt64, typeTime:
		return 8
	case typeGUID:
		return 16
	}
	return 0
}

func (p properties) get(id uint16) (value, bool) {
	v, ok := p.byID[id]
	return v, ok
}

func (p properties) int(id uint16) (int, bool) {
	v, ok := p.byID[id]
	if !ok || v.kind != typeInt32 || len(v.data) < 4 {
		return 0, false
	}
	return int(binary.LittleEndian.Uint32(v.data)), true
}

// maxLine bounds the text of a property that is one line, in bytes.
const maxLine = 16 << 10

// text returns one line: a subject, a name, an address.
func (p properties) text(id uint16, codepage int) string {
	return p.byID[id].line(codepage)
}

func (v value) line(codepage int) string {
	v.data = v.data[:min(len(v.data), maxLine)]
	return v.string(codepage)
}

// time reads a FILETIME: tenths of a microsecond since 1601.
func (p properties) time(id uint16) time.Time {
	v := p.byID[id]
	if v.kind != typeTime || len(v.data) < 8 {
		return time.Time{}
	}
	const between = 11_644_473_600 // seconds from 1601 to 1970
	ticks := binary.LittleEndian.Uint64(v.data)
	t := time.Unix(int64(ticks/10_000_000)-between, 0).UTC()
	if t.Year() < 1980 || t.Year() > 2200 { // Outlook's "none" is in 4501
		return time.Time{}
	}
	return t
}

// string returns the text of a value, "" for types that hold none.
func (v value) string(codepage int) string {
	switch v.kind {
	case typeUnicode:
		return utf16Text(v.data)
	case typeString, typeBinary:
		return cString(v.data, codepage)
	}
	return ""
}

// cString decodes text up to its first NUL.
func cString(data []byte, codepage int) string {
	data, _, _ = bytes.Cut(data, []byte{0})
	return decodePage(data, codepage)
}
