package web

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"

	"rungless/tracker"
)

// seal hides the store's place in a list, which holds the second of an act,
// inside the address of the next page. The key lives as long as the program: an
// address from before its last start is refused with a sentence.
type seal struct {
	key  []byte
	aead cipher.AEAD
}

func newSeal() (seal, error) {
	key := make([]byte, 32)
	rand.Read(key) // never fails
	block, err := aes.NewCipher(key)
	if err != nil {
		return seal{}, err
	}
	aead, err := cipher.NewGCM(block)
	return seal{key: key, aead: aead}, err
}

// close returns the same text for the same place, so that a page which did not
// change keeps its entity tag. "" stays "".
func (s seal) close(place string) string {
	if place == "" {
		return ""
	}
	sum := hmac.New(sha256.New, s.key)
	sum.Write([]byte(place))
	nonce := sum.Sum(nil)[:s.aead.NonceSize()]
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nonce, nonce, []byte(place), nil))
}

// open is the inverse of close; Invalid for what this program did not close.
func (s seal) open(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	sealed, err := base64.RawURLEncoding.DecodeString(text)
	size := s.aead.NonceSize()
	if err == nil && len(sealed) > size {
		if place, err := s.aead.Open(nil, sealed[:size], sealed[size:], nil); err == nil {
			return string(place), nil
		}
	}
	return "", tracker.Errorf(tracker.Invalid, "web.seal", "This address leads to no page of the list").
		WithHint("It may be from before rungless was last started. Begin again at the first page.")
}
