package web

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"rungless/tracker/pack"
	"rungless/tracker/store"
)

// sealedHere proposes a pack, marks its first claim ready, and asks its page to seal it.
func sealedHere(t *testing.T, st *store.Store, h http.Handler) (path string, code int, said string) {
	t.Helper()
	made := submit(h, packsPath, url.Values{"from": {"2026-06-01"}, "to": {"2026-11-30"}})
	path = strings.TrimSuffix(made.Header().Get("Location"), "/edit")
	id, err := strconv.ParseInt(strings.TrimPrefix(path, packsPath+"/"), 10, 64)
	if err != nil {
		t.Fatalf("got %d, %v", made.Code, err)
	}
	kept, d := draftNow(t, st, id)
	claim := d.Chapters[0].Claims[0]
	claim.Ready = true
	submit(h, path+"/edit", claimFields(kept.Revision, claim, "save"))
	w := submit(h, path+"/seal", nil)
	return path, w.Code, w.Body.String()
}

func TestAPageSealsWithTheKeyOfTheInstance(t *testing.T) {
	st := fixture(t)
	file := filepath.Join(t.TempDir(), "pack-signing.key")
	h := site(t, st, func(o *Options) {
		asMei(o)
		o.PackKey = file
	})
	path, code, said := sealedHere(t, st, h)
	if code != http.StatusSeeOther {
		t.Fatalf("without a key: %d\n%s", code, said)
	}
	if w := ask(h, "GET", path+"/verify", fromHere); !strings.Contains(w.Body.String(), "Nobody signed it") {
		t.Errorf("its check says:\n%s", w.Body)
	}

	key, err := pack.NewKey(file)
	if err != nil {
		t.Fatal(err)
	}
	path, _, _ = sealedHere(t, st, h)
	w := ask(h, "GET", path+"/verify", fromHere)
	if !strings.Contains(w.Body.String(), "Nothing was changed") || !strings.Contains(w.Body.String(), "signed it with the key") {
		t.Errorf("its check says:\n%s", w.Body)
	}
	report := pack.OpenZip(ask(h, "GET", path+"/files/pack.zip", fromHere).Body.Bytes()).Verify()
	if report.SignedBy != pack.PublicText(key) || len(report.Problems) > 0 {
		t.Errorf("signed by %q: %v", report.SignedBy, report.Problems)
	}

	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if path, code, said = sealedHere(t, st, h); code != http.StatusServiceUnavailable || strings.Contains(said, file) {
		t.Errorf("with a key that others may read: %d\n%s", code, said)
	}
	if w := ask(h, "GET", path+"/verify", fromHere); w.Code == http.StatusOK {
		t.Error("it was sealed all the same")
	}
}
