package render

import (
	"bytes"
	"context"
	"crypto/ed25519"

	"rungless/tracker/pack"
)

// Seal freezes the claims of a pack that are ready, in every format. key signs; nil signs
// nothing.
func Seal(ctx context.Context, p pack.Pack, key ed25519.PrivateKey, o Options) (pack.Sealed, error) {
	final, err := p.Final()
	if err != nil {
		return pack.Sealed{}, err
	}
	var files []pack.File
	for _, format := range Formats() {
		if format == JSON {
			continue // each sealed pack holds it
		}
		var out bytes.Buffer
		if err := To(ctx, &out, final, format, o); err != nil {
			return pack.Sealed{}, err
		}
		files = append(files, pack.File{Name: format.FileName(), Data: out.Bytes()})
	}
	return pack.Seal(final, files, key)
}
