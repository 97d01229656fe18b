package profile_test

import (
	"strings"
	"testing"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/growth"
	"rungless/tracker/profile"
)

func markdown(t *testing.T, who profile.Subject, p growth.Profile) string {
	t.Helper()
	var out strings.Builder
	if err := profile.Markdown(&out, who, p, domain.Default()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestMarkdownKeepsOthersTextFromBeingMoreThanText(t *testing.T) {
	hostile := change(2, ana, ben, day(500), "csrc/a.cu", 60, 40)
	hostile.Title = "x](https://evil.example) <script>alert(1)</script>\n# Promoted **now** `rm`"
	s := emptyStore(t, tracker.Batch{Threads: []tracker.Thread{hostile}})
	text := markdown(t, profile.Subject{Login: "ana"}, profileOf(t, s, "ana"))
	if !strings.Contains(text, "evil.example") {
		t.Fatalf("the title is not shown:\n%s", text)
	}
	for _, inert := range []string{"x](https", "<script", "\n# Promoted", " **now", " `rm"} {
		if strings.Contains(text, inert) {
			t.Errorf("%q came through:\n%s", inert, text)
		}
	}
}

func TestMarkdownSaysEveryAbsenceInWords(t *testing.T) {
	text := markdown(t, profile.Subject{Login: "ana"}, profileOf(t, emptyStore(t, tracker.Batch{Accounts: []tracker.Account{ana}}), "ana"))
	definitions, err := growth.Defined()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range definitions.Measures {
		switch m.Name {
		case "depth", "months_active", "effective_validators", "surface", "plain_words": // of a domain in which something was done
		case "working_hours": // for the person's own eyes
			if strings.Contains(text, m.Title) {
				t.Error("working hours are shown")
			}
		default:
			_, after, found := strings.Cut(text, "### "+m.Title+"\n\n")
			first, _, _ := strings.Cut(after, "\n")
			if !found || !strings.HasPrefix(first, "Not available: ") && !strings.HasPrefix(first, "Does not apply: ") && !strings.HasPrefix(first, "None") {
				t.Errorf("%s: %q", m.Title, first)
			}
		}
	}
}
