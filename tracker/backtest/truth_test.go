package backtest

import (
	"strings"
	"testing"
	"time"

	"rungless/tracker"

	"github.com/google/go-cmp/cmp"
)

const truthHead = "granted_at,repository,path,account\n"

func TestReadTruth(t *testing.T) {
	got, err := ReadTruth("t.csv", strings.NewReader("\ufeff"+truthHead+
		"2024-03-01,lantern/kiln,.,ada-oru\n2024-03-01T10:00:00+02:00,lantern/kiln,/pkg/queue/,\"Oru, Ada\"\n2024-03-02,lantern/kiln,,ada@example.org\n"))
	want := []Grant{
		{time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), "lantern/kiln", "", "ada-oru"},
		{time.Date(2024, 3, 1, 8, 0, 0, 0, time.UTC), "lantern/kiln", "pkg/queue", "Oru, Ada"},
		{time.Date(2024, 3, 2, 0, 0, 0, 0, time.UTC), "lantern/kiln", "", "ada@example.org"},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("grants (-want +got), error %v:\n%s", err, diff)
	}
}

func TestABadTruthFileIsNamedWithItsLine(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":              {"", "t.csv is empty"},
		"other columns":      {"when,who\n", "t.csv:1: these are not the columns"},
		"a column too few":   {truthHead + "2024-03-01,a/b,x\n", "t.csv:2: this is no line of CSV"},
		"no date":            {truthHead + "2024-03-01,a/b,x,y\nMarch,a/b,x,y\n", "t.csv:3: granted_at is neither"},
		"no owner":           {truthHead + "2024-03-01,b,x,y\n", "t.csv:2: repository is not owner/name"},
		"nobody":             {truthHead + "2024-03-01,a/b,x, \n", "t.csv:2: account is empty"},
		"a quote left open":  {truthHead + "2024-03-01,a/b,\"x,y\n", "t.csv:"},
		"a line in a column": {truthHead + "2024-03-01,a/b,\"x\ny\",z\nMarch,a/b,x,y\n", "t.csv:4: granted_at"},
	} {
		_, err := ReadTruth("t.csv", strings.NewReader(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) || tracker.KindOf(err) != tracker.Invalid {
			t.Errorf("%s: %v, want an invalid file: %q", name, err, c.want)
		}
	}
}

func FuzzReadTruth(f *testing.F) {
	f.Add("2024-03-01,a/b,../x,y\n")
	f.Add("\"\n")
	f.Fuzz(func(t *testing.T, rows string) {
		grants, err := ReadTruth("t.csv", strings.NewReader(truthHead+rows))
		for _, g := range grants {
			if g.Account == "" || g.At.IsZero() && err != nil || strings.HasPrefix(g.Path, "/") || strings.HasSuffix(g.Path, "/") {
				t.Errorf("%q gave %+v", rows, g)
			}
		}
	})
}
