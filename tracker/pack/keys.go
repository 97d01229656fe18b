package pack

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"strings"

	"rungless/tracker"
)

// Signature is who signed a sealed pack. It is over [signedText] and the manifest's bytes.
type Signature struct {
	Form      string `json:"form"`      // [SealedForm]
	Algorithm string `json:"algorithm"` // "ed25519"
	Key       string `json:"key"`       // see [PublicText]
	Signature string `json:"signature"` // base64
}

// signedText stands before what is signed, so that a signature over something else can
// never pass for one of a pack.
const signedText = SealedForm + "\n"

const algorithm = "ed25519"

func sign(key ed25519.PrivateKey, manifest []byte) ([]byte, error) {
	return canonical(Signature{Form: SealedForm, Algorithm: algorithm, Key: PublicText(key.Public().(ed25519.PublicKey)),
		Signature: base64.StdEncoding.EncodeToString(ed25519.Sign(key, append([]byte(signedText), manifest...)))})
}

// PublicText writes a public key as people pass it on: base64 of its 32 bytes.
func PublicText(key ed25519.PublicKey) string { return base64.StdEncoding.EncodeToString(key) }

// keyHeader is the first line of a key's file, so that nobody takes it for another's.
const keyHeader = "rungless pack signing key (ed25519), keep it secret"

// NewKey makes an instance's key and writes it to a file that only its owner may read.
// The error is a [tracker.Conflict] one where there is a file already: packs that were
// signed with the key in it could not be told from others' any more.
func NewKey(path string) (ed25519.PublicKey, error) {
	const op = "pack.NewKey"
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, tracker.Errorf(tracker.Internal, op, "no key can be made").Because(err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, tracker.Errorf(tracker.Conflict, op, "there is a key at %s already", path).WithHint("use it, or move it away first: rungless pack key show")
	}
	if err == nil {
		_, err = file.WriteString(keyHeader + "\n" + base64.StdEncoding.EncodeToString(private.Seed()) + "\n")
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		return nil, tracker.Errorf(tracker.Unavailable, op, "the key cannot be written to %s", path).Because(err).WithHint("make its folder writable for you")
	}
	return public, nil
}

// ReadKey reads the file that [NewKey] wrote. The error is a [tracker.NotFound] one where
// there is none, and a [tracker.Invalid] one where others may read it.
func ReadKey(path string) (ed25519.PrivateKey, error) {
	const op = "pack.ReadKey"
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, tracker.Errorf(tracker.NotFound, op, "there is no key at %s", path).WithHint("make one: rungless pack key new")
	}
	if err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, tracker.Errorf(tracker.Invalid, op, "others may read the key at %s", path).WithHint("chmod 600 %s", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, tracker.Errorf(tracker.Unavailable, op, "the key at %s cannot be read", path).Because(err).WithHint("make it readable for you")
	}
	header, rest, _ := strings.Cut(string(text), "\n")
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(rest))
	if header != keyHeader || err != nil || len(seed) != ed25519.SeedSize {
		return nil, tracker.Errorf(tracker.Invalid, op, "%s is no key of rungless", path).WithHint("make one elsewhere: rungless pack key new")
	}
	return ed25519.NewKeyFromSeed(seed), nil
}
