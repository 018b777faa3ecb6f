package objects_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"confab/infra/local/objects"
)

func TestADamagedFileIsRefusedInOneSentence(t *testing.T) {
	path := filepath.Join(t.TempDir(), "objects.db")
	s := open(t, path)
	for _, key := range []string{"a", "b", "c"} {
		if err := s.put(t.Context(), key, fill('x', 100<<10)); err != nil {
			t.Fatal(err)
		}
	}
	s.close()
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		data []byte
	}{
		{"cut in the middle", whole[:len(whole)/2]},
		{"cut after two pages", whole[:2*os.Getpagesize()]},
		{"cut within the first page", whole[:100]},
		{"overwritten past the first pages", slices.Concat(whole[:2*os.Getpagesize()], fill(0xee, len(whole)-2*os.Getpagesize()))},
		{"something else", []byte(strings.Repeat("no objects ", 5000))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			damaged := filepath.Join(t.TempDir(), "objects.db")
			if err := os.WriteFile(damaged, tt.data, 0o600); err != nil {
				t.Fatal(err)
			}
			store, err := objects.Open(damaged, aws.Credentials{}, bucket)
			if err == nil {
				store.Close()
			}
			if !errors.Is(err, objects.ErrUnreadable) || !strings.Contains(err.Error(), damaged) || strings.Contains(err.Error(), "\n") {
				t.Errorf("Open = %v", err)
			}
		})
	}
}
