// Package secrets stands in for AWS Secrets Manager on a laptop: it serves the
// one secret of the deployment, made on first start and kept in the data folder,
// over the one call that Confab makes.
package secrets

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"

	"confab/infra/local/disk"
)

// ARN names the secret.
const ARN = "arn:aws:secretsmanager:us-east-1:000000000000:secret:confab-master"

// target is what the SDK names the call in X-Amz-Target (AWS JSON 1.1).
const target = "secretsmanager.GetSecretValue"

// shortest is how many characters a master has at least.
const shortest = 32

// Handler serves the secret.
type Handler struct{ value string }

// Open reads the secret from a file, or makes it as CloudFormation's
// GenerateSecretString does: {"current": "a", "a": "<64 characters>"}.
// It refuses one that holds no such master.
func Open(path string) (*Handler, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		data, err = json.Marshal(map[string]string{"current": "a", "a": (rand.Text() + rand.Text() + rand.Text())[:64]})
		if err == nil {
			err = disk.Write(path, data)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("the secret of the data folder: %w", err)
	}
	var masters map[string]string
	if err := json.Unmarshal(data, &masters); err != nil || len(masters[masters["current"]]) < shortest {
		return nil, fmt.Errorf("%s is damaged", path)
	}
	return &Handler{value: string(data)}, nil
}

// ServeHTTP answers GetSecretValue for the ARN and nothing else.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in struct{ SecretId string }
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	err := json.NewDecoder(io.LimitReader(r.Body, 1<<16)).Decode(&in)
	if err != nil || r.Header.Get("X-Amz-Target") != target || in.SecretId != ARN {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"__type":"ResourceNotFoundException","message":"Secrets Manager can't find the specified secret."}`)
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]string{"ARN": ARN, "Name": "confab-master", "SecretString": h.value})
}
