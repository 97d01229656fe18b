package github

import (
	"errors"

	"rungless/tracker"
)

// halving asks for *size items, and for half as many each time that GitHub finds
// it too heavy; at the floor it asks as often as the transport tries. *size keeps what
// worked, for the next page.
func (c *client) halving(what string, size *int, floor int, ask func(size int) error) error {
	for heavy := 0; heavy < c.transport.tries; {
		err := ask(*size)
		if !errors.Is(err, errTooHeavy) {
			return err
		}
		if *size > floor {
			*size = max(floor, *size/2)
			c.transport.logger.Warn("github finds the page too heavy; asking for less", "query", what, "size", *size)
			continue
		}
		heavy++
	}
	return tracker.Errorf(tracker.Unavailable, "github.query "+what, "GitHub cannot answer %s even %d at a time", what, floor).
		WithHint("this is usually GitHub's bad day: see https://www.githubstatus.com and run it again")
}

// insist asks for something that cannot be made smaller.
func (c *client) insist(what string, ask func() error) error {
	size := 1
	return c.halving(what, &size, 1, func(int) error { return ask() })
}
