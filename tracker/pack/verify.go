package pack

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Problem is one thing that is not as it was sealed.
type Problem struct {
	File     string `json:"file"`  // "" for the archive or the whole
	Field    string `json:"field"` // of the manifest: "files[2].sha256"; "" for other files
	Sentence string `json:"sentence"`
}

func (p Problem) String() string {
	words := []string{}
	for _, word := range []string{p.File, p.Field, p.Sentence} {
		if word != "" {
			words = append(words, word)
		}
	}
	return strings.Join(words, ": ")
}

// Report is what came of a check of a sealed pack.
type Report struct {
	Manifest       Manifest  // as it reads; the zero one where it cannot be read
	ManifestSHA256 string    // of the manifest as it is
	SignedBy       string    // the key of a signature that is right; "" where there is none
	Problems       []Problem // empty and not nil: nothing was changed since it was sealed
}

// Verify compares a sealed pack with its manifest. Every change of a file, a name or a
// field is a problem that names it. Who can write the manifest too can forge all of it:
// only the manifest's hash, kept elsewhere, or a signature by a known key shows that.
func (o Opened) Verify() Report {
	v := verifier{files: map[string][]byte{}, report: Report{Problems: append([]Problem{}, o.Problems...)}}
	for _, f := range o.Files {
		if _, twice := v.files[f.Name]; twice {
			v.found(f.Name, "", "is there twice")
		}
		v.files[f.Name] = f.Data
	}
	manifest, ok := v.files[ManifestFile]
	if !ok {
		v.found(ManifestFile, "", "is missing")
		return v.report
	}
	sum := sha256.Sum256(manifest)
	v.report.ManifestSHA256 = hex.EncodeToString(sum[:])
	if v.readManifest(manifest, checksum(sum)) {
		v.compareFiles()
		v.extraFiles()
	}
	v.signature(manifest)
	return v.report
}

type verifier struct {
	files  map[string][]byte
	report Report
}

func (v *verifier) found(file, field, sentence string) {
	v.report.Problems = append(v.report.Problems, Problem{file, field, sentence})
}

// readManifest reports whether the manifest is as it was sealed, so that files can be
// held against it.
func (v *verifier) readManifest(manifest, sum []byte) bool {
	readable := decodeStrictly(manifest, &v.report.Manifest) == nil && v.report.Manifest.Form == SealedForm
	known, ok := v.files[ChecksumFile]
	switch {
	case !ok:
		v.found(ChecksumFile, "", "is missing")
	case bytes.Equal(known, sum):
		if !readable {
			v.found(ManifestFile, "", "cannot be read by this version of rungless")
		}
		return readable
	}
	expected, err := v.expected()
	switch {
	case err != nil || expected == nil:
		v.found(ManifestFile, "", "is not what its checksum says, or was changed with "+PackFile)
		return readable
	case bytes.Equal(expected, manifest):
		if ok {
			v.found(ChecksumFile, "", "is not the checksum of the manifest, which is as it was")
		}
		return true
	}
	v.found(ManifestFile, fieldAt(expected, firstDifference(expected, manifest)), "was changed")
	return false
}

// expected writes the manifest that the other files would have.
func (v *verifier) expected() ([]byte, error) {
	var p Pack
	if err := decodeStrictly(v.files[PackFile], &p); err != nil {
		return nil, err
	}
	var files []File
	for name, data := range v.files {
		if name != ManifestFile && name != ChecksumFile && name != SignatureFile {
			files = append(files, File{name, data})
		}
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	m := manifestOf(p, files)
	var signature Signature
	if text, ok := v.files[SignatureFile]; ok && decodeStrictly(text, &signature) == nil {
		m.SignedBy = signature.Key
	}
	return canonical(m)
}

func firstDifference(a, b []byte) int {
	at := 0
	for at < min(len(a), len(b)) && a[at] == b[at] {
		at++
	}
	return at
}

// fieldAt names the field of a JSON document in which a byte lies: "files[2].sha256".
func fieldAt(document []byte, offset int) string {
	decoder := json.NewDecoder(bytes.NewReader(document))
	var path []step
	for {
		token, err := decoder.Token()
		if err != nil || int(decoder.InputOffset()) > offset {
			return pathText(path, token)
		}
		switch token {
		case json.Delim('{'):
			path = append(path, step{isObject: true})
			continue
		case json.Delim('['):
			path = append(path, step{})
			continue
		case json.Delim('}'), json.Delim(']'):
			path = path[:len(path)-1]
		}
		if len(path) == 0 {
			continue
		}
		top := &path[len(path)-1]
		if name, ok := token.(string); ok && top.isObject && !top.named {
			top.name, top.named = name, true
			continue
		}
		top.named = false
		top.index++
	}
}

// step is one object or list on the way to a field.
type step struct {
	isObject, named bool
	name            string
	index           int
}

func pathText(path []step, token json.Token) string {
	var b strings.Builder
	for i, s := range path {
		switch {
		case !s.isObject:
			fmt.Fprintf(&b, "[%d]", s.index)
		case s.named:
			b.WriteString("." + s.name)
		default:
			if name, ok := token.(string); ok && i == len(path)-1 {
				b.WriteString("." + name)
			}
		}
	}
	return strings.TrimPrefix(b.String(), ".")
}

// compareFiles holds the files against the manifest.
func (v *verifier) compareFiles() {
	for _, entry := range v.report.Manifest.Files {
		data, ok := v.files[entry.Name]
		sum := sha256.Sum256(data)
		switch {
		case !ok:
			v.found(entry.Name, "", "is missing")
		case len(data) != entry.Size:
			v.found(entry.Name, "", fmt.Sprintf("was changed: it has %d bytes, and had %d", len(data), entry.Size))
		case hex.EncodeToString(sum[:]) != entry.SHA256:
			v.found(entry.Name, "", "was changed: its SHA-256 is another one")
		}
	}
}

// extraFiles names what the manifest does not list.
func (v *verifier) extraFiles() {
	known := map[string]bool{ManifestFile: true, ChecksumFile: true, SignatureFile: v.report.Manifest.SignedBy != ""}
	for _, entry := range v.report.Manifest.Files {
		known[entry.Name] = true
	}
	var extra []string
	for name := range v.files {
		if !known[name] {
			extra = append(extra, name)
		}
	}
	slices.Sort(extra)
	for _, name := range extra {
		v.found(name, "", "is in no list of the manifest")
	}
}

// signature checks who signed the manifest.
func (v *verifier) signature(manifest []byte) {
	by := v.report.Manifest.SignedBy
	text, ok := v.files[SignatureFile]
	switch {
	case by == "":
		return // a file that is there all the same is an extra one
	case !ok:
		v.found(SignatureFile, "", "is missing, and the manifest says who signed")
		return
	}
	var s Signature
	err := decodeStrictly(text, &s)
	written, _ := canonical(s) // strings are always written
	key, keyErr := base64.StdEncoding.DecodeString(s.Key)
	signature, signatureErr := base64.StdEncoding.DecodeString(s.Signature)
	switch {
	case err != nil || !bytes.Equal(written, text) || s.Form != SealedForm || s.Algorithm != algorithm:
		v.found(SignatureFile, "", "was changed: it is not as rungless writes it")
	case s.Key != by:
		v.found(SignatureFile, "", "is by another key than the manifest says")
	case keyErr != nil || len(key) != ed25519.PublicKeySize || signatureErr != nil || !ed25519.Verify(key, append([]byte(signedText), manifest...), signature):
		v.found(SignatureFile, "", "is no signature of this manifest")
	default:
		v.report.SignedBy = s.Key
	}
}
