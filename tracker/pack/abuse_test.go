package pack_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"strings"
	"testing"

	"rungless/tracker/pack"
)

// An archive whose list names one stretch of bytes a thousand times would fill the memory.
func TestFilesThatLieUponEachOtherAreNotRead(t *testing.T) {
	content := bytes.Repeat([]byte("x"), 1<<20)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	entry, err := w.CreateRaw(&zip.FileHeader{Name: "pack.json", Method: zip.Store, CRC32: crc32.ChecksumIEEE(content), CompressedSize64: 1 << 20, UncompressedSize64: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = entry.Write(content) // into memory
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	const times = 1000
	data := out.Bytes()
	end := bytes.LastIndex(data, []byte("PK\x05\x06"))
	list := int(binary.LittleEndian.Uint32(data[end+16:]))
	one := data[list:end]
	bomb := append(bytes.Clone(data[:list]), bytes.Repeat(one, times)...)
	tail := bytes.Clone(data[end:])
	binary.LittleEndian.PutUint16(tail[8:], times)
	binary.LittleEndian.PutUint16(tail[10:], times)
	binary.LittleEndian.PutUint32(tail[12:], uint32(times*len(one)))
	opened := pack.OpenZip(append(bomb, tail...))
	read := 0
	for _, f := range opened.Files {
		read += len(f.Data)
	}
	if read > len(bomb) || len(opened.Problems) == 0 {
		t.Errorf("of an archive of %d bytes %d were read: %s", len(bomb), read, fmt.Sprint(opened.Problems))
	}
}

// Nothing of an archive is ever written: a name that leads out of a folder is a file that does
// not belong to the pack, and is said to be one.
func TestNamesThatLeadElsewhereAreFilesThatDoNotBelong(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{"../evil", "../../etc/cron.d/evil", "/etc/evil", `..\evil`, `C:\evil`, "a/../../evil", "evil/", "./pack.json", "", "pack.json\x00.txt", strings.Repeat("a/", 2000)} {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		header := &zip.FileHeader{Name: name, Method: zip.Store}
		header.SetMode(os.ModeSymlink | 0o777)
		file, err := w.CreateHeader(header)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = file.Write([]byte("/etc/passwd")) // into memory; a folder takes none
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if report := pack.OpenZip(out.Bytes()).Verify(); len(report.Problems) == 0 {
			t.Errorf("%q passes", name)
		}
	}
	written, err := os.ReadDir(".")
	if err != nil || len(written) > 0 {
		t.Errorf("%v was written, %v", written, err)
	}
}

// A sealed pack is not compressed: what is, is not even unpacked.
func TestABombIsNotUnpacked(t *testing.T) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	file, err := w.Create(pack.ManifestFile)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write(make([]byte, 16<<20)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if opened := pack.OpenZip(out.Bytes()); len(opened.Files) > 0 || len(opened.Problems) == 0 {
		t.Errorf("of %d bytes %d files were made, with %d problems", out.Len(), len(opened.Files), len(opened.Problems))
	}
}
