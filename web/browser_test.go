package web

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"rungless/tracker"
	"rungless/tracker/store"
	"rungless/tracker/testneed"
)

// browser starts a Chromium and collects what its console complains about.
func browser(t *testing.T) (context.Context, *console) {
	t.Helper()
	testneed.Thorough(t) // what the browser does is not what the race detector watches
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(testneed.Chromium(t)), chromedp.NoSandbox,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-dev-shm-usage", true))
	ctx, stopProcess := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stopProcess)
	c := &console{}
	ctx, stopTab := chromedp.NewContext(ctx, chromedp.WithListener(c.hear))
	t.Cleanup(stopTab)
	if err := chromedp.Do(ctx, command(log.Enable, cdp.Empty{}), command(network.Enable, network.EnableParams{})); err != nil {
		t.Fatal(err)
	}
	ctx, stopWaiting := context.WithTimeout(ctx, 10*time.Minute)
	t.Cleanup(stopWaiting)
	return ctx, c
}

// command is a command of the browser's protocol as an action.
func command[P, R any](command cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, command, params)
		return chromedp.Void{}, err
	}
}

type console struct {
	mu         sync.Mutex
	complaints []string
}

// hear keeps errors, but not that a page which is meant to be an error is one.
func (c *console) hear(event any) {
	var complaint string
	switch e := event.(type) {
	case *log.EventEntryAdded:
		if e.Entry.Source != log.EntrySourceNetwork && e.Entry.Level == log.EntryLevelError {
			complaint = e.Entry.Text
		}
	case *network.EventRequestWillBeSent:
		if u, err := url.Parse(e.Request.URL); err != nil || u.Scheme != "data" && u.Hostname() != "127.0.0.1" {
			complaint = "the page asks elsewhere: " + e.Request.URL
		}
	case *cdppage.EventJavascriptDialogOpening:
		complaint = "a dialog says " + e.Message
	case *runtime.EventExceptionThrown:
		complaint = e.ExceptionDetails.Text
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			complaint = fmt.Sprint("console.error: ", len(e.Args))
		}
	}
	if complaint != "" {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.complaints = append(c.complaints, complaint)
	}
}

func (c *console) take() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	heard := c.complaints
	c.complaints = nil
	return heard
}

// axe returns the script of axe-core, which checks a page against WCAG.
func axe(t *testing.T) string {
	t.Helper()
	path := os.Getenv("RUNGLESS_TEST_AXE")
	if path == "" {
		if os.Getenv("RUNGLESS_TEST_REQUIRE") != "" {
			t.Fatal("RUNGLESS_TEST_AXE names no axe.min.js")
		}
		t.Skip("RUNGLESS_TEST_AXE names no axe.min.js")
	}
	script, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(script)
}

// A check that finds nothing may have looked at nothing.
func TestTheBrowserCheckSeesAFault(t *testing.T) {
	script := axe(t)
	ctx, console := browser(t)
	server := httptest.NewServer(site(t, openStore(t), nil))
	defer server.Close()
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/people"), chromedp.Evaluate[chromedp.Void](script)); err != nil {
		t.Fatal(err)
	}
	const fault = `document.querySelector("main").innerHTML = '<img src="/nothing.png"><p style="color:#ccc">pale</p>'; 0`
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[int](fault)); err != nil {
		t.Fatal(err)
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](axeRun["light"], chromedp.EvalAwaitPromise))
	if err != nil || len(found) == 0 {
		t.Errorf("axe found %q, %v", found, err)
	}
	if len(console.take()) == 0 {
		t.Error("an inline style broke the policy, and the console was not heard")
	}
}

func TestTheJumpBoxOpensWithASlashAndListsWhatFits(t *testing.T) {
	ctx, console := browser(t)
	server := httptest.NewServer(site(t, fixture(t), nil))
	defer server.Close()
	// chromedp's own KeyEvent types the letter even where a page took the key.
	slash := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "/", Text: "/"}
	err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/people"),
		command(input.DispatchKeyEvent, slash), chromedp.KeyEvent("zhao"), chromedp.WaitVisible(chromedp.CSS("#places a")),
		chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS("svg.chart")))
	if err != nil {
		t.Fatal(err)
	}
	where, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil || !strings.HasSuffix(where, "/p/mei-zhao") {
		t.Errorf("arrived at %q, %v", where, err)
	}
	if heard := console.take(); len(heard) > 0 {
		t.Errorf("the console says %q", heard)
	}
}

func TestTheSyncPageFollowsARunToItsEnd(t *testing.T) {
	st := fixture(t)
	_, running := addRuns(t, st)
	ctx, console := browser(t)
	server := httptest.NewServer(site(t, st, nil))
	defer server.Close()
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/sync"), chromedp.WaitVisible(chromedp.CSS("progress"))); err != nil {
		t.Fatal(err)
	}
	running.Streams[0].Done = 399
	if err := st.SaveRun(ctx, running); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](`document.querySelector("progress").value === 399`)); err != nil {
		t.Fatalf("the bar did not move: %v", err)
	}
	// A stream ends and another begins: the page is drawn again, and what was unfolded stays so.
	running.Streams[0].Done = 400
	later := tracker.Progress{Source: tracker.GitHubSource, Scope: "person:U_2", Label: "omar", Stream: "issues", Done: 1}
	saveStreams(ctx, t, st, running, append(running.Streams, later))
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#earlier summary"))); err != nil {
		t.Fatalf("what is earlier was not folded away: %v", err)
	}
	later.Stream = "reviews_asked"
	saveStreams(ctx, t, st, running, append(running.Streams, later))
	const unfolded = `document.querySelector("#earlier[open]") !== null && document.querySelector("main").textContent.includes("Reviews asked") &&
		document.activeElement.closest("#earlier") !== null`
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](unfolded)); err != nil {
		t.Fatalf("what was unfolded did not stay so: %v", err)
	}
	running.State, running.FinishedAt = store.Done, fixtureNow
	if err := st.SaveRun(ctx, running); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.WaitVisible(chromedp.CSS(".lede"))); err != nil { // "No sync is running."
		t.Fatalf("the end was not seen: %v", err)
	}
	if heard := console.take(); len(heard) > 0 {
		t.Errorf("the console says %q", heard)
	}
}

func saveStreams(ctx context.Context, t *testing.T, st *store.Store, run store.Run, streams []tracker.Progress) {
	t.Helper()
	run.Streams = streams
	if err := st.SaveRun(ctx, run); err != nil {
		t.Fatal(err)
	}
}
