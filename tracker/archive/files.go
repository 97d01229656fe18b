package archive

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"rungless/tracker"

	"github.com/klauspost/compress/gzip"
)

// input is one file or stream to import.
type input struct {
	label string    // what the person called it
	path  string    // "" for a stream
	in    io.Reader // of a stream
}

// inputs lists what is to be read, in the order given and by name within a
// folder, and an error for each thing that is not there.
func (s *Source) inputs() (inputs []input, broken []error) {
	for _, name := range s.options.Files {
		if name == "-" {
			inputs = append(inputs, input{label: "standard input", in: s.options.In})
			continue
		}
		found, err := find(name)
		if err != nil {
			broken = append(broken, err)
		}
		inputs = append(inputs, found...)
	}
	return inputs, broken
}

func find(name string) (inputs []input, err error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, cannotRead(name, err)
	}
	if !info.IsDir() {
		return []input{{label: name, path: name}}, nil
	}
	err = filepath.WalkDir(name, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && isArchiveName(path) {
			inputs = append(inputs, input{label: path, path: path})
		}
		return err
	})
	if err != nil {
		return inputs, cannotRead(name, err)
	}
	if len(inputs) == 0 {
		return nil, tracker.Errorf(tracker.Invalid, "archive.find "+name, "the folder %s holds no archive file", name).
			WithHint("archive files are called *.json, *.jsonl or *.ndjson, with or without .gz; download them from https://data.gharchive.org")
	}
	return inputs, nil
}

func isArchiveName(path string) bool {
	switch filepath.Ext(strings.TrimSuffix(path, ".gz")) {
	case ".json", ".jsonl", ".ndjson":
		return true
	}
	return false
}

func cannotRead(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return tracker.Errorf(tracker.NotFound, "archive.find "+name, "there is no file or folder %s", name).
			Because(err).WithHint("check the path; - reads standard input")
	}
	reason := err
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		reason = pathError.Err
	}
	return tracker.Errorf(tracker.Unavailable, "archive.find "+name, "%s cannot be read: %v", name, reason).
		Because(err).WithHint("make it readable for you and import it again")
}

// contentHash is the SHA-256 of a regular file as it lies on the disk, which
// costs a thirtieth of importing it. A stream's is known only at its end: then
// it is "".
func (in input) contentHash() (string, error) {
	if in.path == "" {
		return "", nil
	}
	info, err := os.Stat(in.path)
	if err != nil || !info.Mode().IsRegular() {
		return "", err // a pipe can be read only once
	}
	file, err := os.Open(in.path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// text is the uncompressed text of an input.
type text struct {
	io.Reader
	sum   hash.Hash // of what was read from the disk; complete at the end
	raw   io.Reader
	close func() error
}

// open begins to read. Compressed text is known by its first bytes, not by the
// file's name.
func (in input) open() (*text, error) {
	t := &text{sum: sha256.New(), close: func() error { return nil }}
	stream := in.in
	if in.path != "" {
		file, err := os.Open(in.path)
		if err != nil {
			return nil, err
		}
		stream, t.close = file, file.Close
	}
	buffered := bufio.NewReaderSize(io.TeeReader(stream, t.sum), 256<<10)
	t.Reader, t.raw = buffered, buffered
	if magic, _ := buffered.Peek(2); len(magic) == 2 && magic[0] == 0x1f && magic[1] == 0x8b {
		unzipped, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, errors.Join(err, t.close())
		}
		t.Reader = unzipped
	}
	return t, nil
}

// contentHash may be asked for once the text was read to its end.
func (t *text) contentHash() string { return hex.EncodeToString(t.sum.Sum(nil)) }
