package stack

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"

	"confab/infra/local/disk"
	"confab/infra/local/dynamo"
)

// What is in the data folder.
const (
	localFile   = "local.db"
	objectsFile = "objects.db"
	dynamoFile  = "dynamodb.db"
	secretFile  = "secret.json"
	issuerFile  = "issuer-port"

	// Seeded is written when the first start is over; until then a start that was
	// interrupted is simply done again.
	Seeded = "seeded"
)

func (s *Stack) path(name string) string { return filepath.Join(s.options.Dir, name) }

func (s *Stack) corrupt(err error) error {
	return fmt.Errorf("the data folder %s cannot be read (make clean-data forgets it): %w", s.options.Dir, err)
}

// holdFolder takes the folder for this stack and sees that it is whole.
func (s *Stack) holdFolder(context.Context) error {
	release, err := disk.Lock(s.options.Dir)
	if errors.Is(err, disk.ErrInUse) {
		return fmt.Errorf("another Confab runs on %s: stop it, or choose another folder with go run ./infra/local -data FOLDER", s.options.Dir)
	}
	if err != nil {
		return err
	}
	s.closers = append(s.closers, release)
	if err := s.whole(); err != nil {
		return err
	}
	return s.takeIssuer()
}

// whole refuses a folder that was in use and has lost a file: made anew, it would
// no longer fit what is in the others.
func (s *Stack) whole() error {
	if _, err := os.Stat(s.path(Seeded)); errors.Is(err, fs.ErrNotExist) {
		return nil // the first start is not over
	}
	names := []string{localFile, objectsFile, secretFile}
	if os.Getenv(dynamo.EndpointVariable) == "" {
		names = append(names, dynamoFile)
	}
	for _, name := range names {
		if info, err := os.Stat(s.path(name)); err != nil || info.Size() == 0 {
			return fmt.Errorf("%s is missing or empty, though this folder was in use: put it back, or forget the folder with make clean-data", s.path(name))
		}
	}
	return nil
}

// IssuerPort returns the port at which the members of a data folder sign in, 0
// where nobody has yet.
func IssuerPort(dir string) (int, error) {
	path := filepath.Join(dir, issuerFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) { // there is no such folder yet, or never can be
		return 0, nil
	}
	port, errPort := strconv.ParseUint(string(text), 10, 16)
	if err != nil || errPort != nil {
		return 0, fmt.Errorf("%s cannot be read: put it back, or forget the folder with make clean-data", path)
	}
	return int(port), nil
}

// takeIssuer has the issuer listen where it did before: members are bound to its
// URL, and would be strangers under any other.
func (s *Stack) takeIssuer() error {
	made, err := IssuerPort(s.options.Dir)
	if err != nil {
		return err
	}
	switch asked := s.options.Ports.Issuer; {
	case made == 0 || asked == made:
	case asked == 0:
		s.options.Ports.Issuer = made
	default:
		return fmt.Errorf("this folder's members sign in at port %d: start it without -issuer, or choose another folder with -data FOLDER", made)
	}
	return nil
}

// keepIssuer remembers where members sign in, before the first of them can.
func (s *Stack) keepIssuer(context.Context) error {
	if err := disk.Write(s.path(issuerFile), []byte(strconv.Itoa(s.port("issuer")))); err != nil {
		return fmt.Errorf("keep the issuer's port: %w", err)
	}
	return nil
}
