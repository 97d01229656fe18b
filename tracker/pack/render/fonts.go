package render

import (
	_ "embed"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansbold"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/image/font/sfnt"

	"rungless/tracker"
)

// droid is Droid Sans Fallback, which has Han and kana; fonts/README.md says whence.
//
//go:embed fonts/DroidSansFallback.ttf.zst
var droid []byte

// font is one of the two that a PDF is drawn with where there is no browser.
type font int

const (
	latin font = iota // DejaVu Sans: Latin, Greek, Cyrillic, Arabic, Hebrew and many signs
	han               // Droid Sans Fallback: Han and kana
)

func (f font) family() string { return [...]string{"dejavu", "droid"}[f] }

// fonts knows which font has a letter, and how wide it is.
type fonts struct {
	pdf    *fpdf.Fpdf
	tables [2]*sfnt.Font
	buffer sfnt.Buffer
	places map[rune]int // font, or nowhere
	widths map[letterIn]float64
	shapes shapes
	missed int // letters that no font has
}

type letterIn struct {
	letter rune
	font   font
	bold   bool
}

const nowhere = -1

func newFonts(pdf *fpdf.Fpdf) (*fonts, error) {
	reader, err := zstd.NewReader(nil)
	if err != nil {
		return nil, tracker.Errorf(tracker.Unavailable, "render.newFonts", "the font for Han could not be unpacked").Because(err)
	}
	defer reader.Close()
	unpacked, err := reader.DecodeAll(droid, nil)
	f := &fonts{pdf: pdf, places: map[rune]int{}, widths: map[letterIn]float64{}, shapes: arabicShapes()}
	for i, data := range [][]byte{dejavusans.TTF, unpacked} {
		if err == nil {
			f.tables[i], err = sfnt.Parse(data)
		}
	}
	if err != nil {
		return nil, tracker.Errorf(tracker.Unavailable, "render.newFonts", "a font could not be read").Because(err)
	}
	pdf.AddUTF8FontFromBytes(latin.family(), "", dejavusans.TTF)
	pdf.AddUTF8FontFromBytes(latin.family(), "B", dejavusansbold.TTF)
	pdf.AddUTF8FontFromBytes(han.family(), "", unpacked)
	return f, nil
}

// place is the first font that has a letter. fpdf draws none beyond the first plane of
// Unicode.
func (f *fonts) place(r rune) int {
	place, known := f.places[r]
	if known {
		return place
	}
	place = nowhere
	for i := range f.tables {
		if index, err := f.tables[i].GlyphIndex(&f.buffer, r); err == nil && index != 0 && r <= 0xffff {
			place = i
			break
		}
	}
	f.places[r] = place
	return place
}

func (f *fonts) fontFor(r rune) font { return font(max(f.place(r), int(latin))) }

// prepared is a text as letters that can be drawn: named where no font has them, joined
// where they are Arabic.
func (f *fonts) prepared(text string) []rune {
	text = named(text, func(r rune) bool {
		isMissing := f.place(r) == nowhere
		if isMissing {
			f.missed++
		}
		return isMissing
	})
	letters := []rune(text)
	for _, r := range letters {
		if isFromRight(r) {
			return f.shapes.join(letters)
		}
	}
	return letters
}

// use sets the font for what is drawn next. Han has no bold.
func (f *fonts) use(font font, s style) {
	weight := ""
	if s.bold && font == latin {
		weight = "B"
	}
	f.pdf.SetFont(font.family(), weight, s.size)
	grey := 0
	if s.grey {
		grey = 70
	}
	f.pdf.SetTextColor(grey, grey, grey)
}

// width is measured once for each letter, at a size of 10.
func (f *fonts) width(r rune, font font, s style) float64 {
	key := letterIn{r, font, s.bold && font == latin}
	width, known := f.widths[key]
	if !known {
		measure := s
		measure.size = 10
		f.use(font, measure)
		width = f.pdf.GetStringWidth(string(r))
		f.widths[key] = width
	}
	return width * s.size / 10
}
