package render

import (
	"context"
	"encoding/json"
	"os"
	"regexp"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"rungless/tracker"
	"rungless/tracker/pack"
)

// printed lets a Chromium print the page: tagged, with an outline and with the fonts of the
// machine. What they lack is written by its name.
func printed(ctx context.Context, path string, d document) ([]byte, error) {
	ctx, stop := browser(ctx, path, d.maker)
	defer stop()
	data, err := printWith(ctx, d)
	if err != nil {
		return nil, tracker.Errorf(tracker.Unavailable, "render.printed", "the Chromium at %s did not print the pack", path).
			WithHint("without a Chromium the PDF is drawn, untagged").Because(err)
	}
	return dated(data, d.day), nil
}

func printWith(ctx context.Context, d document) ([]byte, error) {
	missing, err := missingIn(ctx, string(writeHTML(d)))
	if err != nil {
		return nil, err
	}
	isMissing := func(r rune) bool { return missing[string(r)] }
	d.add(paragraph{quiet: true, spans: []span{ours(remarkOnFonts("This PDF was printed by Chromium and is tagged for screen readers.", len(missing)))}})
	d.title = named(d.title, isMissing)
	if err := chromedp.Do(ctx, show(named(string(writeHTML(d)), isMissing))); err != nil {
		return nil, err
	}
	return chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFOutlineAndTagged(), chromedp.PDFStream()))
}

// remarkOnFonts says which way a PDF was made, and what became of letters without a shape.
func remarkOnFonts(way string, missing int) string {
	if missing == 0 {
		return way
	}
	return way + " Its fonts lack some of the letters and signs: they are written in [brackets], in Latin letters or by name."
}

// browser starts a Chromium that reaches no host and keeps nothing.
func browser(ctx context.Context, path, agent string) (context.Context, context.CancelFunc) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.UserAgent(agent),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"), chromedp.Flag("disable-component-update", true))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium refuses to start as root with one
	}
	ctx, stopProcess := chromedp.NewExecAllocator(ctx, options...)
	ctx, stopTab := chromedp.NewContext(ctx, chromedp.WithErrorf(unheard)) // errors that matter are returned
	return ctx, func() { stopTab(); stopProcess() }
}

// show makes HTML the content of the empty page.
func show(content string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		tree, err := cdp.Call(ctx, target, page.GetFrameTree, cdp.Empty{})
		if err == nil {
			_, err = cdp.Call(ctx, target, page.SetDocumentContent, page.SetDocumentContentParams{FrameID: tree.FrameTree.Frame.ID, HTML: content})
		}
		return chromedp.Void{}, err
	}
}

// findMissing draws each letter and compares it with places of Unicode that nothing stands
// at: what looks like them has no shape in any font of the machine.
const findMissing = `(letters => {
	const canvas = document.createElement("canvas");
	canvas.width = canvas.height = 32;
	const pen = canvas.getContext("2d", {willReadFrequently: true});
	pen.font = "16px serif";
	const look = letter => {
		pen.clearRect(0, 0, 32, 32);
		pen.fillText(letter, 6, 22);
		return canvas.toDataURL();
	};
	const nothing = new Set(["\u0378", "\u2fe0", "\u{1fbff}"].map(look));
	return letters.filter(letter => letter.trim() !== "" && nothing.has(look(letter)));
})`

func missingIn(ctx context.Context, text string) (map[string]bool, error) {
	letters, err := json.Marshal(beyondASCII(text))
	if err != nil {
		return nil, err
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](findMissing+"("+string(letters)+")"))
	missing := map[string]bool{}
	for _, letter := range found {
		missing[letter] = true
	}
	return missing, err
}

// chromiumDate is when Chromium says that it printed.
var chromiumDate = regexp.MustCompile(`/(CreationDate|ModDate) \(D:\d{14}`)

// dated puts the snapshot's day in place of the time of printing: a pack tells no time of
// day. The length stays, and with it every offset in the file.
func dated(data []byte, day pack.Day) []byte {
	return chromiumDate.ReplaceAll(data, []byte("/$1 (D:"+day.Time().Format("20060102")+"000000"))
}

func unheard(string, ...any) {}
