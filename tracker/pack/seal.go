package pack

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"rungless/tracker"
)

// SealedForm names the form of a sealed pack's manifest.
const SealedForm = "rungless-sealed-pack/1"

// The files that every sealed pack has beside the rendered ones.
const (
	ManifestFile  = "manifest.json"
	ChecksumFile  = "manifest.sha256" // as sha256sum writes it: `sha256sum -c manifest.sha256` checks it
	SignatureFile = "signature.json"  // only where the pack was signed
	PackFile      = "pack.json"
	DraftFile     = "draft.yaml"
)

// Manifest lists what a sealed pack holds and what it stands on.
type Manifest struct {
	Form     string  `json:"form"` // [SealedForm]
	Person   string  `json:"person"`
	Title    string  `json:"title"`
	Period   Period  `json:"period"`
	Formula  string  `json:"formula"`
	Program  string  `json:"program"`
	Snapshot Day     `json:"snapshot"`
	SignedBy string  `json:"signed_by,omitempty"` // public key, see [PublicText]; "" where nobody signed
	Files    []Entry `json:"files"`               // by name
	Sources  []Stamp `json:"sources"`             // by Ref; those that are redacted are left out
}

// Entry is one file of a sealed pack.
type Entry struct {
	Name   string `json:"name"`
	Size   int    `json:"size"` // bytes
	SHA256 string `json:"sha256"`
}

// Stamp is what a source was at capture: what [Source] says of it.
type Stamp struct {
	Ref              int           `json:"ref"`
	Permalink        string        `json:"permalink"`
	Kind             tracker.Kind  `json:"kind"`
	NodeID           string        `json:"node_id,omitempty"`
	RepositoryNodeID string        `json:"repository_node_id,omitempty"`
	Day              Day           `json:"day,omitempty"`
	State            tracker.State `json:"state,omitempty"`
	UpdatedOn        Day           `json:"updated_on,omitempty"`
	CapturedOn       Day           `json:"captured_on,omitempty"`
	PayloadHash      string        `json:"payload_sha256,omitempty"`
	ContentHash      string        `json:"content_sha256,omitempty"`
}

// ContentHash is the SHA-256, in hexadecimal, of what a person reads of a source: its
// title, a NUL byte, and its text with GitHub's line ends made one.
func ContentHash(title, text string) string {
	sum := sha256.Sum256([]byte(title + "\x00" + strings.ReplaceAll(text, "\r\n", "\n")))
	return hex.EncodeToString(sum[:])
}

// Sealed is a frozen file set.
type Sealed struct {
	Files          []File // the manifest's first, then by name
	ManifestSHA256 string
}

// Final is a pack as it is sealed: with the claims that are ready, and without what is
// for the person alone. The error is a [tracker.Invalid] one where a ready claim has a
// finding that blocks it, or no claim is ready.
func (p Pack) Final() (Pack, error) {
	const op = "pack.Final"
	chapters := []Chapter{}
	for _, chapter := range p.Chapters {
		claims := []Claim{}
		for _, claim := range chapter.Claims {
			if !claim.Ready {
				continue
			}
			if i := slices.IndexFunc(claim.Findings, func(f Finding) bool { return f.Weight == Blocks }); i >= 0 {
				return p, tracker.Errorf(tracker.Invalid, op, "the claim %q is marked ready, and %s", claim.ID, claim.Findings[i].Sentence).
					WithHint("%s", claim.Findings[i].Hint)
			}
			claim.Findings = nil
			claims = append(claims, claim)
		}
		if chapter.Claims = claims; len(claims) > 0 || chapter.Intro != "" {
			chapters = append(chapters, chapter)
		}
	}
	if !slices.ContainsFunc(chapters, func(c Chapter) bool { return len(c.Claims) > 0 }) {
		return p, tracker.Errorf(tracker.Invalid, op, "no claim is marked ready").WithHint("write ready: true beside each claim that you stand by")
	}
	p.Chapters, p.Findings = chapters, nil
	return p.renumbered(), nil
}

// Draft writes the draft that a pack could have come from, with nothing that the pack
// does not show: no redacted or private choices, nothing that was left out.
func (p Pack) Draft() Draft {
	d := Draft{Form: DraftForm, Person: p.Subject.Login, From: p.Period.From, To: p.Period.To, Title: p.Title, Opening: p.Opening,
		Chapters: []DraftChapter{}, Options: Options{Charts: len(p.Charts) > 0, Comparison: p.Comparison != nil, Collaborators: len(p.Collaborators) > 0}}
	for _, chapter := range p.Chapters {
		c := DraftChapter{Key: chapter.Key, Title: chapter.Title, Intro: chapter.Intro, Claims: []DraftClaim{}}
		for _, claim := range chapter.Claims {
			written := DraftClaim{ID: claim.ID, Text: claim.Text, Ready: claim.Ready, Sources: []DraftSource{}}
			for _, s := range claim.Sources {
				if s.IsRedacted {
					continue
				}
				source := DraftSource{URL: s.Permalink, Note: s.Note}
				if s.IsPrivate {
					source.Private = PrivateShow
				}
				if s.Quote != nil {
					source.Quote = s.Quote.Permalink
				}
				written.Sources = append(written.Sources, source)
			}
			c.Claims = append(c.Claims, written)
		}
		d.Chapters = append(d.Chapters, c)
	}
	return d
}

