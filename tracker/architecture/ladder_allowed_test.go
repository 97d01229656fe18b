package architecture

import (
	"regexp"
	"strings"
)

// allowance lets texts say a word of a ladder.
type allowance struct {
	where   string // what the place begins with
	text    string // a regular expression that the text matches
	why     string
	running bool // need not be there: what a running program says, or a document that is made by one
}

// allowances are all that there are. An allowance that nothing needs fails a test.
var allowances = []allowance{
	// It says that there is no ladder.
	{where: "README.md", text: `(?i)refuses: a total|no job levels`, why: "says what is refused"},
	{where: "CONTRIBUTING.md", text: `Totals, ranks, levels`, why: "says what is not taken"},
	{where: "docs/design.md", text: `without job levels|in place of levels|^A total, a rank, a level`, why: "says what is refused"},
	{where: "docs/privacy.md", text: `no score|No scores|no scoring|no job levels|No totals`, why: "says what is refused, for who must judge it"},
	{where: "docs/adr/0006-pages.md", text: `took its streak counter away`, why: "says why a page counts no months in a row"},

	// It is not about people.
	{where: "docs/config.md", text: `log\.level|LOG_LEVEL`, why: "the level of a log"},
	{where: "config.yaml", text: `^level: `, why: "the level of a log"},
	{where: "tracker/config/", text: `Level|level`, why: "the level of a log"},
	{where: "tracker/batch.go", text: `^Total$`, why: "how many items a sync expects of a stream"},
	{where: "web/sync.go", text: `^(Total|total .*)$`, why: "how many items a sync expects of a stream"},
	{where: "web/templates/partials/run.html", text: `\.Total`, why: "how many items a sync expects of a stream"},
	{where: "web/static/rungless.js", text: `stream\.total`, why: "how many items a sync expects of a stream"},
	{where: "tracker/store/attribution.go", text: `^Total$`, why: "how many threads are to be attributed anew"},
	{where: "docs/adr/0004-times-and-keys.md", text: `the rank of its source`, why: "which of two sources is believed"},
	{where: "tracker/github/", text: `^TotalCount$`, why: "GitHub's name for the length of a list"},
	{where: "tracker/archive/event.go", text: `^(Total|total_count .*)$`, why: "GH Archive's name for a count of reactions"},

	{where: "/sync/", text: `^total$`, why: "how many items a sync expects of a stream", running: true},
	{where: "/domains", text: `^(\*\*/)?leaderboard(/\*\*)?$`, why: "a topic and a folder of repositories that the built-in domains look for", running: true},

	{where: "/settings/domains", text: `^# Proposed from \d+ repositories`, why: "topics and folders that the sample's repositories have", running: true},

	{where: "docs/research-corpus.md", text: "`[^`]*score[^`]*`", why: "the path of a file in somebody's repository", running: true},

	{where: "docs/packs/sample.", text: `scores that move with the batch size`, why: "a title in the sample, about a page of models", running: true},

	// The back-test asks which formula finds what happened; its figures are of formulas.
	{where: "rungless backtest", text: `(?i)scor(e|ing)|rank`, why: "what the back-test is about", running: true},
	{where: "docs/validation.md", text: `(?i)scor(e|ing)|rank`, why: "what the back-test found", running: true},
	{where: "tracker/backtest/", text: `(?i)scor(e|ing)|rank`, why: "candidates of one past event under each formula, for the file that --explain writes"},
}

func allowanceFor(s said) (allowance, bool) {
	for _, a := range allowances {
		if strings.HasPrefix(s.where, a.where) && regexp.MustCompile(a.text).MatchString(s.text) {
			return a, true
		}
	}
	return allowance{}, false
}

// unvisited are the routes to which no link of the sample leads, and why.
var unvisited = map[string]string{}

// evidenceElsewhere are figures of a person beside which no evidence stands, and where
// it stands.
var evidenceElsewhere = map[string]string{
	".coverage.streams[].asked":         "what GitHub says there is to sync: of the sync, not of the person",
	".coverage.streams[].got":           "what was synced of it",
	".activity.months[].counts[].count": "activity.kinds[].evidence leads to the acts that are counted",
}
