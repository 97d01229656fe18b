package store

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// jsonLine writes a line of a table as a JSON object, its columns in order.
func jsonLine(columns []string, values []any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	for i, column := range columns {
		if isSecret(column) {
			continue
		}
		separator := byte(',')
		if out.Len() == 0 {
			separator = '{'
		}
		out.WriteByte(separator)
		for j, part := range []any{column, outside(column, values[i])} {
			if j == 1 {
				out.WriteByte(':')
			}
			if err := encoder.Encode(part); err != nil {
				return nil, err
			}
			out.Truncate(out.Len() - 1) // the encoder's newline
		}
	}
	out.WriteString("}\n")
	return out.Bytes(), nil
}

// outside turns a stored value into what somebody else can read: times and codes into
// words, packed bytes into what they hold.
func outside(column string, value any) any {
	switch v := value.(type) {
	case int64:
		return number(column, v)
	case int32: // PostgreSQL's small integers
		return number(column, int64(v))
	case int16:
		return number(column, int64(v))
	case []byte:
		return unpacked(column, v)
	}
	return value
}

func number(column string, v int64) any {
	switch {
	case strings.HasSuffix(column, "_at") || column == "as_of":
		if v == 0 {
			return nil
		}
		return fromUnix(v)
	case column == "kind":
		return kindWord(int16(v))
	case column == "state":
		return word(stateCodes, int16(v))
	case column == "role":
		return word(roleCodes, int16(v))
	case isYesOrNo(column):
		return v != 0
	}
	return v
}

func kindWord(code int16) string {
	switch code {
	case repositoryPayload:
		return "repository"
	case threadPayload:
		return "thread"
	}
	return string(word(kindCodes, code))
}

// unpacked is what bytes hold: JSON, text, or else the bytes as base64.
func unpacked(column string, v []byte) any {
	switch column {
	case "sha256":
		return hex.EncodeToString(v)
	case "body", "paths":
		body, err := decompress(v)
		if err == nil && column == "body" && json.Valid(body) {
			return json.RawMessage(body)
		}
		if err == nil && utf8.Valid(body) {
			return string(body)
		}
	}
	if utf8.Valid(v) && column != "archive" {
		return string(v)
	}
	return base64.StdEncoding.EncodeToString(v)
}
