package email

import (
	"bytes"
	"encoding/base64"
	"strings"

	"confab/shared/channel/email/tnef/tneftest"
)

// Mails of 40 MB whose one part is packed.

// hugeContainer writes a mail of one base64 part.
func hugeContainer(mtype string, content []byte) []byte {
	out := bytes.NewBufferString("From: ann@example.org\nMIME-Version: 1.0\nContent-Type: " + mtype + "\nContent-Transfer-Encoding: base64\n\n")
	w := base64.NewEncoder(base64.StdEncoding, out)
	_, _ = w.Write(content)
	_ = w.Close()
	return out.Bytes()
}

// hugeSigned is an opaque-signed file, its content in parts of 1,000 bytes as
// programs that stream write it.
func hugeSigned() []byte {
	const oid = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"
	chunk := "\x04\x82\x03\xe8" + strings.Repeat("A", 1000)
	head := "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
	head += strings.Repeat("A", 1000-len(head))
	content := []byte("\x30\x80" + oid + "\x02\xa0\x80\x30\x80\x02\x01\x01\x31\x00\x30\x80" + oid + "\x01\xa0\x80\x24\x80" + "\x04\x82\x03\xe8" + head)
	content = append(content, strings.Repeat(chunk, 29_000)...)
	return hugeContainer("application/pkcs7-mime", append(content, make([]byte, 14)...))
}

// hugeWinmail is a file and as many small ones as fit.
func hugeWinmail() []byte {
	big := tneftest.File(tneftest.Unicode(0x3707, "big.pdf"), tneftest.Binary(0x3701, make([]byte, 20<<20)))
	small := tneftest.File(tneftest.Binary(0x3701, []byte("small")))
	return hugeContainer("application/ms-tnef", tneftest.Stream(big, bytes.Repeat(small, 8<<20/len(small))))
}

// hugeRichText is rich text that expands to many times its size, in messages
// within the message.
func hugeRichText() []byte {
	window := "\xff" + strings.Repeat("\x00\x0e", 8) // eight times 16 bytes of what the window starts with
	compressed := "\x00\x00\x00\x00\xff\xff\xff\x7fLZFu\x00\x00\x00\x00" + strings.Repeat(window, 1<<20/len(window))
	inner := tneftest.Stream(tneftest.Message(tneftest.Binary(0x1009, []byte(compressed))))
	file := tneftest.File(tneftest.Int(0x3705, 5), tneftest.Object(0x3701, inner))
	return hugeContainer("application/ms-tnef", tneftest.Stream(bytes.Repeat(file, 28)))
}

// hugeSubject is a message within the message whose subject is all there is.
func hugeSubject() []byte {
	inner := tneftest.Stream(tneftest.Message(tneftest.Unicode(0x0037, strings.Repeat("é", 14<<20))))
	return hugeContainer("application/ms-tnef", tneftest.Stream(tneftest.File(tneftest.Int(0x3705, 5), tneftest.Object(0x3701, inner))))
}
