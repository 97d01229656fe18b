package clone

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rungless/tracker"

	"github.com/google/go-cmp/cmp"
)

func TestParseRemote(t *testing.T) {
	for _, c := range []struct{ address, host, repository string }{
		{"https://github.com/lantern/kiln.git", "github.com", "lantern/kiln"},
		{"https://github.com/lantern/kiln/", "github.com", "lantern/kiln"},
		{"https://ada:secret@github.com/lantern/kiln", "github.com", "lantern/kiln"},
		{"http://127.0.0.1:8080/lantern/kiln.git", "127.0.0.1:8080", "lantern/kiln"},
		{"ssh://git@ssh.github.com:443/lantern/kiln.git", "github.com", "lantern/kiln"},
		{"git@github.com:lantern/kiln.git", "github.com", "lantern/kiln"},
		{"git@GHE.example.org:lantern/lanternfish.example", "ghe.example.org", "lantern/lanternfish.example"},
		{"git://github.com/lantern/kiln", "github.com", "lantern/kiln"},
		{"/srv/git/kiln.git", "", ""},
		{"../kiln", "", ""},
		{"file:///srv/lantern/kiln", "", ""},
		{"https://github.com/kiln", "", ""},
		{"https://github.com/a/b/c", "", ""},
		{"git@github.com:../kiln", "", ""},
		{"ext::sh -c touch% x", "", ""},
		{"", "", ""},
	} {
		host, repository, ok := parseRemote(c.address)
		if host != c.host || repository != c.repository || ok != (c.host != "") {
			t.Errorf("%q: got %q %q %v, want %q %q", c.address, host, repository, ok, c.host, c.repository)
		}
	}
}

func TestNoreplyAddressesNameTheirAccount(t *testing.T) {
	for _, c := range []struct {
		host, email string
		want        tracker.Account
	}{
		{"github.com", "17+bo-ling@users.noreply.github.com", tracker.Account{DatabaseID: 17, Login: "bo-ling", Kind: tracker.UserAccount}},
		{"github.com", "bo-ling@users.noreply.github.com", tracker.Account{Login: "bo-ling", Kind: tracker.UserAccount}},
		{"github.com", "49+depkeeper[bot]@users.noreply.github.com", tracker.Account{DatabaseID: 49, Login: "depkeeper[bot]", Kind: tracker.BotAccount}},
		{"github.com", "175728472+copilot@users.noreply.github.com", tracker.Account{DatabaseID: 175728472, Login: "copilot", Kind: tracker.AgentAccount}},
		{"ghe.example.org", "5+ada@users.noreply.ghe.example.org", tracker.Account{DatabaseID: 5, Login: "ada", Kind: tracker.UserAccount}},
		{"ghe.example.org", "5+ada@users.noreply.github.com", tracker.Account{}},
		{"github.com", "noreply@github.com", tracker.Account{}},
		{"github.com", "x+ada@users.noreply.github.com", tracker.Account{}},
		{"github.com", "-1+ada@users.noreply.github.com", tracker.Account{}},
		{"github.com", "a b@users.noreply.github.com", tracker.Account{}},
	} {
		if !c.want.IsZero() {
			c.want.Host = c.host
		}
		got, _ := noreplyAccount(c.host, c.email, time.Time{})
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s at %s (-want +got):\n%s", c.email, c.host, diff)
		}
	}
}

func TestPullOf(t *testing.T) {
	for _, c := range []struct {
		subject, origin string
		number          int
	}{
		{"Merge pull request #7 from bo-ling/fix/it", "bo-ling", 7},
		{"Add it (#12)", "", 12},
		{"Port it (#12) (#34)", "", 34},
		{`Revert "Add it (#12)" (#13)`, "", 13},
		{`Revert "Add it (#12)"`, "", 0},
		{"Fix #12", "", 0},
		{"Merge branch 'main' into x", "", 0},
		{"(#99999999999999999999)", "", 0},
	} {
		if number, origin := pullOf([]byte(c.subject)); number != c.number || origin != c.origin {
			t.Errorf("%q: got %d %q, want %d %q", c.subject, number, origin, c.number, c.origin)
		}
	}
}

