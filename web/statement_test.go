package web

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func asMei(o *Options) { o.Me = func() string { return "mei-zhao" } }

// try sends the form.
func try(h http.Handler, values url.Values) (int, string) {
	w := ask(h, "POST", statementPath, func(r *http.Request) {
		fromHere(r)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.PostForm = values
		r.Form = values
	})
	return w.Code, w.Body.String()
}

func TestASentenceIsHeldAgainstTheEvidenceThatIsPicked(t *testing.T) {
	h := site(t, fixture(t), asMei)
	form := ask(h, "GET", statementPath, fromHere).Body.String()
	if !strings.Contains(form, `name="source" value="https://github.com/lumen/`) || strings.Contains(form, `id="found"`) {
		t.Errorf("the form offers nothing to pick, or a result: %.300s", form)
	}
	code, body := try(h, url.Values{"text": {"Led the batching of prompts."}, "source": {"https://github.com/lumen/serve/pull/100"}})
	for _, want := range []string{"<mark>Led</mark> the batching", "Proposed “Batch prompts of equal length, part 9” (lumen/serve#100) on 2026-11-20; merged by omar on 2026-11-20.",
		`value="https://github.com/lumen/serve/pull/100" checked`, `<a href="https://github.com/lumen/serve/pull/100">`} {
		if code != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%d: the page lacks %q", code, want)
		}
	}
	_, body = try(h, url.Values{"text": {"Reviewed “Fuse” after reading it against the old one; omar merged it."}, "others": {"https://github.com/lumen/kernels/pull/200\n"}})
	if !strings.Contains(body, "Nothing to object to") {
		t.Errorf("a sentence that the review carries: %s", body[strings.Index(body, "<main"):])
	}
}

func TestWhatCannotBeCheckedIsSaidInWords(t *testing.T) {
	h := site(t, fixture(t), asMei)
	for want, values := range map[string]url.Values{
		"There is no sentence yet":           {"text": {" "}},
		"The text has 4,001 characters":      {"text": {strings.Repeat("語", 4001)}},
		"Nothing that mei-zhao did is store": {"text": {"Wrote it."}, "others": {"https://github.com/lumen/serve/pull/4242"}},
	} {
		if code, body := try(h, values); code != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%d: the page lacks %q", code, want)
		}
	}
}

func TestHostileSentencesAreInert(t *testing.T) {
	h := site(t, fixture(t), asMei)
	for _, text := range append(hostileWords(t), "I led <b>it</b>, which was <i>world-class</i>") {
		_, body := try(h, url.Values{"text": {"Led it. " + text}, "others": {text}})
		if strings.Contains(body, "<script>alert") || strings.Contains(body, "<b>it") || strings.Contains(body, "<img src=x") {
			t.Errorf("%q is not inert", text)
		}
		if cleaned := strings.ReplaceAll(text, "\x00", "\uFFFD"); !strings.Contains(html.UnescapeString(body), cleaned) {
			t.Errorf("%q does not come back", text)
		}
	}
}

func TestOnlyThePersonThemselfTriesSentences(t *testing.T) {
	h := site(t, fixture(t), nil) // nobody knows who sits there
	if code, _ := try(h, url.Values{"text": {"Led it."}}); code != http.StatusNotFound {
		t.Errorf("whoever: got %d", code)
	}
	body := ask(site(t, fixture(t), asMei), "GET", "/p/mei-zhao", fromHere).Body.String()
	if !strings.Contains(body, `<a href="/me/statement">`) || strings.Contains(ask(h, "GET", "/p/mei-zhao", fromHere).Body.String(), "/me/statement") {
		t.Error("the person's page leads there for them alone")
	}
}
