package profile

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"rungless/tracker"
	"rungless/tracker/research/cite"
	"rungless/tracker/store"
)

// longestName is how many characters a person's name may have.
const longestName = 200

// SayOfSelf keeps a person's name, time zone and ORCID as they say them; an empty one is
// taken back. The error says which of them cannot be.
func SayOfSelf(ctx context.Context, s *store.Store, p tracker.Person) error {
	const op = "profile.SayOfSelf"
	p.Name, p.TimeZone = strings.TrimSpace(p.Name), strings.TrimSpace(p.TimeZone)
	if utf8.RuneCountInString(p.Name) > longestName {
		return tracker.Errorf(tracker.Invalid, op, "the name has more than %d characters", longestName).WithHint("write the name that people call you by")
	}
	if err := CheckTimeZone(p.TimeZone); err != nil {
		return err
	}
	orcid := cite.NormalORCID(p.ORCID)
	if orcid == "" && strings.TrimSpace(p.ORCID) != "" {
		return tracker.Errorf(tracker.Invalid, op, "%q is no ORCID", p.ORCID).WithHint("write the sixteen digits, as in 0000-0002-1825-0097; the last one checks the others")
	}
	p.ORCID = orcid
	return s.SayOfSelf(ctx, p)
}

// CheckTimeZone reports what keeps a text from naming a time zone. "" names none.
func CheckTimeZone(name string) error {
	if _, err := time.LoadLocation(name); err != nil || name == "Local" {
		return tracker.Errorf(tracker.Invalid, "profile.CheckTimeZone", "there is no time zone called %q", name).WithHint("write it as Europe/Berlin or America/Sao_Paulo")
	}
	return nil
}
