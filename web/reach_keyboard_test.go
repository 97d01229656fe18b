package web

import (
	"context"
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"rungless/tracker/testneed"
)

// The keyboard comes to every control that can be seen, in the order of the page, sees
// where it is, and leaves the page again at its end.
func TestTheKeyboardReachesEveryControl(t *testing.T) {
	testneed.Thorough(t)
	h, st := tell(t, "fifty")
	ctx, _ := browser(t)
	server := httptest.NewServer(h)
	defer server.Close()
	for _, address := range newPages(h, append(addresses(t, st), "/nowhere"), map[string]bool{}) {
		t.Run(address, func(t *testing.T) { tabThrough(ctx, t, server.URL+address) })
	}
}

// controls are what the keyboard has to reach; marks of a chart are left to its table.
const controls = `[...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
	.filter(e => e.tabIndex >= 0 && !e.disabled && e.type !== "hidden" && e.checkVisibility() &&
		!(e.type === "radio" && !e.checked && document.querySelector("input[type=radio]:checked[name='" + e.name + "']")))`

func tabThrough(ctx context.Context, t *testing.T, address string) {
	t.Helper()
	const listen = `window.wanted = ` + controls + `; window.stops = []; window.dark = [];
		addEventListener("focusin", e => {
			stops.push(e.target);
			const style = getComputedStyle(e.target);
			if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) dark.push(e.target.outerHTML.slice(0, 90));
		}); wanted.length`
	wanted, err := chromedp.Run(ctx, evaluateOn[int](address, listen))
	if err != nil || wanted == 0 { // a pack as it prints has its links alone
		t.Fatalf("%d controls, %v", wanted, err)
	}
	const step = 20
	for pressed, done := 0, false; !done && pressed < 4*wanted+40; pressed += step { // a date has several stops
		for range step {
			if err := chromedp.Do(ctx, chromedp.KeyEvent(kb.Tab)); err != nil {
				t.Fatal(err)
			}
		}
		if done, err = chromedp.Run(ctx, chromedp.Evaluate[bool](`stops.includes(wanted.at(-1))`)); err != nil {
			t.Fatal(err)
		}
	}
	const compare = `(() => {
		const came = [...new Set(stops)], lost = dark.map(e => "no outline: " + e);
		wanted.filter(e => !came.includes(e)).forEach(e => lost.push("never reached: " + e.outerHTML.slice(0, 90)));
		const order = came.filter(e => wanted.includes(e)).map(e => wanted.indexOf(e));
		order.slice(1).forEach((at, i) => { if (at < order[i]) lost.push("out of order: " + wanted[at].outerHTML.slice(0, 90)); });
		return lost.slice(0, 5);
	})()`
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](compare))
	if err != nil || len(found) > 0 {
		t.Errorf("of %d controls: %q, %v", wanted, found, err)
	}
}

// evaluateOn opens a page and evaluates an expression there.
func evaluateOn[T any](address, expression string) chromedp.Action[T] {
	return func(ctx context.Context, target *chromedp.Target) (T, error) {
		if _, err := chromedp.Navigate(address)(ctx, target); err != nil {
			var none T
			return none, err
		}
		return chromedp.Evaluate[T](expression)(ctx, target)
	}
}

