package pack

import (
	"net/url"
	"strings"

	"rungless/tracker"
)

// Link is what the address of a source names.
type Link struct {
	tracker.Permalink // the zero one for a page that is no contribution, such as a figure's source
	// URL is the address in its one form: without the parts that GitHub ignores. Two
	// links to one thing have equal ones, but for renames.
	URL string
}

// longestLink is how many bytes an address may have, as everywhere in rungless.
const longestLink = 2000

// ParseLink reads an address of a page that anybody could open. What it names is told
// for addresses of the given GitHub host; every other one is a page without a kind. The
// error is a [tracker.Invalid] one and does not repeat the address, which may hold a
// password.
func ParseLink(host, text string) (Link, error) {
	const op = "pack.ParseLink"
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || len(text) > longestLink:
		return Link{}, tracker.Errorf(tracker.Invalid, op, "it is not the address of a page").WithHint("copy it from the browser, from https:// on")
	case u.User != nil:
		return Link{}, tracker.Errorf(tracker.Invalid, op, "it holds a user's name or password").WithHint("leave out what stands before the @ of its host")
	case strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("<>\"\\^`{|}", r) }):
		return Link{}, tracker.Errorf(tracker.Invalid, op, "it holds characters that an address may not hold").WithHint("copy it from the browser, which writes them as %%20 and the like")
	}
	named, err := tracker.ParsePermalink(text)
	if err == nil && strings.EqualFold(u.Host, host) && named.Kind != tracker.ResearchCredit {
		named.Repository.Host = host
		return Link{named, named.URL()}, nil
	}
	return Link{URL: u.String()}, nil //nolint:nilerr // credits and figures are known by their whole address, and name no contribution
}
