package render

import (
	"context"
	"io"
	"slices"
	"unicode"
	"unicode/utf8"

	"rungless/tracker"
	"rungless/tracker/pack"
)

// Format is one of the six forms in which a pack leaves the program.
type Format string

// The formats.
const (
	HTML     Format = "html"
	Markdown Format = "markdown"
	PDF      Format = "pdf"
	JSON     Format = "json"
	CSV      Format = "csv"
	Resume   Format = "resume"
)

// Formats lists every format, in the order in which pages offer them.
func Formats() []Format { return []Format{HTML, Markdown, PDF, JSON, CSV, Resume} }

// ParseFormat checks a format that came from outside.
func ParseFormat(text string) (Format, error) {
	if f := Format(text); slices.Contains(Formats(), f) {
		return f, nil
	}
	return "", tracker.Errorf(tracker.Invalid, "render.ParseFormat", "there is no format called %q", text).
		WithHint("use one of html, markdown, pdf, json, csv, resume")
}

// kindOfFile is what a format is to other programs.
type kindOfFile struct{ suffix, mediaType, title string }

func (f Format) kind() kindOfFile {
	switch f {
	case HTML:
		return kindOfFile{".html", "text/html; charset=utf-8", "HTML"}
	case Markdown:
		return kindOfFile{".md", "text/markdown; charset=utf-8", "Markdown"}
	case PDF:
		return kindOfFile{".pdf", "application/pdf", "PDF"}
	case CSV:
		return kindOfFile{".csv", "text/csv; charset=utf-8; header=present", "CSV of the evidence"}
	case Resume:
		return kindOfFile{".resume.json", "application/json", "JSON Resume"}
	}
	return kindOfFile{".json", "application/json", "JSON"}
}

// FileName is the name of a pack's file in a format: "pack.html". It holds nothing of the
// pack, so that nobody's words can lead it out of its folder.
func (f Format) FileName() string { return "pack" + f.kind().suffix }

// MediaType is the Content-Type of a format.
func (f Format) MediaType() string { return f.kind().mediaType }

// Name is what people call the format.
func (f Format) Name() string { return f.kind().title }

// Options say what the machine offers.
type Options struct {
	// Chromium is the path of a Chromium, or of a browser that is one inside. "" draws a
	// PDF without.
	Chromium string
}

// To writes a pack in a format. The bytes depend on the pack alone, except those of a PDF,
// whose text and links do. A pack without a snapshot day is Invalid; a Chromium that does
// not answer is Unavailable.
func To(ctx context.Context, w io.Writer, p pack.Pack, format Format, options Options) error {
	data, err := bytesOf(ctx, withoutFindings(p), format, options)
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return tracker.Errorf(tracker.Unavailable, "render.To", "the %s of the pack could not be written", format.Name()).Because(err)
	}
	return nil
}

func bytesOf(ctx context.Context, p pack.Pack, format Format, options Options) ([]byte, error) {
	if p.Snapshot.Time().IsZero() {
		return nil, tracker.Errorf(tracker.Invalid, "render.To", "the pack does not say on which day it was made")
	}
	switch format {
	case HTML:
		return writeHTML(compose(p)), nil
	case Markdown:
		return writeMarkdown(compose(p)), nil
	case PDF:
		if options.Chromium != "" {
			return printed(ctx, options.Chromium, compose(p))
		}
		return drawn(compose(p))
	case JSON:
		return writeJSON(p)
	case CSV:
		return writeCSV(p)
	case Resume:
		return writeResume(p)
	}
	return nil, tracker.Errorf(tracker.Invalid, "render.To", "there is no format called %q", format)
}

// withoutFindings leaves out what the checks said: it is for the person alone.
func withoutFindings(p pack.Pack) pack.Pack {
	p.Findings = nil
	p.Chapters = slices.Clone(p.Chapters)
	for i, chapter := range p.Chapters {
		p.Chapters[i].Claims = slices.Clone(chapter.Claims)
		for j := range p.Chapters[i].Claims {
			p.Chapters[i].Claims[j].Findings = nil
		}
	}
	return p
}

// capitalized begins a sentence with a word.
func capitalized(word string) string {
	first, size := utf8.DecodeRuneInString(word)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + word[size:]
}