// Seal freezes a final pack with its rendered files. The same pack and files give the
// same bytes. key signs the manifest; nil signs nothing.
func Seal(p Pack, rendered []File, key ed25519.PrivateKey) (Sealed, error) {
	const op = "pack.Seal"
	document, err := canonical(p)
	if err != nil {
		return Sealed{}, err
	}
	files := append([]File{{PackFile, document}, {DraftFile, p.Draft().YAML()}}, rendered...)
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	for i, f := range files {
		switch {
		case !isFileName(f.Name) || f.Name == ManifestFile || f.Name == ChecksumFile || f.Name == SignatureFile:
			return Sealed{}, tracker.Errorf(tracker.Internal, op, "no file of a pack may be called %q", f.Name)
		case i > 0 && strings.EqualFold(files[i-1].Name, f.Name):
			return Sealed{}, tracker.Errorf(tracker.Internal, op, "two files of a pack are called %q", f.Name)
		}
	}
	m := manifestOf(p, files)
	if key != nil {
		m.SignedBy = PublicText(key.Public().(ed25519.PublicKey))
	}
	manifest, err := canonical(m)
	if err != nil {
		return Sealed{}, err
	}
	sum := sha256.Sum256(manifest)
	head := []File{{ManifestFile, manifest}, {ChecksumFile, checksum(sum)}}
	if key != nil {
		signature, err := sign(key, manifest)
		if err != nil {
			return Sealed{}, err
		}
		head = append(head, File{SignatureFile, signature})
	}
	return Sealed{Files: append(head, files...), ManifestSHA256: hex.EncodeToString(sum[:])}, nil
}

func checksum(sum [sha256.Size]byte) []byte {
	return []byte(hex.EncodeToString(sum[:]) + "  " + ManifestFile + "\n")
}

// fileName is what files of a sealed pack may be called: nothing that leaves a folder,
// hides in it, or means something to an operating system.
var fileName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}(\.[a-z0-9]{1,16}){1,2}$`)

var reservedName = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])\.`)

func isFileName(name string) bool {
	return fileName.MatchString(name) && !reservedName.MatchString(name)
}

// manifestOf says what a pack and its files are, but for who signed it.
func manifestOf(p Pack, files []File) Manifest {
	m := Manifest{Form: SealedForm, Person: p.Subject.Login, Title: p.Title, Period: p.Period, Formula: p.Formula, Program: p.Program,
		Snapshot: p.Snapshot, Files: []Entry{}, Sources: []Stamp{}}
	for _, f := range files {
		sum := sha256.Sum256(f.Data)
		m.Files = append(m.Files, Entry{f.Name, len(f.Data), hex.EncodeToString(sum[:])})
	}
	seen := map[int]bool{}
	p.EachSource(func(s *Source) {
		if s.IsRedacted || seen[s.Ref] {
			return
		}
		seen[s.Ref] = true
		m.Sources = append(m.Sources, Stamp{Ref: s.Ref, Permalink: s.Permalink, Kind: s.Kind, NodeID: s.NodeID, RepositoryNodeID: s.RepositoryNodeID,
			Day: s.Day, State: s.State, UpdatedOn: s.UpdatedOn, CapturedOn: s.CapturedOn, PayloadHash: s.PayloadHash, ContentHash: s.ContentHash})
	})
	slices.SortFunc(m.Sources, func(a, b Stamp) int { return a.Ref - b.Ref })
	return m
}

// canonical writes a document in the one form that sealed packs have.
func canonical(document any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(document); err != nil {
		return nil, tracker.Errorf(tracker.Internal, "pack.canonical", "the pack cannot be written as JSON").Because(err)
	}
	return out.Bytes(), nil
}

// firstDay is 1980-01-01, the first day that a zip archive can name. Every file of a
// sealed pack bears it, so that the bytes do not tell when they were written.
const firstDay = 1<<5 | 1

// Zip writes a sealed pack as one archive without compression, always the same.
func (s Sealed) Zip() ([]byte, error) {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, f := range s.Files {
		size := uint64(len(f.Data))
		header := &zip.FileHeader{Name: f.Name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(f.Data), CompressedSize64: size, UncompressedSize64: size}
		//lint:ignore SA1019 Modified would not be written: CreateRaw takes the header as it is
		header.ModifiedDate = firstDay //nolint:staticcheck // as above
		w, err := archive.CreateRaw(header)
		if err == nil {
			_, err = w.Write(f.Data)
		}
		if err != nil {
			return nil, tracker.Errorf(tracker.Internal, "pack.Zip", "the archive cannot be written").Because(err)
		}
	}
	if err := archive.Close(); err != nil {
		return nil, tracker.Errorf(tracker.Internal, "pack.Zip", "the archive cannot be written").Because(err)
	}
	return out.Bytes(), nil
}

// WriteFolder writes a sealed pack as the files of a new folder. The error is a
// [tracker.Conflict] one where there is something already.
func (s Sealed) WriteFolder(path string) error {
	const op = "pack.WriteFolder"
	if err := os.Mkdir(path, 0o750); errors.Is(err, fs.ErrExist) {
		return tracker.Errorf(tracker.Conflict, op, "there is something at %s already", path).WithHint("name a new folder, or move that one away")
	} else if err != nil {
		return tracker.Errorf(tracker.Unavailable, op, "the folder %s cannot be made", path).Because(err).WithHint("name one that you may write to")
	}
	for _, f := range s.Files {
		if err := os.WriteFile(filepath.Join(path, f.Name), f.Data, 0o600); err != nil {
			return tracker.Errorf(tracker.Unavailable, op, "%s cannot be written", filepath.Join(path, f.Name)).Because(err).WithHint("look whether the disk is full")
		}
	}
	return nil
}
