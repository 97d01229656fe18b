package web

import (
	"flag"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

var screenshots = flag.String("screenshots", "", "write a picture of every page of the story \"many\" into this `FOLDER`")

// TestScreenshots takes the pictures when it is asked to:
//
//	go test ./web -run TestScreenshots -screenshots /tmp/pages
func TestScreenshots(t *testing.T) {
	if *screenshots == "" {
		return
	}
	if err := os.MkdirAll(*screenshots, 0o755); err != nil {
		t.Fatal(err)
	}
	h, st := tell(t, "many")
	ctx, _ := browser(t)
	server := httptest.NewServer(h)
	defer server.Close()
	for _, address := range newPages(h, addresses(t, st), map[string]bool{}) {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(1000, 900), chromedp.Navigate(server.URL+address)); err != nil {
			t.Fatal(err)
		}
		picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(*screenshots, pictureName(address)), picture, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// pictureName is a file's name for an address: "p-login-scope.png".
func pictureName(address string) string {
	name := []rune("page")
	for _, r := range address {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			name = append(name, r)
		} else if name[len(name)-1] != '-' {
			name = append(name, '-')
		}
	}
	return string(name) + ".png"
}
