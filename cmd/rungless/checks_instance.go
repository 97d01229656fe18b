package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
)

// checkSignIn looks at whether people can sign in, where others than this machine may come.
func (s *settings) checkSignIn(context.Context) []finding {
	team, err := s.team()
	if err != nil {
		return []finding{wrong("sign-in", err)}
	}
	host, _, _ := net.SplitHostPort(s.config.Server.Addr) // config has checked it
	isOpen := !tracker.IsLoopback(host)
	switch {
	case team == nil && isOpen:
		return []finding{{"sign-in", failState, s.config.Server.Addr + " can be reached from other machines, and nobody can sign in", "set server.addr to a loopback address, or sign_in as docs/team.md says"}}
	case team == nil:
		return []finding{fine("sign-in", "none: whoever is at this machine sees everything")}
	case isOpen && !strings.HasPrefix(team.PublicURL, "https://"):
		return []finding{{"sign-in", failState, "server.public_url is not https, and other machines can reach " + s.config.Server.Addr, "put a proxy with a certificate in front, and write its address into server.public_url"}}
	case len(s.config.SignIn.Admins) == 0:
		return []finding{{"sign-in", warnState, "nobody is named in sign_in.admins, so that nobody sees how syncs go", "name those who operate the instance"}}
	}
	found := []finding{fine("sign-in", "at %s, for %s", team.PublicURL, team.LetIn)}
	if len(team.TrustedProxies) == 0 && strings.HasPrefix(team.PublicURL, "https://") {
		found = append(found, finding{"proxy", warnState, "server.trusted_proxies names nobody, so that everybody behind the proxy counts as one who may try to sign in so often", "write the proxy's address there, as this machine sees it"})
	}
	return found
}

// oldestPostgres is the oldest PostgreSQL that its makers still mend:
// https://www.postgresql.org/support/versioning/
const oldestPostgres = 140000

// checkInside looks into the store: is the file whole, and does PostgreSQL know its tables?
func checkInside(ctx context.Context, st *store.Store, engine string) []finding {
	looked, err := st.Checkup(ctx)
	if err != nil {
		return []finding{wrong("integrity", err)}
	}
	if looked.Server == 0 {
		if len(looked.Damage) > 0 {
			return []finding{{"integrity", failState, "the file is damaged: " + strings.Join(looked.Damage, "; "), "stop the program and put a backup in its place: rungless restore FILE --force"}}
		}
		return []finding{fine("integrity", "the file is whole")}
	}
	var found []finding
	if looked.Server < oldestPostgres {
		found = append(found, finding{"postgresql", warnState, engine + " gets no repairs any more", "move to a version that https://www.postgresql.org/support/versioning/ lists"})
	}
	if len(looked.Unanalyzed) > 0 {
		return append(found, finding{"postgresql", warnState, "the statistics of these tables are old: " + strings.Join(looked.Unanalyzed, ", "), "run ANALYZE in the database; pages are slow until then"})
	}
	if looked.Analyzed.IsZero() {
		return append(found, fine("postgresql", "no table is large enough to need statistics"))
	}
	return append(found, fine("postgresql", "statistics are up to date, the oldest of a large table from %s", looked.Analyzed.Local().Format(time.DateTime)))
}

// checkReady asks the web app that runs here whether it is ready, as a container's health
// check does.
func (s *settings) checkReady(ctx context.Context) []finding {
	host, port, _ := net.SplitHostPort(s.config.Server.Addr) // config has checked it
	if address := net.ParseIP(host); host == "" || address != nil && address.IsUnspecified() {
		host = "127.0.0.1"
	}
	url := "http://" + net.JoinHostPort(host, port) + "/-/readyz"
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return []finding{wrong("web app", err)}
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return []finding{{"web app", failState, fmt.Sprintf("nothing answers at %s: %v", s.config.Server.Addr, cause(err)), "start it with: rungless serve"}}
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return []finding{{"web app", failState, fmt.Sprintf("it runs at %s and is not ready (status %d)", s.config.Server.Addr, response.StatusCode), "its log says why, unless it is about to stop"}}
	}
	return []finding{fine("web app", "ready at %s", s.config.Server.Addr)}
}

// checkWebhooks looks at when GitHub last told of a change, where it is asked to.
func (s *settings) checkWebhooks(ctx context.Context, st *store.Store) []finding {
	if s.config.Server.WebhookSecretFile == "" {
		return []finding{fine("webhooks", "none are configured: what changed is found by the next sync")}
	}
	came, err := st.LastDelivery(ctx)
	switch {
	case err != nil:
		return []finding{wrong("webhooks", err)}
	case came.IsZero():
		return []finding{{"webhooks", warnState, "none came in seven days", "look at the recent deliveries in GitHub's settings of the webhook or app"}}
	}
	return []finding{fine("webhooks", "the newest came %s", came.Local().Format(time.DateTime))}
}
