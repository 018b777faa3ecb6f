package outgoing

import (
	"bytes"
	"mime"
	"path"
	"regexp"
	"strings"

	"github.com/wneessen/go-mail"

	"confab/shared/channel/email/tidy"
)

// File is an attachment. Its name leaves as [tidy.FileName] has it.
type File struct {
	Name      string
	Type      string // media type
	ContentID string // without angle brackets; HTML refers to it as cid:…
	Inline    bool   // meant to be shown within the body
	Content   []byte
}

// setFiles adds the attachments, those that the HTML shows as inline ones.
func setFiles(msg *mail.Msg, m *Mail) error {
	for i := range m.Files {
		f := &m.Files[i]
		if err := checkFile(f); err != nil {
			return err
		}
		inline := f.Inline && f.ContentID != "" && m.HTML != ""
		header := fileHeader(f, inline)
		if inline {
			msg.EmbedReadSeeker("inline", bytes.NewReader(f.Content), header)
		} else {
			msg.AttachReadSeeker("attachment", bytes.NewReader(f.Content), header)
		}
	}
	return nil
}

// refusedExtensions are the file types that SES does not send.
// Source: Amazon SES unsupported attachment types.
var refusedExtensions = func() map[string]bool {
	refused := map[string]bool{}
	for _, extension := range strings.Fields(`ade adp app asp bas bat cer chm cmd com cpl crt csh der exe fxp gadget
		hlp hta inf ins isp its js jse ksh lib lnk mad maf mag mam maq mar mas mat mau mav maw mda mdb mde mdt mdw
		mdz msc msh msh1 msh2 mshxml msh1xml msh2xml msi msp mst ops pcd pif plg prf prg reg scf scr sct shb shs sys
		ps1 ps1xml ps2 ps2xml psc1 psc2 tmp url vb vbe vbs vps vsmacros vss vst vsw vxd ws wsc wsf wsh xnk`) {
		refused["."+extension] = true
	}
	return refused
}()

// CheckFile tells whether SES sends a file of that name; the error wraps
// ErrInvalid and says what is refused.
func CheckFile(name string) error {
	extension := strings.ToLower(path.Ext(strings.TrimRight(name, ". ")))
	if refusedExtensions[extension] {
		return invalid("files of type %s are refused by SES", extension)
	}
	return nil
}

func checkFile(f *File) error {
	if err := checkLine("the name of an attachment", f.Name); err != nil {
		return err
	}
	if err := checkLine("the id of an attachment", f.ContentID); err != nil {
		return err
	}
	if f.ContentID != "" && (len(f.ContentID) > maxReferences || !idPattern.MatchString(f.ContentID) || strings.Contains(f.ContentID, `"`)) {
		return invalid("the id of an attachment is malformed")
	}
	return CheckFile(f.Name)
}

// maxType bounds a media type, in bytes, so that it fits on a line.
const maxType = 160

var typePattern = regexp.MustCompile(`^[a-zA-Z0-9.+_-]+/[a-zA-Z0-9.+_-]+$`)

// fileHeader writes a part's header. Names beyond ASCII take the form of RFC
// 2231, which FormatMediaType writes.
func fileHeader(f *File, inline bool) mail.FileOption {
	mtype := strings.ToLower(f.Type)
	if len(mtype) > maxType || !typePattern.MatchString(mtype) || strings.HasPrefix(mtype, "multipart/") || strings.HasPrefix(mtype, "message/") {
		// RFC 2046 §5 forbids base64 for multipart and message: what holds a mail goes as plain data.
		mtype = "application/octet-stream"
	}
	name := tidy.FileName(f.Name, mtype)
	disposition := "attachment"
	if inline {
		disposition = "inline"
	}
	return func(part *mail.File) {
		part.Header.Set("Content-Type", foldParameters(mime.FormatMediaType(mtype, map[string]string{"name": name})))
		part.Header.Set("Content-Disposition", foldParameters(mime.FormatMediaType(disposition, map[string]string{"filename": name})))
		if f.ContentID != "" {
			part.Header.Set("Content-ID", "<"+f.ContentID+">")
		}
	}
}

// foldParameters puts each parameter on a line of its own.
func foldParameters(value string) string {
	head, rest, ok := strings.Cut(value, "; ")
	if !ok {
		return value
	}
	return head + ";\r\n " + rest
}
