package web

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/netip"
	"strings"
	"time"

	"rungless/tracker/signin"
	"rungless/tracker/store"
)

// Team makes an instance a team's: whoever looks has signed in with GitHub, and people
// choose who sees them.
type Team struct {
	GitHub *signin.GitHub
	// PublicURL is what browsers call the instance: "https://rungless.example.org".
	PublicURL string
	// Secret is known to every process of this instance and to nobody else: what a
	// sign-in leaves in a browser on its way to GitHub and back is sealed with it.
	Secret []byte
	// LetIn says in words who is let in: "members of octo-org".
	LetIn string
	// TrustedProxies are believed when they say, in X-Forwarded-For, whose request they pass
	// on. Limits of sign-in are by that address and nothing else asks for it. None: who
	// connects is who asks.
	TrustedProxies []netip.Prefix
}

// sessionLimits say when a session ends by itself.
var sessionLimits = store.Limits{Idle: 3 * 24 * time.Hour, Absolute: 30 * 24 * time.Hour}

const (
	recheckEvery  = time.Hour          // how often GitHub is asked again whether a member is let in
	recheckGrace  = 4 * time.Hour      // how long a session lives on while GitHub does not answer
	usedEvery     = 5 * time.Minute    // how exactly it is kept when a session was used
	confirmedLast = 7 * 24 * time.Hour // how long an API token works after its owner's last check
	signInLife    = 10 * time.Minute   // from the button to GitHub's answer
)

// isTeam reports whether people sign in here.
func (s *Server) isTeam() bool { return s.options.Team != nil }

// isSecure reports whether browsers come by https; else they are on this machine.
func (t *Team) isSecure() bool { return strings.HasPrefix(t.PublicURL, "https://") }

// hashOf is what is kept of a secret: it has 130 bits of chance, so that no slow hash is needed.
func hashOf(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// seal encrypts a value with a key made of a secret for one purpose.
func seal(secret []byte, purpose string, value any) (string, error) {
	plain, err := json.Marshal(value)
	if err != nil {
		return "", err
	}
	box, err := boxOf(secret, purpose)
	if err != nil {
		return "", err
	}
	nonce := make([]byte, box.NonceSize())
	_, _ = rand.Read(nonce) // it never fails
	return base64.RawURLEncoding.EncodeToString(box.Seal(nonce, nonce, plain, nil)), nil
}

// unseal is the inverse of seal. It reports whether the text was sealed with the secret
// for that purpose.
func unseal(secret []byte, purpose, text string, into any) bool {
	sealed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return false
	}
	box, err := boxOf(secret, purpose)
	if err != nil || len(sealed) < box.NonceSize() {
		return false
	}
	plain, err := box.Open(nil, sealed[:box.NonceSize()], sealed[box.NonceSize():], nil)
	return err == nil && json.Unmarshal(plain, into) == nil
}

func boxOf(secret []byte, purpose string) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, secret, nil, "rungless "+purpose, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
