package tracker

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"
)

func TestPermalinksAreWhereGitHubShowsTheItem(t *testing.T) {
	repository := RepositoryRef{Host: "github.com", Owner: "lanternfish", Name: "tokens"}
	pull := ThreadRef{Repository: repository, Kind: PullRequestKind, Number: 12}
	issue := ThreadRef{Repository: repository, Kind: IssueKind, Number: 3}
	discussion := ThreadRef{Repository: repository, Kind: DiscussionKind, Number: 4}
	local := ThreadRef{Repository: RepositoryRef{Host: "127.0.0.1:9876", Owner: "a", Name: "b"}, Kind: IssueKind, Number: 1}
	for name, test := range map[string]struct{ got, want string }{
		"a pull request": {ThreadURL(pull), "https://github.com/lanternfish/tokens/pull/12"},
		"an issue":       {ThreadURL(issue), "https://github.com/lanternfish/tokens/issues/3"},
		"a discussion":   {ThreadURL(discussion), "https://github.com/lanternfish/tokens/discussions/4"},
		"a thread of unknown kind is asked as one": {ThreadURL(ThreadRef{Repository: repository, Number: 9}), "https://github.com/lanternfish/tokens/issues/9"},
		"a review":                         {ItemURL(pull, ReviewKind, 77), "https://github.com/lanternfish/tokens/pull/12#pullrequestreview-77"},
		"a review comment":                 {ItemURL(pull, ReviewComment, 78), "https://github.com/lanternfish/tokens/pull/12#discussion_r78"},
		"a comment on an issue":            {ItemURL(issue, IssueComment, 79), "https://github.com/lanternfish/tokens/issues/3#issuecomment-79"},
		"a comment in a discussion":        {ItemURL(discussion, DiscussionComment, 80), "https://github.com/lanternfish/tokens/discussions/4#discussioncomment-80"},
		"a commit":                         {CommitURL(repository, "abc"), "https://github.com/lanternfish/tokens/commit/abc"},
		"a comment on a commit":            {CommitCommentURL(repository, "abc", 81), "https://github.com/lanternfish/tokens/commit/abc#commitcomment-81"},
		"loopback is linked by plain http": {ThreadURL(local), "http://127.0.0.1:9876/a/b/issues/1"},
	} {
		t.Run(name, func(t *testing.T) {
			if test.got != test.want {
				t.Errorf("got %s, want %s", test.got, test.want)
			}
		})
	}
}

func TestAnAddressDecidesWhoIsAnAgentAndANameNever(t *testing.T) {
	for email, want := range map[string]AccountKind{
		"noreply@anthropic.com":                             AgentAccount,
		"NoReply@Anthropic.com":                             AgentAccount,
		"175728472+Copilot@users.noreply.github.com":        AgentAccount,
		"49699333+dependabot[bot]@users.noreply.github.com": BotAccount,
		"claude.monet@example.org":                          EmailAccount,
		"copilot@airline.example":                           EmailAccount,
		"":                                                  EmailAccount,
	} {
		if got := EmailKind(email); got != want {
			t.Errorf("EmailKind(%q) = %q, want %q", email, got, want)
		}
	}
	if got := LoginKind("renovate[bot]"); got != BotAccount {
		t.Errorf("a login that ends in [bot] is %q", got)
	}
	if got := LoginKind("robot"); got != UserAccount {
		t.Errorf("a user called robot is %q", got)
	}
}

func TestOnlyHumansAreHuman(t *testing.T) {
	for kind, want := range map[AccountKind]bool{UserAccount: true, EmailAccount: true, MannequinAccount: true, "": true,
		BotAccount: false, AgentAccount: false, GhostAccount: false, OrganizationAccount: false} {
		if got := (Account{Kind: kind}).IsHuman(); got != want {
			t.Errorf("IsHuman of a %q account = %v, want %v", kind, got, want)
		}
	}
}

func TestAnErrorKeepsItsKindSentenceAndCauseThroughWrapping(t *testing.T) {
	inner := Errorf(NotFound, "store.Open x.db", "there is no file %q", "x.db").WithHint("run sync first").Because(fs.ErrNotExist)
	err := fmt.Errorf("cmd.serve: %w", inner)
	if got := KindOf(err); got != NotFound {
		t.Errorf("kind = %v, want not found", got)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		t.Error("the cause is lost")
	}
	want := `cmd.serve: store.Open x.db: there is no file "x.db": file does not exist`
	if got := err.Error(); got != want {
		t.Errorf("text = %s, want %s", got, want)
	}
	if KindOf(errors.New("x")) != Internal {
		t.Error("an error without a kind must be internal")
	}
}

func TestAPartialErrorNamesEachMissingPart(t *testing.T) {
	err := &Partial{Missing: []error{Errorf(NotFound, "", "no login x"), Errorf(Unauthorized, "", "no access to y")}}
	if got, want := err.Error(), "partly done; missing: no login x; no access to y"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEveryKindParsesAndNothingElse(t *testing.T) {
	for _, kind := range Kinds() {
		if got, err := ParseKind(string(kind)); err != nil || got != kind {
			t.Errorf("ParseKind(%q) = %q, %v", kind, got, err)
		}
	}
	if _, err := ParseKind("merge"); KindOf(err) != Invalid {
		t.Errorf("an unknown kind gives %v, want invalid", err)
	}
}

func FuzzACellNeverStartsAFormulaAndLosesNothing(f *testing.F) {
	for _, seed := range []string{"", "=1+1", "'=1", "\r=1", "＝1", "plain", "-", "@SUM(1)", "\ufeff=1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		cell := InertCell(text)
		if cell != text && cell != "'"+text {
			t.Fatalf("%q became %q", text, cell)
		}
		if cell == text && len(text) > 0 {
			switch text[0] {
			case '=', '+', '-', '@', '\t', '\r', '\n', '\'':
				t.Fatalf("%q may be read as a formula", cell)
			}
		}
	})
}
