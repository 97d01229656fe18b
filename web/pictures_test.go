package web

import (
	"bufio"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

var picturesOf = flag.String("pictures-of", "", "take the pictures of docs/pages.md of the sample organisation that is shown at this `ADDRESS`")

// TestPictures takes the pictures of docs/pages.md again, when it is asked to. The list in
// docs/pages/list.txt says of which pages; it names a file, a path and the colours.
func TestPictures(t *testing.T) {
	if *picturesOf == "" {
		return
	}
	folder := filepath.Join("..", "docs", "pages")
	list, err := os.Open(filepath.Join(folder, "list.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer list.Close()
	ctx, _ := browser(t)
	for lines := bufio.NewScanner(list); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) != 3 {
			t.Fatalf("%q is no file, path and colours", lines.Text())
		}
		colours := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: fields[2]}}}
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(1000, 1100), command(emulation.SetEmulatedMedia, colours), chromedp.Navigate(*picturesOf+fields[1])); err != nil {
			t.Fatal(err)
		}
		picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, fields[0]), picture, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
