package render

import (
	"bytes"
	"encoding/json"

	"rungless/tracker"
	"rungless/tracker/pack"
)

// writeJSON writes the pack itself, without what the checks say to the person alone. Its
// keys stand in the order of the type's fields, so that the same pack gives the same bytes.
func writeJSON(p pack.Pack) ([]byte, error) { return indented(p.WithoutFindings()) }

func indented(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return nil, tracker.Errorf(tracker.Invalid, "render.indented", "the pack holds what JSON cannot say").Because(err)
	}
	return out.Bytes(), nil
}
