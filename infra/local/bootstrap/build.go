package bootstrap

import (
	"archive/zip"
	"compress/flate"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Build builds the functions into folder as make build does, but for another
// architecture (GOARCH), and returns the path of each binary by the function's
// name.
func Build(ctx context.Context, root, folder, architecture string, functions []string) (map[string]string, error) {
	binaries, arguments := map[string]string{}, []string{"--silent", "BUILD=" + folder, "ARCH=" + architecture}
	for _, name := range functions {
		binaries[name] = filepath.Join(root, folder, name, "bootstrap")
		arguments = append(arguments, filepath.Join(folder, name, "bootstrap"))
	}
	cmd := exec.CommandContext(ctx, "make", arguments...)
	cmd.Dir = root
	// A make that started this process is not to be asked for its settings.
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "MAKE") || strings.HasPrefix(v, "MFLAGS") })
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build the functions: %w: %s", err, out)
	}
	return binaries, nil
}

// Zipped returns how many bytes a file has in a zip archive, packed as well as
// deflate can: what is uploaded to Lambda.
func Zipped(path string) (int64, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, fmt.Errorf("pack the function: %w", err)
	}
	defer file.Close()
	var size counter
	archive := zip.NewWriter(&size)
	archive.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	entry, err := archive.Create("bootstrap")
	if err == nil {
		_, err = io.Copy(entry, file)
	}
	if err == nil {
		err = archive.Close()
	}
	if err != nil {
		return 0, fmt.Errorf("pack the function: %w", err)
	}
	return int64(size), nil
}

// counter counts the bytes written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
