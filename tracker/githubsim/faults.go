package githubsim

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// FaultKind is a way in which GitHub fails.
type FaultKind string

// The kinds of fault. Messages and headers are as recorded from GitHub.
const (
	SecondaryLimit        FaultKind = "secondary limit"          // 403 with Retry-After in seconds
	SecondaryLimit429     FaultKind = "secondary limit 429"      // 429 with Retry-After in seconds
	SecondaryLimitDate    FaultKind = "secondary limit date"     // 429 with Retry-After as a date
	SecondaryLimitSilent  FaultKind = "secondary limit silent"   // 403 with the message and no Retry-After
	SecondaryLimitGraphQL FaultKind = "secondary limit graphql"  // 200 with an error and Retry-After; REST: 403
	AbuseDetection        FaultKind = "abuse detection"          // 403 in the older words
	BadGateway            FaultKind = "bad gateway"              // 502, an HTML page
	GatewayTimeout        FaultKind = "gateway timeout"          // 504
	SomethingWrong        FaultKind = "something went wrong"     // 200 with data null; REST: 500
	ResourceLimits        FaultKind = "resource limits exceeded" // 200 with partial data; REST: 502
	Truncated             FaultKind = "truncated"                // half of the JSON, as if it were all
	CutOff                FaultKind = "cut off"                  // the connection ends half way through the body
	HTMLPage              FaultKind = "html page"                // 200 and an HTML page
	Dropped               FaultKind = "dropped"                  // the connection ends without an answer
	Slow                  FaultKind = "slow"                     // the right answer, late
	Changed               FaultKind = "changed"                  // the right answer; then the world changes
)

// Fault makes some requests fail. Which ones: those that Match, and of these the
// At-th, every Every-th, or each with probability Chance; all where none of the
// three is set. A fault with Nodes spares smaller answers, as GitHub's time-outs do.
type Fault struct {
	Kind       FaultKind
	Match      string  // the operation's name, or the beginning of the path below the API's root; "" for all
	At         int     // counted from 1 over the requests that match
	Every      int     //
	Chance     float64 // by Options.Seed
	Times      int     // at most so often; 0: no limit
	Nodes      int     // only where the answer would hold more nodes (GraphQL) or items (REST)
	RetryAfter time.Duration
	Delay      time.Duration // of Slow
	Change     func(*World)  // of Changed: what happens after the answer
}

// schedule counts what matched a fault.
type schedule struct {
	Fault
	random      *rand.Rand
	seen, fired int
}

func newSchedules(o Options) []*schedule {
	schedules := make([]*schedule, len(o.Faults))
	for i, f := range o.Faults {
		schedules[i] = &schedule{Fault: f, random: rand.New(rand.NewPCG(o.Seed, uint64(i)))}
	}
	return schedules
}

// due reports whether the fault strikes a request, and counts it.
func (s *schedule) due(rec *Request) bool {
	if s.Match != "" && rec.Name != s.Match && !strings.HasPrefix(rec.Path, s.Match) {
		return false
	}
	if s.Nodes > 0 && rec.Nodes <= s.Nodes || s.Times > 0 && s.fired >= s.Times {
		return false
	}
	s.seen++
	due := s.At == 0 && s.Every == 0 && s.Chance == 0 ||
		s.At > 0 && s.seen == s.At || s.Every > 0 && s.seen%s.Every == 0 ||
		s.Chance > 0 && s.random.Float64() < s.Chance
	if due {
		s.fired++
	}
	return due
}

// spoil replaces a right answer by what the fault makes of it. It reports how
// long the client was told to wait: zero for not at all.
func (f Fault) spoil(a *answer, now time.Time) (wait time.Duration) {
	switch f.Kind {
	case SecondaryLimit, SecondaryLimit429, SecondaryLimitDate, SecondaryLimitSilent, SecondaryLimitGraphQL, AbuseDetection:
		return f.limit(a, now)
	case BadGateway, GatewayTimeout:
		status := map[FaultKind]int{BadGateway: http.StatusBadGateway, GatewayTimeout: http.StatusGatewayTimeout}[f.Kind]
		a.page(status, fmt.Sprintf("<html><head><title>%d %s</title></head><body></body></html>", status, http.StatusText(status)))
	case HTMLPage:
		a.page(http.StatusOK, "<!DOCTYPE html><html><head><title>Unicorn! &middot; GitHub</title></head><body></body></html>")
	case SomethingWrong, ResourceLimits:
		f.failInside(a)
	case Truncated:
		a.body = a.body[:len(a.body)/2]
	case CutOff:
		a.cutAt = max(1, len(a.body)/2)
	case Dropped:
		a.drop = true
	case Slow:
		a.delay = f.Delay
	}
	return 0
}

// limit answers with a secondary limit in one of its forms.
func (f Fault) limit(a *answer, now time.Time) time.Duration {
	wait := max(f.RetryAfter, time.Second)
	seconds := strconv.Itoa(int(wait.Seconds()))
	switch f.Kind {
	case SecondaryLimit429:
		a.fail(http.StatusTooManyRequests, secondaryMessage, secondaryPage)
	case SecondaryLimitDate:
		a.fail(http.StatusTooManyRequests, secondaryMessage, secondaryPage)
		until := now.Add(wait).Truncate(time.Second).Add(time.Second) // a date has whole seconds
		seconds, wait = until.UTC().Format(http.TimeFormat), until.Sub(now)
	case SecondaryLimitSilent:
		a.fail(http.StatusForbidden, secondaryMessage, secondaryPage)
		a.header.Set("Gh-Limited-By", "search-elapsed-time-shared-grouped")
		return 0
	case SecondaryLimitGraphQL:
		if a.graphQL {
			a.errors(graphQLError{Message: secondaryMessage})
			break
		}
		a.fail(http.StatusForbidden, secondaryMessage, secondaryPage)
	case AbuseDetection:
		a.fail(http.StatusForbidden, abuseMessage, "https://docs.github.com/rest/reference#abuse-rate-limits")
	default:
		a.fail(http.StatusForbidden, secondaryMessage, secondaryPage)
	}
	a.header.Set("Retry-After", seconds)
	return wait
}

// failInside fails as GraphQL does: with status 200 and an error in the body.
func (f Fault) failInside(a *answer) {
	switch {
	case !a.graphQL && f.Kind == SomethingWrong:
		a.fail(http.StatusInternalServerError, "Server Error", "")
	case !a.graphQL:
		a.fail(http.StatusBadGateway, "Server Error", "")
	case f.Kind == SomethingWrong:
		a.errors(graphQLError{Message: "Something went wrong while executing your query. Please include `C0DE:1234:5678` when reporting this issue."})
	default:
		a.partial()
	}
}

// partial keeps a part of the data, with the error that GitHub sends when a query
// used up its resources.
func (a *answer) partial() {
	var body map[string]any
	if json.Unmarshal(a.body, &body) != nil {
		return
	}
	emptyNodes(body["data"])
	body["errors"] = []graphQLError{{
		Type: "RESOURCE_LIMITS_EXCEEDED", Message: "Resource limits for this query exceeded.",
	}}
	a.json(http.StatusOK, body)
}

// emptyNodes makes the second half of every list of nodes null.
func emptyNodes(value any) {
	switch v := value.(type) {
	case map[string]any:
		if nodes, ok := v["nodes"].([]any); ok {
			for i := len(nodes) / 2; i < len(nodes); i++ {
				nodes[i] = nil
			}
		}
		for _, inner := range v {
			emptyNodes(inner)
		}
	case []any:
		for _, inner := range v {
			emptyNodes(inner)
		}
	}
}
