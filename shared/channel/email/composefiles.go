package email

import (
	"bytes"
	"mime"
	"path"
	"regexp"
	"strings"

	"github.com/wneessen/go-mail"
)

// setFiles adds the attachments, those that the HTML shows as inline ones.
func setFiles(msg *mail.Msg, o *Outgoing) error {
	for i := range o.Attachments {
		a := &o.Attachments[i]
		if err := checkFile(a); err != nil {
			return err
		}
		inline := a.Inline && a.ContentID != "" && o.HTML != ""
		header := fileHeader(a, inline)
		if inline {
			msg.EmbedReadSeeker("inline", bytes.NewReader(a.Content), header)
		} else {
			msg.AttachReadSeeker("attachment", bytes.NewReader(a.Content), header)
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

func checkFile(a *Attachment) error {
	if err := checkLine("the name of an attachment", a.Name); err != nil {
		return err
	}
	if err := checkLine("the id of an attachment", a.ContentID); err != nil {
		return err
	}
	if strings.ContainsAny(a.ContentID, "<> \t\"") || !isASCII(a.ContentID) || len(a.ContentID) > maxReferences {
		return invalid("the id of an attachment is malformed")
	}
	return CheckFile(a.Name)
}

// maxType bounds a media type, in bytes, so that it fits on a line.
const maxType = 160

var typePattern = regexp.MustCompile(`^[a-zA-Z0-9.+_-]+/[a-zA-Z0-9.+_-]+$`)

// fileHeader writes a part's header. Names beyond ASCII take the form of RFC
// 2231, which FormatMediaType writes.
func fileHeader(a *Attachment, inline bool) mail.FileOption {
	mtype := strings.ToLower(a.Type)
	if len(mtype) > maxType || !typePattern.MatchString(mtype) || strings.HasPrefix(mtype, "multipart/") || strings.HasPrefix(mtype, "message/") {
		// RFC 2046 §5 forbids base64 for multipart and message: what holds a mail goes as plain data.
		mtype = "application/octet-stream"
	}
	name := safeName(a.Name, mtype)
	disposition := "attachment"
	if inline {
		disposition = "inline"
	}
	return func(f *mail.File) {
		f.Header.Set("Content-Type", foldParameters(mime.FormatMediaType(mtype, map[string]string{"name": name})))
		f.Header.Set("Content-Disposition", foldParameters(mime.FormatMediaType(disposition, map[string]string{"filename": name})))
		if a.ContentID != "" {
			f.Header.Set("Content-ID", "<"+a.ContentID+">")
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
