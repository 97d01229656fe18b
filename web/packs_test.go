package web

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"rungless/tracker/pack"
	"rungless/tracker/store"
	"rungless/tracker/testneed"
	"rungless/web/story"
)

// submit sends a form as Mei at her machine does.
func submit(h http.Handler, path string, form url.Values) *httptest.ResponseRecorder {
	return ask(h, "POST", path, func(r *http.Request) {
		fromHere(r)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.PostForm, r.Form = form, form
	})
}

// keptPack makes a pack of Mei's of a draft.
func keptPack(t testing.TB, st *store.Store, d pack.Draft) store.Pack {
	t.Helper()
	person, err := st.FindPerson(t.Context(), mei.Login)
	if err != nil {
		t.Fatal(err)
	}
	document, err := d.JSON()
	if err != nil {
		t.Fatal(err)
	}
	kept, err := st.AddPack(t.Context(), person.ID, d.Title, document)
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

// draftNow is a pack of Mei's as it is stored now.
func draftNow(t testing.TB, st *store.Store, id int64) (store.Pack, pack.Draft) {
	t.Helper()
	person, err := st.FindPerson(t.Context(), mei.Login)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := st.FindPack(t.Context(), person.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	d, err := pack.DraftFromJSON(kept.Document)
	if err != nil {
		t.Fatal(err)
	}
	return kept, d
}

// claimFields is the form of a claim as the editor sends it.
func claimFields(revision int64, claim pack.DraftClaim, do string) url.Values {
	form := url.Values{"revision": {fmt.Sprint(revision)}, "claim": {claim.ID}, "text": {claim.Text}, "do": {do}}
	if claim.Ready {
		form.Set("ready", "on")
	}
	for _, s := range claim.Sources {
		form.Add("source", s.URL)
		form.Add("note", s.Note)
		form.Add("quote", s.Quote)
		form.Add("private", string(s.Private))
	}
	return form
}

func TestAPackIsProposedWrittenAndSealedWithoutScript(t *testing.T) {
	st := fixture(t)
	h := site(t, st, asMei)
	made := submit(h, packsPath, url.Values{"from": {"2026-06-01"}, "to": {"2026-11-30"}})
	if made.Code != http.StatusSeeOther || made.Header().Get("Location") != "/packs/1/edit" {
		t.Fatalf("got %d, %v\n%s", made.Code, made.Header(), made.Body)
	}
	kept, d := draftNow(t, st, 1)
	if len(d.Chapters) == 0 || d.To != "2026-12-01" {
		t.Fatalf("the draft is %+v", d)
	}
	claim := d.Chapters[0].Claims[0]
	claim.Text, claim.Ready = "I chose equal lengths instead of padding; Omar merged it.", true
	if w := submit(h, "/packs/1/edit", claimFields(kept.Revision, claim, "save")); w.Code != http.StatusSeeOther || !strings.HasSuffix(w.Header().Get("Location"), "claim="+claim.ID+"#open") {
		t.Fatalf("got %d, %v\n%s", w.Code, w.Header(), w.Body)
	}
	if w := submit(h, "/packs/1/seal", nil); w.Code != http.StatusSeeOther {
		t.Fatalf("got %d\n%s", w.Code, w.Body)
	}
	for path, want := range map[string]string{
		"/packs/1": "I chose equal lengths instead of padding", "/packs/1/verify": "Nothing was changed since it was sealed",
		"/packs/1/print": "<!DOCTYPE html>", "/packs/1/compare": "beside your own", packsPath: "sealed", "/packs/1/files/draft.yaml": "form: ",
		"/packs/1/files/pack.md": "I chose equal lengths", "/packs/1/files/pack.csv": "https://github.com/", "/packs/1/files/pack.pdf": "%PDF", "/packs/1/files/pack.zip": "PK",
		"/packs/1/files/pack.json": "rungless-pack/1", "/packs/1/files/pack.resume.json": "basics", "/packs/1/files/pack.html": "noindex",
	} {
		if w := ask(h, "GET", path, fromHere); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: got %d without %q, %v", path, w.Code, want, w.Header())
		}
	}
	if w := ask(h, "GET", "/packs/1/edit", fromHere); w.Header().Get("Location") != "/packs/1" {
		t.Errorf("the editor of a sealed pack: got %d", w.Code)
	}
	if w := submit(h, "/packs/1/edit", claimFields(kept.Revision+1, claim, "save")); w.Code != http.StatusConflict {
		t.Errorf("a change of a sealed pack: got %d", w.Code)
	}
	if w := submit(h, "/packs/1/copy", nil); w.Header().Get("Location") != "/packs/2/edit" {
		t.Errorf("a copy: got %d, %v", w.Code, w.Header())
	}
}

func TestAPackOfNothingSaysWhatToDo(t *testing.T) {
	st := openStore(t)
	track(t, st, mei)
	h := site(t, st, asMei)
	submit(h, packsPath, url.Values{"from": {"2026-06-01"}, "to": {"2026-11-30"}, "title": {"Nothing yet"}})
	body := ask(h, "GET", "/packs/1/edit", fromHere).Body.String()
	for _, want := range []string{"Nothing yet", "Nothing was found in this window", "Add the chapter"} {
		if !strings.Contains(body, want) {
			t.Errorf("the editor lacks %q", want)
		}
	}
	kept, _ := draftNow(t, st, 1)
	submit(h, "/packs/1/edit", url.Values{"revision": {fmt.Sprint(kept.Revision)}, "do": {"add-chapter"}, "new-title": {"Mentoring"}})
	submit(h, "/packs/1/edit", url.Values{"revision": {fmt.Sprint(kept.Revision + 1)}, "chapter": {"chapter-1"}, "do": {"add-claim"}, "new-text": {"I taught."}})
	if _, d := draftNow(t, st, 1); len(d.Chapters) != 1 || d.Chapters[0].Claims[0].Text != "I taught." {
		t.Errorf("the draft is %+v", d)
	}
	if w := submit(h, "/packs/1/seal", nil); w.Code != http.StatusBadRequest {
		t.Errorf("sealed with nothing ready: got %d", w.Code)
	}
}

func TestAClaimWithoutASourceIsKeptButNotReady(t *testing.T) {
	st := fixture(t)
	h := site(t, st, asMei)
	kept := keptPack(t, st, story.Draft())
	for name, claim := range map[string]pack.DraftClaim{
		"none":                  {ID: "bare", Text: "Requests wait half as long.", Ready: true},
		"one that is not known": {ID: "bare", Text: "Requests wait half as long.", Ready: true, Sources: []pack.DraftSource{{URL: "https://example.org/"}}},
	} {
		w := submit(h, "/packs/1/edit", claimFields(kept.Revision, claim, "save"))
		if !strings.Contains(w.Header().Get("Location"), "unready=1") {
			t.Errorf("%s: got %d, %v", name, w.Code, w.Header())
		}
		var d pack.Draft
		kept, d = draftNow(t, st, 1)
		if _, now := claimAt(&d, "bare"); now.Ready || now.Text != claim.Text {
			t.Errorf("%s: kept as %+v", name, now)
		}
	}
	if body := ask(h, "GET", "/packs/1/edit?claim=bare&unready=1", fromHere).Body.String(); !strings.Contains(body, "is not marked ready: no source stands under it") {
		t.Error("the page does not say so")
	}
}

func TestTheButtonsOfAClaimKeepWhatIsWrittenInItsForm(t *testing.T) {
	st := fixture(t)
	h := site(t, st, asMei)
	keptPack(t, st, story.Draft())
	const added = "https://github.com/lumen/kernels/pull/200"
	for _, step := range []struct{ do, want string }{
		{"add " + added, "serve/pull/98 kernels/pull/200"},
		{"source-up 1", "kernels/pull/200 serve/pull/98"},
		{"source-down 0", "serve/pull/98 kernels/pull/200"},
		{"source-remove 0", "kernels/pull/200"},
		{"up", "kernels/pull/200"},
	} {
		kept, d := draftNow(t, st, 1)
		_, claim := claimAt(&d, "led")
		claim.Text = "Written before " + step.do
		submit(h, "/packs/1/edit", claimFields(kept.Revision, *claim, step.do))
		_, d = draftNow(t, st, 1)
		_, claim = claimAt(&d, "led")
		var got []string
		for _, s := range claim.Sources {
			got = append(got, strings.TrimPrefix(s.URL, "https://github.com/lumen/"))
		}
		if strings.Join(got, " ") != step.want || claim.Text != "Written before "+step.do {
			t.Errorf("%s: got %v, %q", step.do, got, claim.Text)
		}
	}
	kept, d := draftNow(t, st, 1)
	if d.Chapters[0].Claims[0].ID != "led" {
		t.Error("the claim was not moved up")
	}
	submit(h, "/packs/1/edit", url.Values{"revision": {fmt.Sprint(kept.Revision)}, "do": {"undo"}})
	if _, d = draftNow(t, st, 1); d.Chapters[0].Claims[0].ID != "batch" {
		t.Error("undo did not take it back")
	}
	submit(h, "/packs/1/edit", url.Values{"revision": {fmt.Sprint(kept.Revision - 1)}, "do": {"redo"}})
	if _, d = draftNow(t, st, 1); d.Chapters[0].Claims[0].ID != "led" {
		t.Error("redo did not make it again")
	}
}

func TestTwoWindowsLoseNothing(t *testing.T) {
	st := fixture(t)
	h := site(t, st, asMei)
	kept := keptPack(t, st, story.Draft())
	first, second := story.Draft().Chapters[0].Claims[1], story.Draft().Chapters[0].Claims[1]
	first.Text, second.Text = "Said in the first window.", "Said in the second window."
	submit(h, "/packs/1/edit", claimFields(kept.Revision, first, "save"))
	w := submit(h, "/packs/1/edit", claimFields(kept.Revision, second, "save"))
	body := w.Body.String()
	for _, want := range []string{"changed in another window", first.Text, second.Text, `name="revision" value="2"`} {
		if w.Code != http.StatusConflict || !strings.Contains(body, want) {
			t.Errorf("%d: the page lacks %q", w.Code, want)
		}
	}
	submit(h, "/packs/1/edit", claimFields(2, second, "save"))
	if _, d := draftNow(t, st, 1); d.Chapters[0].Claims[1].Text != second.Text {
		t.Errorf("after that it says %q", d.Chapters[0].Claims[1].Text)
	}
	submit(h, "/packs/1/edit", claimFields(3, second, "remove"))
	w = submit(h, "/packs/1/edit", claimFields(3, first, "save"))
	if body := w.Body.String(); w.Code != http.StatusConflict || !strings.Contains(body, "taken out of the pack") || !strings.Contains(body, first.Text) {
		t.Errorf("of a claim that is gone: got %d", w.Code)
	}
	first.ID, first.Text = "batch", " "
	w = submit(h, "/packs/1/edit", claimFields(4, first, "save"))
	if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "The text is empty") {
		t.Errorf("an empty claim: got %d", w.Code)
	}
}

