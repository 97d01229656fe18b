package pack_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
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
