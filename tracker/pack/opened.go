package pack

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"rungless/tracker"
)

// largestPack bounds what is read of a sealed pack, in bytes.
const largestPack = 512 << 20

// Opened is a sealed pack as it was found, with what is wrong about how it lies there.
type Opened struct {
	Files    []File // in the order of the archive, or of the folder by name
	Problems []Problem
}

// OpenSealed reads a sealed pack from a folder or an archive. The error is a
// [tracker.NotFound] or [tracker.Invalid] one where there is nothing that could be one.
func OpenSealed(path string) (Opened, error) {
	const op = "pack.OpenSealed"
	info, err := os.Stat(path)
	if err != nil {
		return Opened{}, tracker.Errorf(tracker.NotFound, op, "there is no sealed pack at %s", path).Because(err).WithHint("name the folder or the .zip that rungless pack seal wrote")
	}
	if info.IsDir() {
		return openFolder(path)
	}
	if info.Size() > largestPack {
		return Opened{}, tracker.Errorf(tracker.Invalid, op, "%s is larger than any sealed pack", path).WithHint("name the .zip that rungless pack seal wrote")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return Opened{}, tracker.Errorf(tracker.Invalid, op, "%s cannot be read", path).Because(err).WithHint("make it readable for you")
	}
	return OpenZip(data), nil
}

func openFolder(path string) (Opened, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return Opened{}, tracker.Errorf(tracker.Invalid, "pack.openFolder", "%s cannot be read", path).Because(err).WithHint("make it readable for you")
	}
	var o Opened
	for _, entry := range entries {
		if !entry.Type().IsRegular() {
			o.found(entry.Name(), "is no ordinary file, and a sealed pack holds nothing else")
			continue
		}
		data, err := readAtMost(filepath.Join(path, entry.Name()))
		if err != nil {
			o.found(entry.Name(), "cannot be read")
			continue
		}
		o.Files = append(o.Files, File{entry.Name(), data})
	}
	return o, nil
}

func readAtMost(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, largestPack))
}

func (o *Opened) found(file, sentence string) {
	o.Problems = append(o.Problems, Problem{File: file, Sentence: sentence})
}

// OpenZip reads the archive of a sealed pack. Whatever its bytes are, it names what is
// wrong with them: files are taken as they lie there, and the whole is compared with
// how the archive would have been written.
func OpenZip(data []byte) Opened {
	var o Opened
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		o.found("", "the archive cannot be read: it was cut, or its list of files was changed")
		return o
	}
	var claimed uint64
	for _, entry := range archive.File {
		// Entries that lie upon each other would hold more than the archive does.
		if claimed += min(entry.CompressedSize64, largestPack); claimed > uint64(len(data)) {
			o.found(entry.Name, "lies upon another file of the archive")
			return o
		}
		if content, ok := o.stored(entry); ok {
			o.Files = append(o.Files, File{entry.Name, content})
		}
	}
	written, err := Sealed{Files: o.Files}.Zip()
	if err != nil || !bytes.Equal(written, data) {
		o.found("", differs(archive, data, written))
	}
	return o
}

// stored takes the bytes of an entry as they lie in the archive.
func (o *Opened) stored(entry *zip.File) ([]byte, bool) {
	if entry.Method != zip.Store || strings.HasSuffix(entry.Name, "/") {
		o.found(entry.Name, "is compressed, or is a folder, and a sealed pack has neither")
		return nil, false
	}
	raw, err := entry.OpenRaw()
	if err == nil {
		var content []byte
		if content, err = io.ReadAll(raw); err == nil {
			return content, true
		}
	}
	o.found(entry.Name, "cannot be read from the archive")
	return nil, false
}

// differs says where the bytes of an archive are not those that would have been written.
func differs(archive *zip.Reader, data, written []byte) string {
	at := 0
	for at < min(len(data), len(written)) && data[at] == written[at] {
		at++
	}
	var beside []string
	for _, entry := range archive.File {
		offset, err := entry.DataOffset()
		if err == nil && int64(at) < offset+int64(entry.CompressedSize64) { //nolint:gosec // the sum is within the file
			beside = append(beside, entry.Name)
		}
	}
	if len(beside) == 0 {
		return fmt.Sprintf("the archive was changed at byte %d, in its list of files", at)
	}
	return fmt.Sprintf("the archive was changed at byte %d, before or in %s", at, beside[0])
}

// Pack reads the pack out of a sealed one, whether or not something was changed.
func (o Opened) Pack() (Pack, error) {
	for _, f := range o.Files {
		var p Pack
		if f.Name == PackFile && decodeStrictly(f.Data, &p) == nil {
			return p, nil
		}
	}
	return Pack{}, tracker.Errorf(tracker.Invalid, "pack.Pack", "there is no pack in it that this version of rungless can read").WithHint("check it: rungless pack verify PATH")
}
