package build_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"rungless/tracker"
	"rungless/tracker/pack"
	"rungless/tracker/pack/build"
	"rungless/tracker/pack/render"
)

// marker stands in everything that is private in [withSecrets]. No pack may hold it.
const marker = "xyzzy"

// withSecrets is the history with private work in every place from which a pack is made:
// before the window and in it, beside public work and as what came of it.
func withSecrets() tracker.Batch {
	b := history()
	hidden := tracker.Repository{RepositoryRef: tracker.RepositoryRef{Host: host, DatabaseID: 13, NodeID: "R_" + marker, Owner: "acme", Name: marker + "-repo"}, IsPrivate: true}
	mole := tracker.Account{Host: host, DatabaseID: 9, NodeID: "U_9", Login: marker + "-mole", Name: marker, Kind: tracker.UserAccount}
	b.Repositories, b.Accounts = append(b.Repositories, hidden), append(b.Accounts, mole)
	label := func(t tracker.Thread, name string) tracker.Thread { t.Labels = []string{name}; return t }
	issue := tracker.Thread{ThreadRef: tracker.ThreadRef{Repository: kernels.RepositoryRef, Kind: tracker.IssueKind, Number: 60, NodeID: "I_60"}, DatabaseID: 60, Title: "A public question",
		Author: iris, State: tracker.Closed, CreatedAt: day(30), UpdatedAt: day(40), ClosedAt: day(40), Detail: tracker.Whole, Labels: []string{}, Closes: []tracker.ThreadRef{}}
	closing := change(hidden, 31, marker+" closes it", mole, mole)
	closing.Closes = []tracker.ThreadRef{issue.ThreadRef}
	for number := 20; number < 26; number++ {
		t := label(change(hidden, number, fmt.Sprintf("%s work %d", marker, number), iris, mole), marker+"-effort")
		t.PullRequest.Files[0].Path = "src/" + marker + ".go"
		b.Threads = append(b.Threads, t)
	}
	old := change(hidden, 30, marker+" of last year", iris, noor)
	old.CreatedAt, old.UpdatedAt, old.ClosedAt = day(-90), day(-80), day(-80)
	old.PullRequest.MergedAt = day(-80)
	said := onCommit(hidden, unstoredCommit, 96, iris)
	said.Payload.JSON = []byte(`{"body":"` + marker + ` said on a commit"}`)
	b.Comments = append(b.Comments, said)
	b.Threads = append(b.Threads, issue, closing, old, label(change(kernels, 50, "Beside a private effort", iris, noor), marker+"-effort"), label(change(kernels, 51, "Beside it too", iris, noor), marker+"-effort"))
	b.Coverage = append(b.Coverage, tracker.Coverage{Source: tracker.GitHubSource, Scope: "person:U_1", Label: "iris", Stream: "reviewed_pull_requests", Asked: -1,
		Gap: "4711 contributions are in " + marker + "-repo"},
		tracker.Coverage{Source: tracker.GitHubSource, Scope: "repository:R_" + marker, Label: "acme/" + marker + "-repo", Stream: "pull_requests", Asked: -1, Gap: marker})
	return b
}

// Whatever is proposed or resolved, in every format and in every file of a sealed pack,
// there is nothing private that was not chosen.
func TestNothingPrivateIsInAnyFormat(t *testing.T) {
	f := newFixture(t, withSecrets())
	d, err := f.maker.Propose(t.Context(), f.iris, f.profile(t), build.Choice{Period: window})
	if err != nil {
		t.Fatal(err)
	}
	wantNoSecret(t, "the proposed draft", d.YAML())
	if !strings.Contains(string(d.YAML()), "kernels/pull/50") {
		t.Error("public work beside private work is not proposed")
	}
	said := commentOn(marker+"-repo", unstoredCommit, 96)
	d.Chapters = append(d.Chapters, pack.DraftChapter{Key: "private", Title: "In private", Claims: []pack.DraftClaim{
		{ID: "redacted", Text: "I chose loops instead of threads.", Sources: []pack.DraftSource{{URL: at + marker + "-repo/pull/20", Private: pack.PrivateRedact, Note: marker, Quote: at + marker + "-repo/pull/20"},
			{URL: said, Private: pack.PrivateRedact, Note: marker, Quote: said}}},
		{ID: "left-out", Text: "I chose it instead of another.", Sources: []pack.DraftSource{{URL: at + marker + "-repo/pull/21"}, {URL: said}, {URL: at + "kernels/pull/1"}}},
		{ID: "led", Text: "I asked instead of guessing.", Sources: []pack.DraftSource{{URL: at + "kernels/issues/60"}}}}})
	for i := range d.Chapters {
		for j := range d.Chapters[i].Claims {
			d.Chapters[i].Claims[j].Ready = true
		}
	}
	p, err := f.maker.Resolve(t.Context(), f.iris, f.profile(t), d, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Coverage) == 0 || p.Comparison == nil {
		t.Errorf("nothing could leak: coverage %v, comparison %v", p.Coverage, p.Comparison)
	}
	for _, format := range render.Formats() {
		if format == render.PDF {
			continue // its text is compressed; it is drawn from what the others show
		}
		var out bytes.Buffer
		if err := render.To(t.Context(), &out, p, format, render.Options{}); err != nil {
			t.Fatal(err)
		}
		wantNoSecret(t, string(format)+" of the draft", out.Bytes())
	}
	sealed, err := render.Seal(t.Context(), p, nil, render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range sealed.Files {
		wantNoSecret(t, file.Name, file.Data)
	}
}

func wantNoSecret(t *testing.T, where string, text []byte) {
	t.Helper()
	for _, never := range []string{marker, "4711"} {
		if at := bytes.Index(bytes.ToLower(text), []byte(never)); at >= 0 {
			t.Errorf("%s tells what is private: …%s…", where, text[max(0, at-80):min(len(text), at+80)])
		}
	}
}

// One private source that is shown brings nothing else of its repository with it.
func TestWhatIsChosenBringsNothingElseWithIt(t *testing.T) {
	f := newFixture(t, withSecrets())
	p := f.resolve(t, nil, func(d *pack.Draft) { d.Options = pack.Options{Charts: true, Comparison: true, Collaborators: true} },
		pack.DraftSource{URL: at + marker + "-repo/pull/20", Private: pack.PrivateShow})
	if len(p.Chapters[0].Claims[0].Sources) != 1 {
		t.Fatal("what was chosen is not shown")
	}
	p.Chapters = nil
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	wantNoSecret(t, "what stands beside the claims", text)
}
