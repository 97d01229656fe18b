package config

import (
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// Duration is a [time.Duration] that is written as Go writes it: "1h30m". It
// has a type of its own because the YAML library loses the place of a duration
// that does not parse.
type Duration time.Duration

func (d Duration) String() string { return time.Duration(d).String() }

// UnmarshalText reads the environment's form.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	*d = Duration(parsed)
	return err
}

// UnmarshalYAML reads the file's form.
func (d *Duration) UnmarshalYAML(node ast.Node) error {
	if node.Type() == ast.NullType {
		return nil // a key without a value keeps the default
	}
	if err := d.UnmarshalText([]byte(node.GetToken().Value)); err != nil {
		return durationError(node.GetToken())
	}
	return nil
}

func durationError(at *token.Token) error {
	return &yaml.SyntaxError{Token: at, Message: quote(at.Value) + " is not a length of time (write it like 30m, 6h or 24h)"}
}
