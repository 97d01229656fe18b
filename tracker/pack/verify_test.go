package pack_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rungless/tracker"
	"rungless/tracker/pack"
)

func testKey() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
}

func archive(t testing.TB, s pack.Sealed) []byte {
	t.Helper()
	data, err := s.Zip()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestASealedPackIsTheSameEveryTime(t *testing.T) {
	first, second := archive(t, sealed(t, testKey())), archive(t, sealed(t, testKey()))
	if !bytes.Equal(first, second) {
		t.Error("two seals of one pack differ")
	}
	report := pack.OpenZip(first).Verify()
	if len(report.Problems) != 0 || report.SignedBy != pack.PublicText(testKey().Public().(ed25519.PublicKey)) {
		t.Errorf("an unchanged pack: %+v", report)
	}
	if report.ManifestSHA256 != sealed(t, testKey()).ManifestSHA256 || len(report.Manifest.Sources) != 1 {
		t.Errorf("the manifest reads %+v", report.Manifest)
	}
}

// Every byte of an archive is changed once: each change is found, and where it lies in
// a file or the manifest, it is named.
func TestEveryChangedByteIsFound(t *testing.T) {
	s := sealed(t, testKey())
	data := archive(t, s)
	step := 1
	if testing.Short() {
		step = 17
	}
	for i := 0; i < len(data); i += step {
		changed := bytes.Clone(data)
		changed[i] ^= 1 << (i % 8)
		problems := pack.OpenZip(changed).Verify().Problems
		if len(problems) == 0 {
			t.Fatalf("byte %d was changed and nothing was found", i)
		}
		if f := fileAt(s, data, i); f != "" && !slices.ContainsFunc(problems, func(p pack.Problem) bool { return p.File == f }) {
			t.Errorf("byte %d is in %s, and found was %v", i, f, problems)
		}
	}
}

// fileAt is the file in whose contents a byte of an archive lies.
func fileAt(s pack.Sealed, data []byte, at int) string {
	for _, f := range s.Files {
		if begin := bytes.Index(data, f.Data); at >= begin && at < begin+len(f.Data) {
			return f.Name
		}
	}
	return ""
}

func TestAChangedFieldOfTheManifestIsNamed(t *testing.T) {
	s := sealed(t, nil)
	for old, field := range map[string]string{
		`"merged"`:         "sources[0].state",
		`"2026-02-03"`:     "sources[0].day",
		`"growth/1"`:       "formula",
		`"2026-07-02"`:     "snapshot",
		`"evidence.csv"`:   "files[1].name",
		`"size": 4`:        "files[1].size",
		`"Half a year"`:    "title",
		`"payload_sha256"`: "sources[0].payload_sha256",
	} {
		manifest := string(s.Files[0].Data)
		at := strings.Index(manifest, old)
		if at < 0 {
			t.Fatalf("the manifest has no %s:\n%s", old, manifest)
		}
		changed := []byte(manifest)
		changed[at+len(old)-2]++
		files := slices.Clone(s.Files)
		files[0].Data = changed
		if old == `"size": 4` {
			files[0].Data = []byte(strings.Replace(manifest, old, `"size": 5`, 1))
		}
		problems := pack.Opened{Files: files}.Verify().Problems
		if len(problems) != 1 || problems[0].File != pack.ManifestFile || problems[0].Field != field {
			t.Errorf("%s: found %v, want %s", old, problems, field)
		}
	}
}

func TestAHundredMutationsAreFound(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	s := sealed(t, testKey())
	for i := range 100 {
		files := slices.Clone(s.Files)
		at := random.IntN(len(files))
		f := &files[at]
		f.Data = bytes.Clone(f.Data)
		names, what := []string{f.Name}, ""
		switch i % 6 {
		case 0:
			what = "a bit"
			f.Data[random.IntN(len(f.Data))] ^= 1 << random.IntN(8)
		case 1:
			what = "cut"
			f.Data = f.Data[:random.IntN(len(f.Data))]
		case 2:
			what = "renamed"
			f.Name = fmt.Sprintf("other-%d.md", i)
			names = append(names, f.Name)
		case 3:
			what = "gone"
			files = slices.Delete(files, at, at+1)
		case 4:
			what = "more"
			names = []string{"extra.md"}
			files = append(files, pack.File{Name: "extra.md", Data: []byte("x")})
		case 5:
			what = "swapped"
			other := &files[(at+1)%len(files)]
			f.Data, other.Data = other.Data, f.Data
			names = append(names, other.Name)
		}
		problems := pack.Opened{Files: files}.Verify().Problems
		if !slices.ContainsFunc(problems, func(p pack.Problem) bool { return slices.Contains(names, p.File) }) {
			t.Errorf("mutation %d, %s of %v: found %v", i, what, names, problems)
		}
	}
}

func TestAFolderIsCheckedAsAnArchiveIs(t *testing.T) {
	dir := t.TempDir()
	s := sealed(t, testKey())
	if err := s.WriteFolder(filepath.Join(dir, "pack")); err != nil {
		t.Fatal(err)
	}
	if err := s.WriteFolder(filepath.Join(dir, "pack")); tracker.KindOf(err) != tracker.Conflict {
		t.Errorf("a folder was written over: %v", err)
	}
	check := func(want string) {
		t.Helper()
		o, err := pack.OpenSealed(filepath.Join(dir, "pack"))
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(o.Verify().Problems); !strings.Contains(got, want) {
			t.Errorf("found %s, want %s", got, want)
		}
	}
	check("[]")
	if err := os.Mkdir(filepath.Join(dir, "pack", "more"), 0o755); err != nil {
		t.Fatal(err)
	}
	check("more: is no ordinary file")
	if err := os.Remove(filepath.Join(dir, "pack", "pack.md")); err != nil {
		t.Fatal(err)
	}
	check("pack.md: is missing")
	if _, err := pack.OpenSealed(filepath.Join(dir, "none")); tracker.KindOf(err) != tracker.NotFound {
		t.Errorf("got %v", err)
	}
}

func TestNoFileOfAPackLeavesItsFolder(t *testing.T) {
	final, err := whole().Final()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"../x.md", "/x.md", `a\b.md`, ".x", "x", "con.md", "a/b.md", "x.md ", "X.md", "x..md", pack.ManifestFile, "pack.json", ""} {
		if _, err := pack.Seal(final, []pack.File{{Name: name}}, nil); err == nil {
			t.Errorf("a file called %q was sealed", name)
		}
	}
}

func TestAKeyIsItsOwnersAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	if _, err := pack.ReadKey(path); tracker.KindOf(err) != tracker.NotFound {
		t.Errorf("got %v", err)
	}
	public, err := pack.NewKey(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pack.NewKey(path); tracker.KindOf(err) != tracker.Conflict {
		t.Errorf("a key was written over: %v", err)
	}
	key, err := pack.ReadKey(path)
	if err != nil || !public.Equal(key.Public()) {
		t.Errorf("got another key: %v", err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := pack.ReadKey(path); tracker.KindOf(err) != tracker.Invalid {
		t.Errorf("a key that others may read was taken: %v", err)
	}
}

func FuzzVerify(f *testing.F) {
	s := sealed(f, testKey())
	f.Add(s.Files[0].Data, s.Files[1].Data, s.Files[2].Data)
	f.Add([]byte(`{"form":"rungless-sealed-pack/1","files":[{"name":"../x"}]}`), []byte("x"), []byte("{}"))
	f.Fuzz(func(t *testing.T, manifest, sum, signature []byte) {
		files := slices.Clone(s.Files)
		isSame := bytes.Equal(files[0].Data, manifest) && bytes.Equal(files[1].Data, sum) && bytes.Equal(files[2].Data, signature)
		files[0].Data, files[1].Data, files[2].Data = manifest, sum, signature
		if report := (pack.Opened{Files: files}).Verify(); !isSame && report.SignedBy != "" && len(report.Problems) == 0 {
			t.Error("a forged manifest passed for a signed one")
		}
	})
}

func FuzzArchive(f *testing.F) {
	f.Add(archive(f, sealed(f, nil)))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(_ *testing.T, data []byte) { pack.OpenZip(data).Verify() })
}

func TestWhatBecameOfEachSourceIsSaid(t *testing.T) {
	hash := pack.ContentHash("Loops", "text")
	m := pack.Manifest{Sources: []pack.Stamp{
		{Ref: 1, NodeID: "same", State: tracker.Merged, ContentHash: hash},
		{Ref: 2, NodeID: "edited", State: tracker.Open, ContentHash: hash},
		{Ref: 3, NodeID: "closed", State: tracker.Open, ContentHash: hash},
		{Ref: 4, NodeID: "deleted", RepositoryNodeID: "there"},
		{Ref: 5, NodeID: "unseen", RepositoryNodeID: "private now"},
		{Ref: 6},
		{Ref: 7, NodeID: "hidden"},
		{Ref: 8, NodeID: "late"}}}
	world := map[string]pack.Now{"same": {Title: "Loops", Text: "text", State: tracker.Merged}, "edited": {Title: "Loops", Text: "other", State: tracker.Open},
		"closed": {Title: "Loops", Text: "text", State: tracker.Closed}, "there": {}, "hidden": {IsHidden: true}, "late": {}}
	look := func(_ context.Context, ids []string) (map[string]pack.Now, error) {
		seen := map[string]pack.Now{}
		for _, id := range ids {
			if now, ok := world[id]; ok {
				seen[id] = now
			}
		}
		return seen, nil
	}
	list, err := pack.CheckOnline(t.Context(), m, look)
	if got, want := fates(list), "unchanged, edited, state changed, deleted, not visible, not checked, hidden, unchanged"; err != nil || got != want {
		t.Errorf("got %s (%v), want %s", got, err, want)
	}
	limited := tracker.Errorf(tracker.RateLimited, "test", "GitHub asks to wait")
	list, err = pack.CheckOnline(t.Context(), m, func(ctx context.Context, ids []string) (map[string]pack.Now, error) {
		seen, _ := look(ctx, ids[:2])
		return seen, limited
	})
	want := "unchanged, edited" + strings.Repeat(", not checked", 6)
	if got := fates(list); tracker.KindOf(err) != tracker.RateLimited || got != want {
		t.Errorf("got %s (%v), want %s", got, err, want)
	}
}

func fates(list []pack.Standing) string {
	var words []string
	for _, s := range list {
		words = append(words, string(s.Fate))
	}
	return strings.Join(words, ", ")
}
