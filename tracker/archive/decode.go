package archive

import (
	stdjson "encoding/json"
	"errors"
	"fmt"
	"time"

	"rungless/tracker"
)

// decoded is what one chunk came to.
type decoded struct {
	batch    tracker.Batch
	bytes    int // of text behind the facts
	lastLine int
	from, to time.Time // of the events read
	unnamed  int       // events that name no repository
	broken   []brokenRecord
}

// brokenRecord is a record that could not be read, and why.
type brokenRecord struct {
	line   int
	reason error
}

// errOldSchema stops a file at its first line: every other one is the same.
var errOldSchema = errors.New("this is the schema of before 2015, in which acts have no ids of their own")

// decode turns a chunk into facts, from the line after skip on.
func (s *Source) decode(c chunk, skip int) decoded {
	d := decoded{lastLine: c.firstLine + c.lines - 1}
	facts := facts{batch: &d.batch, host: s.options.Host, hashOnly: !s.options.KeepPayloads}
	for r := range c.records {
		if r.line <= skip {
			continue
		}
		e, err := decodeEvent(r.text)
		if err != nil {
			d.broken = append(d.broken, brokenRecord{r.line, explain(r.text, err)})
			continue
		}
		d.see(e.CreatedAt.UTC())
		if !s.filter.keeps(&e) {
			continue
		}
		switch err := facts.add(&e, r.text); {
		case errors.Is(err, errUnnamed):
			d.unnamed++
		case err != nil:
			d.broken = append(d.broken, brokenRecord{r.line, err})
		default:
			d.bytes += len(r.text)
		}
	}
	return d
}

func (d *decoded) see(at time.Time) {
	if at.IsZero() {
		return
	}
	if d.from.IsZero() || at.Before(d.from) {
		d.from = at
	}
	if at.After(d.to) {
		d.to = at
	}
}

// explain says why a record is no event. The decoder's own words speak of Go's
// types, so encoding/json is asked what is wrong with the JSON.
func explain(text []byte, err error) error {
	var old struct {
		Actor      string `json:"actor"`
		Repository any    `json:"repository"`
	}
	if stdjson.Unmarshal(text, &old) == nil && (old.Actor != "" || old.Repository != nil) {
		return errOldSchema
	}
	var anything any
	if syntax, ok := errors.AsType[*stdjson.SyntaxError](stdjson.Unmarshal(text, &anything)); ok {
		return fmt.Errorf("broken JSON at byte %d: %w", syntax.Offset, syntax)
	}
	return fmt.Errorf("this JSON is no GitHub event: %w", err)
}
