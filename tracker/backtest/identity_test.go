package backtest

import (
	"testing"

	"rungless/tracker"
	"rungless/tracker/store"
)

func byEmail(name, email string) tracker.CommitAuthor {
	return tracker.CommitAuthor{Name: name, Email: email, Account: tracker.Account{Email: email, Kind: tracker.EmailAccount}}
}

func cameFrom(email, login string) store.Proposal {
	return store.Proposal{JoinProposal: tracker.JoinProposal{From: tracker.Account{Email: email}, To: tracker.Account{Login: login}}}
}

func TestPeopleAreFoundByWhatTheHistoryTells(t *testing.T) {
	f := newFinder([]store.Proposal{cameFrom("ada@home.example", "ada-oru"), cameFrom("eli@corp.example", "corp"), cameFrom("fay@corp.example", "corp"),
		cameFrom("gus@home.example", "gus1"), cameFrom("gus@home.example", "handed-on")})
	for _, author := range []tracker.CommitAuthor{
		byEmail("Ada Oru", "ada@work.example"), byEmail("Ada Oru", "ada@home.example"), byEmail("Bo Ling", "b.ling@example.org"),
		byEmail("Cy", "cy@example.org"), byEmail("Cy", "other@example.org"), byEmail("Jan Dee", "jan@example.org"), byEmail("Jon Dee", "jon@example.org"),
		byEmail("Eli Corp", "eli@corp.example"), byEmail("Fay Corp", "fay@corp.example"), byEmail("Gus", "gus@home.example"),
		{Name: "Bot", Email: "bot@example.org", Account: tracker.Account{Login: "bot[bot]", Kind: tracker.BotAccount}},
		{Name: "Hal Ito", Email: "9+hal@users.noreply.github.com", Account: tracker.Account{Login: "Hal", DatabaseID: 9, Kind: tracker.UserAccount}},
	} {
		f.see(author)
	}
	for _, login := range []string{"boling", "jdee", "cy-oru", "hal"} {
		f.list(login)
	}
	p := f.people()
	for _, c := range []struct{ why, a, b string }{
		{"two addresses with one full name", "ada@work.example", "ada@home.example"},
		{"a login that a merge tells of", "ada-oru", "ada@work.example"},
		{"a login that spells one name only", "@BoLing", "b.ling@example.org"},
		{"a full name", "bo  ling", "b.ling@example.org"},
		{"the address of a known account", "hal", "9+hal@users.noreply.github.com"},
	} {
		if p.named(c.a) < 0 || p.named(c.a) != p.named(c.b) {
			t.Errorf("%s: %s is %d, %s is %d", c.why, c.a, p.named(c.a), c.b, p.named(c.b))
		}
	}
	for _, c := range []struct{ why, a, b string }{
		{"one word is no full name", "cy@example.org", "other@example.org"},
		{"an organisation's forks", "eli@corp.example", "fay@corp.example"},
	} {
		if p.named(c.a) == p.named(c.b) {
			t.Errorf("%s: %s and %s are taken for one", c.why, c.a, c.b)
		}
	}
	for _, name := range []string{"jdee", "corp", "handed-on", "bot[bot]", "nobody", "cy"} {
		if p.named(name) >= 0 {
			t.Errorf("%s is taken for %s", name, p.labels[p.named(name)])
		}
	}
}

func TestSpells(t *testing.T) {
	for _, c := range []struct {
		login, name string
		want        bool
	}{
		{"jdoere", "jane doere", true}, {"janed", "jane doe", true}, {"jane-doe-corp", "jane doe", false}, {"psschwei", "paul s. schweiger", true},
		{"doejane", "jane doe", false}, {"janeee", "jane doe", false}, {"jd", "jane doe", false}, {"janedoe42", "jane doe", true}, {"jane", "jane doe", false},
	} {
		if got := spells(c.login, "", []string{c.name}); got != c.want {
			t.Errorf("%s of %s: %v, want %v", c.login, c.name, got, c.want)
		}
	}
}
