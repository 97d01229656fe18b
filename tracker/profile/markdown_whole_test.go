package profile_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rungless/tracker/growth"
	"rungless/tracker/profile"
	"rungless/tracker/testneed"
)

// TestMarkdownShowsAWholeProfile renders the profile that growth pins, which has
// something under nearly every heading.
func TestMarkdownShowsAWholeProfile(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(testneed.Root(t), "tracker", "growth", "testdata", "growth-1.profile.json"))
	if err != nil {
		t.Fatal(err)
	}
	var p growth.Profile
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatal(err)
	}
	got := markdown(t, profile.Subject{Login: "chi"}, p)
	for heading, want := range map[string]string{
		"### Collaborators":               "bo",
		"### Technical debt entrusted":    "approved by",
		"### Research invitations":        "author entry",
		"### Design comments cited":       "](<https://github.com/lanternfish/engine/",
		"### Documents and model cards":   "](<https://github.com/lanternfish/engine/pull/",
		"### Initiatives":                 "2026Q",
		"### Outcomes":                    "release downloads",
		"### Reviews asked for by others": "](<https://github.com/lanternfish/engine/pull/",
		"### Reviews for external and":    "people outside",
		"### Issues that led to a merged": "](<https://github.com/lanternfish/engine/issues/",
	} {
		_, section, found := strings.Cut(got, heading)
		section, _, _ = strings.Cut(section, "\n#")
		if !found || !strings.Contains(section, want) {
			t.Errorf("%s does not say %q:\n%s", heading, want, section)
		}
	}
	for _, p := range p.Scope.Collaborators.Value.People {
		if !strings.Contains(got, p.Account.Login+", since ") {
			t.Errorf("%s is not named among the collaborators", p.Account.Login)
		}
	}
}
