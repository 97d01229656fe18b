package profile

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"runtime/debug"
	"time"

	"github.com/ugorji/go/codec"

	"rungless/tracker"
	"rungless/tracker/growth"
)

// asked writes down everything that decides an answer beside the facts: the formulas
// and the program that holds them, the catalogue, the rules, the window and the day.
func (m *Maker) asked(what string, r Request) string {
	rules, _ := json.Marshal([]any{m.Rules, m.Version}) // strings, numbers and maps of them always marshal
	sum := sha256.Sum256(rules)
	return fmt.Sprintf("%s %s %s %s %s %d %d %d", what, m.Version.Name, m.program, m.Catalogue.Version(), hex.EncodeToString(sum[:8]),
		r.Window.From.Unix(), r.Window.To.Unix(), r.Now.Unix())
}

// build names the program: another one may measure otherwise.
func build() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	name := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" || s.Key == "vcs.modified" {
			name += "+" + s.Value
		}
	}
	return name
}

// ofItsDay moves a request to the end of its day, UTC, so that whoever asks on one day
// asks the same. Nothing that is stored happened later. Midnight is the end of a day already.
func (r Request) ofItsDay() Request {
	const day = 24 * time.Hour
	end := r.Now.UTC().Add(day - time.Nanosecond).Truncate(day)
	if !r.Window.To.Before(r.Now) {
		r.Window.To = end
	}
	if !r.Now.Equal(end) {
		r.Now = end.Add(-time.Second)
	}
	return r
}

// packed is a profile as it is kept. The same evidence stands behind many figures, so
// it is written once, and by number wherever it stands.
type packed struct {
	Evidence []growth.Evidence
	Profile  []byte
}

// keeper turns profiles into bytes and back. It remembers how their types are laid out.
type keeper struct{ types *codec.TypeInfos }

// newKeeper writes every exported field, whatever its tags say: they are about JSON.
func newKeeper() keeper { return keeper{codec.NewTypeInfos([]string{"kept"})} }

// pack turns a profile into bytes.
func (k keeper) pack(p growth.Profile) ([]byte, error) {
	table := &evidenceTable{numbers: map[evidenceKey]uint64{}}
	var whole packed
	if err := codec.NewEncoderBytes(&whole.Profile, k.handle(table)).Encode(p); err != nil {
		return nil, fmt.Errorf("profile.pack: %w", err)
	}
	whole.Evidence = table.list
	var body []byte
	if err := codec.NewEncoderBytes(&body, k.handle(nil)).Encode(whole); err != nil {
		return nil, fmt.Errorf("profile.pack: %w", err)
	}
	return body, nil
}

// unpack is the inverse of pack.
func (k keeper) unpack(body []byte) (p growth.Profile, err error) {
	var whole packed
	if err := codec.NewDecoderBytes(body, k.handle(nil)).Decode(&whole); err != nil {
		return p, fmt.Errorf("profile.unpack: %w", err)
	}
	if err := codec.NewDecoderBytes(whole.Profile, k.handle(&evidenceTable{list: whole.Evidence})).Decode(&p); err != nil {
		return p, fmt.Errorf("profile.unpack: %w", err)
	}
	return p, nil
}

// plainly is the form of answers of which nothing is written twice.
func plainly[T any](k keeper) form[T] {
	return form[T]{
		pack: func(answer T) (body []byte, err error) {
			err = codec.NewEncoderBytes(&body, k.handle(nil)).Encode(answer)
			return body, err
		},
		unpack: func(body []byte) (answer T, err error) {
			err = codec.NewDecoderBytes(body, k.handle(nil)).Decode(&answer)
			return answer, err
		},
	}
}

// handle writes fields in their order. With a table, evidence is written by its number
// in it.
func (k keeper) handle(table *evidenceTable) codec.Handle {
	h := &codec.CborHandle{}
	h.StructToArray = true
	h.TypeInfos = k.types
	h.InternString = true
	if table != nil {
		_ = h.SetInterfaceExt(reflect.TypeFor[growth.Evidence](), evidenceTag, table) // it fails for built-in types only
	}
	return h
}

// evidenceTag marks a number of evidence; which number is of no matter.
const evidenceTag = 1000

// evidenceTable numbers evidence while a profile is packed, and gives it back while one
// is unpacked. It is the codec's extension for evidence.
type evidenceTable struct {
	list    []growth.Evidence
	numbers map[evidenceKey]uint64
}

// evidenceKey tells evidence apart. Evidence of one act shares its validations.
type evidenceKey struct {
	act              growth.ActKind
	thread, change   tracker.ThreadRef
	url, title, note string
	at               int64
	counted          bool
	first            *growth.Validation
	validations      int
}

func keyOf(e *growth.Evidence) evidenceKey {
	k := evidenceKey{act: e.Act, thread: e.Thread, url: e.URL, title: e.Title, note: e.Note, at: e.At.UnixNano(), counted: e.Counted, validations: len(e.Validations)}
	if e.Change != nil {
		k.change = *e.Change
	}
	if len(e.Validations) > 0 {
		k.first = &e.Validations[0]
	}
	return k
}

// ConvertExt gives the number of a piece of evidence.
func (t *evidenceTable) ConvertExt(v any) any {
	e := v.(*growth.Evidence)
	key := keyOf(e)
	number, known := t.numbers[key]
	if !known {
		number = uint64(len(t.list))
		t.numbers[key] = number
		t.list = append(t.list, *e)
	}
	return number
}

// UpdateExt puts the evidence of a number in its place. A number that is not in the
// table leaves it empty; the bytes are the store's own, so there is none.
func (t *evidenceTable) UpdateExt(dst, src any) {
	if number, ok := src.(uint64); ok && number < uint64(len(t.list)) {
		*dst.(*growth.Evidence) = t.list[number]
	}
}
