package main

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"rungless/tracker"
	"rungless/tracker/store"
)

// withKeptPacks makes a home in which ada keeps a draft, number 1, and a sealed pack, number 2.
func withKeptPacks(t *testing.T) (environ []string, dsn string) {
	t.Helper()
	dsn = filepath.Join(t.TempDir(), "rungless.db")
	st, err := store.Open(t.Context(), dsn, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	ada, err := st.Track(t.Context(), tracker.Account{Host: "github.com", DatabaseID: 1, NodeID: "U_1", Login: "ada", Kind: tracker.UserAccount}, "test")
	if err != nil {
		t.Fatal(err)
	}
	for _, title := range []string{"A draft", "Half a year"} {
		if _, err := st.AddPack(t.Context(), ada.ID, title, []byte(`{}`)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := st.KeepSeal(t.Context(), ada.ID, store.Seal{PackID: 2, Revision: 1, ManifestSHA256: strings.Repeat("ab", 32), Archive: []byte("x")}); err != nil {
		t.Fatal(err)
	}
	return append(home(t), "RUNGLESS_STORE_DSN="+dsn), dsn
}

// asTeam adds a sign-in to an environment.
func asTeam(t *testing.T, environ []string) []string {
	t.Helper()
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("marker"), 0o600); err != nil {
		t.Fatal(err)
	}
	return append(environ, "RUNGLESS_SIGN_IN_CLIENT_ID=x", "RUNGLESS_SIGN_IN_CLIENT_SECRET_FILE="+secret,
		"RUNGLESS_SERVER_PUBLIC_URL=https://growth.example", "RUNGLESS_SIGN_IN_ALLOW_LOGINS=ada")
}

// told runs the program and returns what it wrote.
func told(t *testing.T, environ []string, want int, args ...string) (out, words string) {
	t.Helper()
	var stdout, stderr strings.Builder
	if code := run(t.Context(), args, environ, strings.NewReader(""), &stdout, &stderr); code != want {
		t.Fatalf("rungless %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), code, want, &stdout, &stderr)
	}
	return stdout.String(), stderr.String()
}

func TestALinkToAPackIsMadeListedAndEnded(t *testing.T) {
	alone, dsn := withKeptPacks(t)
	team := asTeam(t, alone)
	if out, _ := told(t, alone, exitDone, "pack", "list", "ada"); !regexp.MustCompile(`(?m)^1  "A draft"  a draft, changed on [0-9-]{10}$`).MatchString(out) ||
		!regexp.MustCompile(`(?m)^2  "Half a year"  sealed on [0-9-]{10}, (ab){32}  manifest\.json$`).MatchString(out) {
		t.Errorf("the list:\n%s", out)
	}
	link, words := told(t, team, exitDone, "pack", "share", "ada", "2", "--days", "7")
	if !regexp.MustCompile(`^https://growth\.example/s/[A-Za-z0-9_-]{43}\n$`).MatchString(link) || !strings.Contains(words, "rungless pack revoke ada 1") {
		t.Fatalf("shared: %s%s", link, words)
	}
	list := func() packLink {
		out, _ := told(t, team, exitDone, "pack", "list", "ada", "--json")
		var lines []packLine
		if err := json.Unmarshal([]byte(out), &lines); err != nil || len(lines) != 2 || len(lines[0].Links)+len(lines[1].Links) != 1 {
			t.Fatalf("%v in %s", err, out)
		}
		if regexp.MustCompile(`[0-9]T[0-9]`).MatchString(out) || strings.Contains(out, strings.TrimSpace(link[strings.LastIndex(link, "/")+1:])) {
			t.Errorf("a time of day or a secret is listed: %s", out)
		}
		return append(lines[0].Links, lines[1].Links...)[0]
	}
	if one := list(); !one.IsOpen || one.Ended != "" || one.Opened != "" {
		t.Errorf("a new link: %+v", one)
	}
	told(t, team, exitDone, "pack", "revoke", "ada", "1")
	if one := list(); one.IsOpen || one.Ended == "" {
		t.Errorf("a link that was ended: %+v", one)
	}
	st, err := store.Open(t.Context(), dsn, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	secret := strings.TrimSpace(strings.TrimPrefix(link, "https://growth.example/s/"))
	if _, err := st.SharedPack(t.Context(), secret, day(0)); tracker.KindOf(err) != tracker.NotFound {
		t.Errorf("the ended link leads somewhere: %v", err)
	}
}

func TestALinkThatCannotBeMadeIsRefusedInASentence(t *testing.T) {
	alone, _ := withKeptPacks(t)
	team := asTeam(t, alone)
	for sentence, c := range map[string]struct {
		environ []string
		code    int
		args    []string
	}{
		"a link would lead nobody here":          {alone, exitUsage, []string{"share", "ada", "2"}},
		"only a sealed pack is shared":           {team, exitFailed, []string{"share", "ada", "1"}},
		"for 7, 30 or 90 days, not for 365":      {team, exitUsage, []string{"share", "ada", "2", "--days", "365"}},
		"this person has no pack 9":              {team, exitFailed, []string{"share", "ada", "9"}},
		`"two" is no number of a pack`:           {team, exitUsage, []string{"share", "ada", "two"}},
		"this person made no link 5":             {team, exitFailed, []string{"revoke", "ada", "5"}},
		`"-1" is no number of a link`:            {team, exitUsage, []string{"revoke", "--", "ada", "-1"}},
		"the store knows nobody called somebody": {team, exitFailed, []string{"list", "somebody"}},
	} {
		t.Run(sentence, func(t *testing.T) {
			var words strings.Builder
			code := run(t.Context(), append([]string{"pack"}, c.args...), c.environ, strings.NewReader(""), io.Discard, &words)
			if code != c.code || !strings.Contains(words.String(), sentence) {
				t.Errorf("exit code %s, want %s: %s", strconv.Itoa(code), strconv.Itoa(c.code), &words)
			}
		})
	}
}
