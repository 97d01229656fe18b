package profile_test

import (
	"strings"
	"testing"

	"rungless/tracker"
	"rungless/tracker/profile"
	"rungless/tracker/research/cite"
)

const engineCFF = "# How to cite it.\ncff-version: 1.2.0\nmessage: Cite it.\ntitle: An engine\nauthors:\n  - given-names: Ben\n    family-names: Bruno\nlicense: MIT\n"

// engineCitation is a CITATION.cff that names ben alone.
func engineCitation() tracker.ResearchFile {
	f := cited("CITATION.cff", "An engine", tracker.AuthorRole, ben, "c1", 1)
	f.Text = engineCFF
	f.Mentions[0].Credits[0] = tracker.Credit{Key: "author ana", Role: tracker.AuthorRole, Position: 1, Name: "Ben Bruno", NameKey: "ben bruno", Account: ben, Line: 6}
	return f
}

// busy are merged pull requests: ana's as many as told, three of ben's, one each of
// three others.
func busy(n int) []tracker.Thread {
	var threads []tracker.Thread
	add := func(author, merger tracker.Account, times int) {
		for range times {
			number := len(threads) + 1
			threads = append(threads, change(number, author, merger, day(400+number), "csrc/a.cu", 5, 5))
		}
	}
	add(ana, ben, n)
	add(ben, ana, 3)
	for id := range int64(3) {
		add(tracker.Account{Host: "github.com", DatabaseID: 50 + id, Login: "other", Kind: tracker.UserAccount}, ben, 1)
	}
	return threads
}

func TestWorkThatForgotSomebodyIsToldToThemWithAValidFile(t *testing.T) {
	named := ana
	named.Name = "Ana Alba"
	s := emptyStore(t, tracker.Batch{Accounts: []tracker.Account{named, ben}, Threads: busy(6), Research: []tracker.ResearchFile{engineCitation()}})
	who, err := profile.Find(t.Context(), s, "ana")
	if err != nil {
		t.Fatal(err)
	}
	list, err := profile.Uncredited(t.Context(), s, who, day(600))
	if err != nil || len(list) != 1 {
		t.Fatalf("got %d works, %v, want one", len(list), err)
	}
	got := list[0]
	if got.Path != "CITATION.cff" || got.Authors != 1 || len(got.Evidence) != 6 || got.PullRequest.Title != "Add Ana Alba to the authors" {
		t.Errorf("got %+v", got)
	}
	document := cite.Parse("CITATION.cff", []byte(got.PullRequest.File))
	if len(document.Warnings) != 0 || len(document.Works[0].Authors) != 2 || document.Works[0].Authors[1].Name != "Ana Alba" {
		t.Errorf("the file is not a valid one with her in it: %+v\n%s", document, got.PullRequest.File)
	}
	for line := range strings.Lines(engineCFF) {
		if !strings.Contains(got.PullRequest.File, line) {
			t.Errorf("the file lost %q", line)
		}
	}
}

func TestNobodyIsToldThatAWorkForgotThem(t *testing.T) {
	like := ana
	like.Name = "B. Bruno"
	for _, test := range []struct {
		name  string
		who   tracker.Account
		login string
		n     int
	}{
		{"who did little", ana, "ana", 2},
		{"who is on it", ana, "ben", 6},
		{"who is called like somebody on it", like, "ana", 6},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := emptyStore(t, tracker.Batch{Accounts: []tracker.Account{test.who, ben}, Threads: busy(test.n), Research: []tracker.ResearchFile{engineCitation()}})
			who, err := profile.Find(t.Context(), s, test.login)
			if err != nil {
				t.Fatal(err)
			}
			if list, err := profile.Uncredited(t.Context(), s, who, day(600)); err != nil || len(list) != 0 {
				t.Errorf("got %+v, %v", list, err)
			}
		})
	}
}

// Two works of one repository share the evidence, and neither turns it around.
func TestEachWorkThatForgotSomebodyShowsTheirNewestWorkFirst(t *testing.T) {
	manual := engineCitation()
	manual.Path, manual.Text = "docs/CITATION.cff", strings.Replace(engineCFF, "An engine", "A manual", 1)
	manual.Mentions[0].Work = tracker.Work{Title: "A manual", Identities: []tracker.WorkIdentity{{Kind: "doi", Value: "manual"}}}
	s := emptyStore(t, tracker.Batch{Accounts: []tracker.Account{ana, ben}, Threads: busy(25), Research: []tracker.ResearchFile{engineCitation(), manual}})
	who, err := profile.Find(t.Context(), s, "ana")
	if err != nil {
		t.Fatal(err)
	}
	list, err := profile.Uncredited(t.Context(), s, who, day(600))
	if err != nil || len(list) != 2 {
		t.Fatalf("got %d works, %v, want two", len(list), err)
	}
	for _, f := range list {
		if len(f.Evidence) != 20 || f.Evidence[0].Title != "Change 25" || f.Evidence[19].Title != "Change 6" {
			t.Errorf("%s shows %d, from %q to %q; want the newest 20", f.Work, len(f.Evidence), f.Evidence[0].Title, f.Evidence[len(f.Evidence)-1].Title)
		}
		_, body, _ := strings.Cut(f.PullRequest.Body, "\n\n- [")
		if !strings.HasPrefix(body, "Change 25]") {
			t.Errorf("the pull request for %s begins with %.20q", f.Work, body)
		}
	}
}

// A paper that the file asks to be cited by has a list of its own, to which nobody is
// added here.
func TestAPaperThatIsPreferredIsNotAskedToNameSomebody(t *testing.T) {
	f := engineCitation()
	paper := f.Mentions[0]
	paper.Slot, paper.Relation, paper.Work = "preferred", tracker.WorkPreferred, tracker.Work{Title: "A paper", Identities: []tracker.WorkIdentity{{Kind: "doi", Value: "paper"}}}
	same := f.Mentions[0]
	same.Slot, same.Relation = "preferred", tracker.WorkPreferred
	for name, preferred := range map[string]tracker.Mention{"another work": paper, "the same work": same} {
		f.Mentions = append(f.Mentions[:1:1], preferred)
		s := emptyStore(t, tracker.Batch{Accounts: []tracker.Account{ana, ben}, Threads: busy(6), Research: []tracker.ResearchFile{f}})
		who, err := profile.Find(t.Context(), s, "ana")
		if err != nil {
			t.Fatal(err)
		}
		list, err := profile.Uncredited(t.Context(), s, who, day(600))
		if err != nil || len(list) != 1 || list[0].Work != "An engine" || list[0].Authors != 1 {
			t.Errorf("%s: got %+v, %v", name, list, err)
		}
	}
}

func TestNobodyIsToldOfAFileThatNoAuthorCanBeAddedTo(t *testing.T) {
	for name, text := range map[string]string{
		"authors in one line": "cff-version: 1.2.0\nmessage: Cite it.\ntitle: An engine\nauthors: [{given-names: Ben, family-names: Bruno}]\n",
		"a broken file":       "cff-version: [1.2.0\nauthors: {\n",
	} {
		f := engineCitation()
		f.Text = text
		s := emptyStore(t, tracker.Batch{Accounts: []tracker.Account{ana, ben}, Threads: busy(6), Research: []tracker.ResearchFile{f}})
		who, err := profile.Find(t.Context(), s, "ana")
		if err != nil {
			t.Fatal(err)
		}
		if list, err := profile.Uncredited(t.Context(), s, who, day(600)); err != nil || len(list) != 0 {
			t.Errorf("%s: got %+v, %v", name, list, err)
		}
	}
}