func TestParseTimes(t *testing.T) {
	for _, c := range []struct{ authored, committed, want string }{
		{"1700000000 +0530", "1700000001", "2023-11-15T03:43:20+05:30"},
		{"1700000000 -0330", "1700000001", "2023-11-14T18:43:20-03:30"},
		{"1700000000 +9999", "1700000001", "2023-11-14T22:13:20Z"},
		{"99999999999999 +0000", "1700000001", "2023-11-14T22:13:21Z"},
		{"", "1700000001", "2023-11-14T22:13:21Z"},
	} {
		if got, _ := parseTimes(c.authored, c.committed); got.Format(time.RFC3339) != c.want {
			t.Errorf("%q: got %s, want %s", c.authored, got.Format(time.RFC3339), c.want)
		}
	}
	if a, b := parseTimes("x", "y"); !a.IsZero() || !b.IsZero() {
		t.Errorf("no time at all: got %v and %v", a, b)
	}
}

func FuzzParseTrailers(f *testing.F) {
	for _, seed := range []string{"Co-authored-by: Bo <b@x.example>\n", "co-AUTHORED-by:<>", ":\n::\n", "a b: c", "Key: \x00\xff", "Co-authored-by: <<a@b>>", "\xb9:0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, lines string) {
		author := tracker.CommitAuthor{Email: "ada@example.org"}
		trailers := parseTrailers(text([]byte(lines)))
		for _, x := range trailers {
			if x.Key == "" || x.Value == "" || strings.ContainsAny(x.Key+x.Value, "\n\x00") || !utf8.ValidString(x.Key+x.Value) {
				t.Errorf("%q became %q: %q", lines, x.Key, x.Value)
			}
		}
		seen := map[string]bool{author.Email: true}
		for _, a := range coAuthors(author, trailers) {
			if seen[a.Email] || a.Email != strings.ToLower(a.Email) || !strings.Contains(a.Email, "@") {
				t.Errorf("%q became co-author %q", lines, a.Email)
			}
			seen[a.Email] = true
		}
	})
}

func FuzzRecords(f *testing.F) {
	header := "\x1e0123\x00p\x00N\x00e@x\x001700000000 +0100\x001700000000\x00subject (#3)\x00body\n\nmore\n\x00Co-authored-by: B <b@x>\n\x00"
	for _, seed := range []string{
		header + "\n:100644 100644 a b M\x00path\x001\t2\tpath\x00",
		header + "\n:100644 100644 a b R090\x00old\x00new\x003\t0\t\x00old\x00new\x00" + header,
		header + header, header + "\n:000000 100644 a b \x00", header + "-\t-\tbin\x00", "\x1e", header[:20], "x\x00", header + "\n:\x00", header + "\n:0 \x00path\x00",
	} {
		f.Add([]byte(seed), true)
	}
	f.Fuzz(func(t *testing.T, output []byte, lines bool) {
		r := recordReader{in: newScanner(bufio.NewReader(strings.NewReader(string(output)))), repository: ref, lines: lines}
		for {
			c, err := r.next()
			if err != nil {
				if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, errFormat) {
					t.Errorf("%q: unforeseen error %v", output, err)
				}
				return
			}
			if len(c.Authors) == 0 || len(c.Headline) > 1010 || !utf8.ValidString(c.Headline) || c.Additions < -1 {
				t.Errorf("%q became %+v", output, c)
			}
		}
	})
}

func FuzzParseRemote(f *testing.F) {
	for _, seed := range []string{"https://github.com/a/b.git", "git@h:a/b", "ssh://h:1/a/b", "://", "http://[::1]:80/a/b", "a:b:c/d", "%:/"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		host, repository, ok := parseRemote(address)
		if _, _, valid := parseRepository(repository); ok && (host == "" || !valid) || !ok && host+repository != "" {
			t.Errorf("%q became %q %q %v", address, host, repository, ok)
		}
	})
}