func TestTheFirstStopSkipsToTheContent(t *testing.T) {
	h, _ := tell(t, "one")
	ctx, _ := browser(t)
	server := httptest.NewServer(h)
	defer server.Close()
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/p/mei-zhao"), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Enter), chromedp.KeyEvent(kb.Tab)); err != nil {
		t.Fatal(err)
	}
	inside, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.activeElement.closest("main") !== null`))
	if err != nil || !inside {
		t.Errorf("the second stop lies outside the content, %v", err)
	}
}

// withoutScript stops the scripts of every page that the tab opens.
func withoutScript() chromedp.Action[chromedp.Void] {
	return command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
}

// What a page says and offers is there without script: only the live bar of a running
// sync and the list under the jump box are added by it.
func TestEveryPageSaysTheSameWithoutScript(t *testing.T) {
	testneed.Thorough(t)
	h, st := tell(t, "fifty")
	with, _ := browser(t)
	without, _ := browser(t)
	server := httptest.NewServer(h)
	defer server.Close()
	if err := chromedp.Do(without, withoutScript()); err != nil {
		t.Fatal(err)
	}
	const said = `document.querySelector("main").innerText + "\n" + document.querySelectorAll("main :is(a, button, input, select, textarea)").length`
	for _, address := range newPages(h, append(addresses(t, st), "/nowhere"), map[string]bool{}) {
		want, err := chromedp.Run(with, evaluateOn[string](server.URL+address, said))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := chromedp.Run(without, evaluateOn[string](server.URL+address, said)); err != nil || got != want || len(got) < 30 {
			t.Errorf("%s says without script, %v:\n%s\nwith it:\n%s", address, err, got, want)
		}
	}
}

// walk is a way through pages by plain links and forms.
type walk struct {
	t      *testing.T
	ctx    context.Context //nolint:containedctx // the browser's tab
	server *httptest.Server
}

// does something, then looks whether the page says what it should.
func (w walk) does(what, says string, actions ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	if err := chromedp.Do(w.ctx, actions...); err != nil {
		w.t.Fatalf("%s: %v", what, err)
	}
	found := fmt.Sprintf(`(document.location.pathname + document.location.search + "\n" + document.documentElement.outerHTML).includes(%q)`, says)
	for w.ctx.Err() == nil {
		if said, err := chromedp.Run(w.ctx, chromedp.Evaluate[bool](found)); err == nil && said {
			return // an error is a page on its way to the next
		}
		time.Sleep(20 * time.Millisecond)
	}
	w.t.Fatalf("%s: no page said %q", what, says)
}

func TestTheMainWaysWorkWithoutScript(t *testing.T) {
	h, _ := tell(t, "fifty")
	ctx, console := browser(t)
	server := httptest.NewServer(h)
	defer server.Close()
	ctx, stop := context.WithTimeout(ctx, 30*time.Second)
	defer stop()
	w := walk{t, ctx, server}
	click := func(selector string) chromedp.Action[chromedp.Void] { return chromedp.Click(chromedp.CSS(selector)) }
	fill := func(selector, text string) chromedp.Action[chromedp.Void] {
		return chromedp.SendKeys(chromedp.CSS(selector), text)
	}
	w.does("the first run", "Set up rungless", withoutScript(), chromedp.Navigate(server.URL+"/setup"))
	w.does("find a person", "/people?q=haddad", fill("#jump", "haddad"+kb.Enter))
	w.does("open the person", "/p/omar", click(`.people a[href="/p/omar"]`))
	w.does("one's own page", "Domain depth", click(`nav a[href="/"]`))
	w.does("the evidence", "/p/mei-zhao/evidence", click(`.tabs a[href="/p/mei-zhao/evidence"]`))
	w.does("filter it", "kind=review", click(`.kinds input[value="review"]`), fill("#q", "fuse"), click(`.filters button`))
	w.does("dark colours", `data-theme="dark"`, click(`button[name="theme"][value="dark"]`))
	w.does("as the system again", `aria-pressed="true">As the system`, click(`button[name="theme"][value="system"]`))
	w.does("research", "Names that may be yours", click(`.tabs a[href="/p/mei-zhao/research"]`))
	w.does("confirm a name", "is mei-zhao, on every work there", click(`.decide button[value="accept"]`))
	w.does("take it back", "waits for your word again", click(`.decide button[value="undo"]`))
	w.does("the domains", "GPU kernels", click(`nav a[href="/domains"]`))
	w.does("a domain", "The deepest technical area", click(`a[href="/domains/kernels"]`))
	w.does("the sync", "Running now", click(`nav a[href="/sync"]`))
	w.does("a mark’s evidence", "/p/mei-zhao", click(`nav a[href="/"]`), click(`a[href$="/mix"]`))
	if heard := console.take(); len(heard) > 0 {
		t.Errorf("the console says %q", heard)
	}
}
