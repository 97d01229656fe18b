package github

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
)

func TestTrailersAreTheLastParagraph(t *testing.T) {
	for name, test := range map[string]struct {
		message string
		want    []tracker.Trailer
	}{
		"none":                   {"Fix it", []tracker.Trailer{}},
		"a subject with a colon": {"fix: it", []tracker.Trailer{}},
		"one":                    {"Fix it\n\nco-authored-By: Ada <ada@example.org>\n", []tracker.Trailer{{Key: "Co-authored-by", Value: "Ada <ada@example.org>"}}},
		"several, one folded":    {"Fix\n\nwhy\n\nReviewed-by: A\n  and B\nSigned-off-by: C", []tracker.Trailer{{Key: "Reviewed-by", Value: "A and B"}, {Key: "Signed-off-by", Value: "C"}}},
		"prose with a colon":     {"Fix\n\nNote: this\nis prose", []tracker.Trailer{}},
		"carriage returns":       {"Fix\r\n\r\nReported-by: A\r\n", []tracker.Trailer{{Key: "Reported-by", Value: "A"}}},
	} {
		if diff := cmp.Diff(test.want, parseTrailers(test.message)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func FuzzTrailers(f *testing.F) {
	f.Add("Fix\n\nCo-authored-by: A <a@example.org>")
	f.Add("\n\n: \n\n é:")
	f.Fuzz(func(t *testing.T, message string) {
		for _, trailer := range parseTrailers(message) {
			if trailer.Key == "" || strings.ContainsAny(trailer.Key, " :\n") || strings.Contains(trailer.Value, "\n") {
				t.Errorf("%q gives %+v", message, trailer)
			}
		}
	})
}

func TestAPayloadIsTheItemAlone(t *testing.T) {
	raw := json.RawMessage(`{"title": "a < b", "id" : "X", "repository": {"name": "r"}}`)
	got := payload("graphql/issue", raw, "repository")
	if want := `{"id":"X","title":"a < b"}`; string(got.JSON) != want {
		t.Errorf("got %s, want %s", got.JSON, want)
	}
}

func TestAnAccountsKindIsNotInItsName(t *testing.T) {
	v := view{host: "github.com", at: judgedAt}
	for name, test := range map[string]struct {
		actor *wireActor
		kind  tracker.AccountKind
		login string
	}{
		"nobody":          {nil, tracker.GhostAccount, "ghost"},
		"a person":        {&wireActor{Typename: "User", Login: "claude-monet", DatabaseID: 5}, tracker.UserAccount, "claude-monet"},
		"an app":          {&wireActor{Typename: "Bot", Login: "dependabot", DatabaseID: 49699333}, tracker.BotAccount, "dependabot[bot]"},
		"an app in REST":  {&wireActor{Typename: "Bot", Login: "dependabot[bot]", DatabaseID: 49699333}, tracker.BotAccount, "dependabot[bot]"},
		"Copilot":         {&wireActor{Typename: "Bot", Login: "copilot-swe-agent", DatabaseID: 198982749}, tracker.AgentAccount, "Copilot"},
		"Devin":           {&wireActor{Typename: "Bot", Login: "devin-ai-integration", DatabaseID: 158243242}, tracker.AgentAccount, "devin-ai-integration[bot]"},
		"a placeholder":   {&wireActor{Typename: "Mannequin", Login: "x", DatabaseID: 7}, tracker.MannequinAccount, "x"},
		"an organisation": {&wireActor{Typename: "Organization", Login: "acme", DatabaseID: 8}, tracker.OrganizationAccount, "acme"},
	} {
		got := v.account(test.actor)
		if got.Kind != test.kind || got.Login != test.login {
			t.Errorf("%s: got %s %s, want %s %s", name, got.Kind, got.Login, test.kind, test.login)
		}
	}
}
