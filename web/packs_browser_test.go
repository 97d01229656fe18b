package web

import (
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"

	"rungless/web/story"
)

// A person writes, stops, picks a source and takes it back, and another window is in the
// way: with script, what is written is kept by itself, and nothing is lost.
func TestAPackIsWrittenInARealBrowser(t *testing.T) {
	st := fixture(t)
	kept := keptPack(t, st, story.Draft())
	h := site(t, st, asMei)
	ctx, console := browser(t)
	server := httptest.NewServer(h)
	defer server.Close()
	press := func(button string) chromedp.Action[chromedp.Void] {
		return chromedp.Evaluate[chromedp.Void]("document.querySelector(`" + button + "`).click()")
	}
	said := func(words string) string {
		return `document.querySelector("[data-saved]").textContent.includes(` + "`" + words + "`" + `)`
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/packs/1/edit?claim=led"), chromedp.WaitVisible(chromedp.CSS("#text")),
		chromedp.SendKeys(chromedp.CSS("#text"), "It halved the wait. ")); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](said("Saved"))); err != nil {
		t.Fatalf("it was not kept by itself: %v", err)
	}
	after, d := draftNow(t, st, kept.ID)
	if _, claim := claimAt(&d, "led"); after.Revision != kept.Revision+1 || claim.Text != "It halved the wait. I led the work on batching." {
		t.Errorf("kept is revision %d, %q", after.Revision, claim.Text)
	}
	// A button of the evidence takes along what was written since.
	if err := chromedp.Do(ctx, chromedp.SendKeys(chromedp.CSS("#text"), "Twice. "), press(".picker button[value^='add ']")); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.WaitVisible(chromedp.CSS("#note-1"))); err != nil {
		t.Fatalf("the source was not added: %v", err)
	}
	if _, d = draftNow(t, st, kept.ID); len(d.Chapters[0].Claims[1].Sources) != 2 || d.Chapters[0].Claims[1].Text != "It halved the wait. Twice. I led the work on batching." {
		t.Errorf("kept is %+v", d.Chapters[0].Claims[1])
	}
	// Another window is faster.
	now, d := draftNow(t, st, kept.ID)
	theirs := d.Chapters[0].Claims[1]
	theirs.Text = "Said elsewhere."
	submit(h, "/packs/1/edit", claimFields(now.Revision, theirs, "save"))
	if err := chromedp.Do(ctx, chromedp.SendKeys(chromedp.CSS("#text"), "Mine. ")); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](said("changed in another window"))); err != nil {
		t.Fatalf("the other window was not named: %v", err)
	}
	if err := chromedp.Do(ctx, press("#claim button[value=save]"), chromedp.WaitVisible(chromedp.CSS("#wrong"))); err != nil {
		t.Fatal(err)
	}
	both, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.querySelector("#text").value.includes("Mine. ") && document.querySelector("main").textContent.includes("Said elsewhere.")`))
	if err != nil || !both {
		t.Errorf("one of the two texts is not there: %v", err)
	}
	if heard := console.take(); len(heard) > 0 {
		t.Errorf("the console says %q", heard)
	}
}
