package handler

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Built returns the client as it was built by `npm run build` in ../app when
// this program was compiled. Compiled without it, only the page that says so
// is missing: [New] reports it.
func Built() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // "dist" is a constant and a valid path
	}
	return files
}
