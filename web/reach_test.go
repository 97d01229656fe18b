package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"rungless/tracker/testneed"
)

// Every page of every story is looked at in three widths and two themes. The narrowest
// width is what a window of 1280 pixels shows at 400 per cent.
func TestEveryPageIsSoundInARealBrowser(t *testing.T) {
	testneed.Thorough(t)
	script := axe(t)
	seen := map[string]bool{}
	for _, slug := range []string{"empty", "one", "fifty", "many", "private", "unavailable"} {
		t.Run(slug, func(t *testing.T) {
			h, st := tell(t, slug)
			lookAt(t, script, h, newPages(h, append(addresses(t, st), mistakes...), seen))
		})
	}
}

// The short run looks at three pages only.
func TestSomePagesAreSoundInARealBrowser(t *testing.T) {
	script := axe(t)
	h, _ := tell(t, "fifty")
	lookAt(t, script, h, []string{"/p/mei-zhao", "/p/mei-zhao/evidence", "/nowhere"})
}

// newPages are the addresses that answer with a page, and one that says something new:
// many mistakes have the same answer.
func newPages(h http.Handler, addresses []string, seen map[string]bool) []string {
	var fresh []string
	for _, address := range addresses {
		w := askAtMachine(h, address)
		_, main, _ := strings.Cut(w.Body.String(), "<main")
		main, _, _ = strings.Cut(main, "</main>")
		if isPage(w.Header()) && !seen[main] {
			seen[main] = true
			fresh = append(fresh, address)
		}
	}
	return fresh
}

func lookAt(t *testing.T, script string, h http.Handler, addresses []string) {
	t.Helper()
	ctx, console := browser(t)
	server := httptest.NewServer(h)
	defer server.Close()
	for _, address := range addresses {
		t.Run(address, func(t *testing.T) { inspect(ctx, t, console, server.URL+address, script) })
	}
}

// inspect opens a page once and looks at it in each width and colour.
func inspect(ctx context.Context, t *testing.T, console *console, address, script string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Navigate(address),
		chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("details").forEach(d => d.open = true)`),
		chromedp.Evaluate[chromedp.Void](script)); err != nil {
		t.Fatal(err)
	}
	for _, width := range []int64{320, 768, 1280} {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
			t.Fatal(err)
		}
		found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](layoutFaults))
		if err != nil || len(found) > 0 {
			t.Errorf("%d: %q, %v", width, found, err)
		}
		for _, theme := range []string{"light", "dark"} {
			colours := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}}}
			if err := chromedp.Do(ctx, command(emulation.SetEmulatedMedia, colours)); err != nil {
				t.Fatal(err)
			}
			found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](axeRun[theme], chromedp.EvalAwaitPromise))
			if err != nil || len(found) > 0 {
				t.Errorf("%d %s: %q, %v", width, theme, found, err)
			}
		}
	}
	if heard := console.take(); len(heard) > 0 {
		t.Errorf("the console says %q", heard)
	}
}

// axeRun looks for violations of WCAG. In dark colours the rules about colours are asked
// again: the style sheet changes nothing else.
var axeRun = map[string]string{
	"light": axeWith(`["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]`),
	"dark":  axeWith(`["color-contrast","link-in-text-block"]`),
}

func axeWith(rules string) string {
	return `axe.run({runOnly: ` + rules + `, preload: false, resultTypes: ["violations"]})
	.then(r => r.violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).slice(0, 3).join(", ")))`
}

// layoutFaults lists what is wrong with how a page lies in its window: wider than it,
// texts of a chart upon each other, texts cut off by what holds them, marks without a
// link, links of a chart that its table has not or the other way round.
const layoutFaults = `(() => {
	const faults = [];
	const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
	if (wide > 0) faults.push("the page is " + wide + " px wider than the window");
	for (const svg of document.querySelectorAll("svg.chart")) {
		const texts = [...svg.querySelectorAll("text")].map(t => ({said: t.textContent, box: t.getBoundingClientRect()}));
		texts.forEach((a, i) => texts.slice(i + 1).filter(b =>
			Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 1 &&
			Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 1).forEach(b => faults.push("upon each other: " + a.said + " | " + b.said)));
	}
	for (const figure of document.querySelectorAll("figure.chart")) {
		const links = all => new Set([...all].map(a => a.getAttribute("href")));
		const marks = links(figure.querySelectorAll("svg.chart a")), cells = links(document.querySelectorAll("#" + figure.id + "-table td a"));
		for (const href of marks.symmetricDifference(cells)) faults.push("of chart " + figure.id + " and its table only one has " + href);
		for (const mark of figure.querySelectorAll("svg.chart :is(.mark, .bar, .cell)"))
			if (!mark.closest("a[href]")) faults.push("a mark of " + figure.id + " leads nowhere");
	}
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let text; text = texts.nextNode();) {
		if (!text.data.trim() || text.parentElement.closest(".unseen, .skip, script, noscript, title, datalist, select, [hidden]")) continue;
		const range = document.createRange();
		range.selectNodeContents(text);
		const box = range.getBoundingClientRect();
		if (!box.width) continue;
		for (let at = text.parentElement; at && at !== document.body; at = at.parentElement) {
			const style = getComputedStyle(at);
			if (/auto|scroll/.test(style.overflowX)) break;
			if (!at.matches("svg") && !/hidden|clip/.test(style.overflowX + style.overflowY)) continue;
			const held = at.getBoundingClientRect();
			if (box.left < held.left - 1 || box.right > held.right + 1 || box.top < held.top - 1 || box.bottom > held.bottom + 1)
				faults.push("cut off: " + text.data.trim().slice(0, 60));
		}
	}
	return faults;
})()`