func TestADraftGoesOutAndComesBackAsYAML(t *testing.T) {
	st := fixture(t)
	h := site(t, st, asMei)
	keptPack(t, st, story.Draft())
	text := ask(h, "GET", "/packs/1/files/draft.yaml", fromHere).Body.String()
	if w := submit(h, packsPath+"/import", url.Values{"yaml": {text}}); w.Header().Get("Location") != "/packs/2/edit" {
		t.Fatalf("got %d\n%s", w.Code, w.Body)
	}
	if again := ask(h, "GET", "/packs/2/files/draft.yaml", fromHere).Body.String(); again != text {
		t.Errorf("it came back as\n%s", again)
	}
	other := strings.Replace(text, `"mei-zhao"`, `"omar"`, 1)
	if w := submit(h, packsPath+"/import", url.Values{"yaml": {other}}); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "and you are mei-zhao") {
		t.Errorf("another's draft: got %d", w.Code)
	}
	if w := submit(h, packsPath+"/import", url.Values{"yaml": {"form: x"}}); w.Code != http.StatusBadRequest {
		t.Errorf("no draft: got %d", w.Code)
	}
}

func TestHostileTextsOfAPackAreInert(t *testing.T) {
	testneed.Thorough(t)
	st := fixture(t)
	h := site(t, st, asMei)
	for _, text := range hostileWords(t) {
		d := story.Draft()
		clean := strings.Map(func(r rune) rune {
			if r < ' ' || r == 0x7f || r == 0xfffe || r == 0xfeff || r >= 0x80 && r < 0xa0 || r == 0x2028 || r == 0x2029 {
				return ' '
			}
			return r
		}, strings.ToValidUTF8(text, " "))
		if len([]rune(clean)) > 150 {
			clean = string([]rune(clean)[:150])
		}
		clean = "A " + strings.Join(strings.Fields(clean), " ") + " Z"
		d.Title, d.Opening, d.Chapters[0].Title, d.Chapters[0].Claims[0].Text, d.Chapters[0].Claims[0].Sources[0].Note = clean, clean, clean, clean, clean
		at := packPath(keptPack(t, st, d).ID)
		for _, path := range []string{at, at + "/edit", at + "/edit?claim=batch", at + "/edit?chapter=batching", at + "/print", at + "/compare", packsPath} {
			w := ask(h, "GET", path, fromHere)
			body := w.Body.String()
			if w.Code != http.StatusOK || strings.Contains(body, "<script>alert") || strings.Contains(body, "<img src=x") {
				t.Errorf("%s: %q is not inert: %d", path, clean, w.Code)
			}
			if !strings.HasSuffix(path, "/print") && !strings.Contains(html.UnescapeString(body), clean) {
				t.Errorf("%s: %q does not come out equal", path, clean)
			}
		}
	}
}

