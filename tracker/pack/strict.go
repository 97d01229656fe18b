package pack

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

var errMore = errors.New("something stands after the document")

// decodeStrictly reads one JSON document that has no unknown fields.
func decodeStrictly(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errMore
	}
	return nil
}