// longDraft has 500 claims with ten sources each, as the store holds them.
func longDraft() pack.Draft {
	d := story.Draft()
	d.Chapters = nil
	for i := range 20 {
		chapter := pack.DraftChapter{Key: fmt.Sprintf("chapter-%d", i), Title: fmt.Sprintf("Chapter %d", i)}
		for j := range 25 {
			claim := pack.DraftClaim{ID: fmt.Sprintf("claim-%d-%d", i, j), Text: "I chose plain loops instead of threads, which halved the time of a build."}
			for k := range 10 {
				claim.Sources = append(claim.Sources, pack.DraftSource{URL: fmt.Sprintf("https://github.com/lumen/kernels/pull/%d", 10_000+(i*250+j*10+k)%1250)})
			}
			chapter.Claims = append(chapter.Claims, claim)
		}
		d.Chapters = append(d.Chapters, chapter)
	}
	return d
}

func TestAPackOfFiveHundredClaimsIsLightToEdit(t *testing.T) {
	testneed.Thorough(t)
	st := fixture(t)
	apply(t, st, tenThousand())
	keptPack(t, st, longDraft())
	h := site(t, st, asMei)
	for path, most := range map[string]weight{
		"/packs/1/edit": {sent: 30_000, unpacked: 150_000}, "/packs/1/edit?page=10": {sent: 30_000, unpacked: 150_000},
		"/packs/1/edit?claim=claim-19-24": {sent: 30_000, unpacked: 150_000}, "/packs/1": {sent: 30_000, unpacked: 150_000},
	} {
		unpacked, zipped := ask(h, "GET", path, fromHere), ask(h, "GET", path, func(r *http.Request) { fromHere(r); r.Header.Set("Accept-Encoding", "gzip") })
		t.Logf("%s: %d bytes sent, %d unpacked", path, zipped.Body.Len(), unpacked.Body.Len())
		if unpacked.Code != http.StatusOK || zipped.Body.Len() > most.sent || unpacked.Body.Len() > most.unpacked {
			t.Errorf("%s: got %d with %d bytes sent and %d unpacked", path, unpacked.Code, zipped.Body.Len(), unpacked.Body.Len())
		}
	}
}
