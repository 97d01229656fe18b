package githubsim

import (
	"strings"
	"time"
)

// zone is a place's winter and summer offset from UTC, in minutes. The sample
// must not depend on the machine's time zone database, so that the change
// happens on 1 April and 1 November wherever there is one.
type zone struct {
	name           string
	winter, summer int
}

var zones = map[string]zone{
	"paris":     {"CET", 60, 120},
	"berlin":    {"CET", 60, 120},
	"london":    {"GMT", 0, 60},
	"newyork":   {"EST", -300, -240},
	"pacific":   {"PST", -480, -420},
	"saopaulo":  {"-03", -180, -180},
	"lagos":     {"WAT", 60, 60},
	"nairobi":   {"EAT", 180, 180},
	"cairo":     {"EET", 120, 180},
	"istanbul":  {"+03", 180, 180},
	"tehran":    {"+0330", 210, 210},
	"india":     {"IST", 330, 330},
	"nepal":     {"+0545", 345, 345},
	"singapore": {"+08", 480, 480},
	"shanghai":  {"CST", 480, 480},
	"tokyo":     {"JST", 540, 540},
	"auckland":  {"NZST", 720, 720},
}

func (z zone) at(t time.Time) *time.Location {
	minutes := z.winter
	if month := t.UTC().Month(); month >= time.April && month <= time.October {
		minutes = z.summer
	}
	return time.FixedZone(z.name, minutes*60)
}

// span is a time during which somebody is away.
type span struct{ from, to time.Time }

func (g span) holds(t time.Time) bool { return !t.Before(g.from) && t.Before(g.to) }

// present reports whether the person is about at t: has come, has not left, is
// not on leave, and it is not the turn of the year.
func (p *person) present(t time.Time) bool {
	if t.Before(p.joined) || !p.left.IsZero() && !t.Before(p.left) {
		return false
	}
	for _, g := range p.away {
		if g.holds(t) {
			return false
		}
	}
	return p.robot || t.Month() != time.December || t.Day() < 24
}

// working returns a time on t's day at which the person may sit at the keyboard:
// mostly office hours in their zone, some evenings, outsiders mostly evenings.
func (s *sampler) working(p *person, t time.Time) time.Time {
	location := p.zone.at(t)
	local := t.In(location)
	hour := 9 + s.NormFloat64()*0.6 + s.Float64()*8.8
	evening := 0.07
	if p.outside {
		evening = 0.6
	}
	if s.chance(evening) {
		hour = 19 + s.Float64()*4
	}
	day := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, location)
	return day.Add(time.Duration(max(hour, 6)*3600) * time.Second)
}

// weekday moves a weekend's time to the Monday after it, mostly.
func (s *sampler) weekday(p *person, t time.Time) time.Time {
	if p.robot || s.chance(0.08) || p.outside && s.chance(0.6) {
		return t
	}
	switch t.In(p.zone.at(t)).Weekday() {
	case time.Saturday:
		return t.AddDate(0, 0, 2)
	case time.Sunday:
		return t.AddDate(0, 0, 1)
	}
	return t
}

// after returns when the person gets to something that came up at t: about
// median hours later, in their own working time. ok is false when that is not
// yet, or when they are away.
func (s *sampler) after(p *person, t time.Time, medianHours float64) (at time.Time, ok bool) {
	delay := time.Duration(min(s.logNormal(medianHours, 1.0), 24*40)*3600) * time.Second
	at = t.Add(delay + time.Minute)
	if local := at.In(p.zone.at(at)); !p.robot && (local.Hour() < 8 || local.Hour() > 19) && !s.chance(0.05) {
		at = s.working(p, s.weekday(p, at.Add(11*time.Hour)))
	}
	if !at.After(t) {
		at = t.Add(time.Duration(s.between(2, 50)) * time.Minute)
	}
	at = at.Truncate(time.Second).UTC()
	return at, at.Before(s.until) && p.present(at)
}

// leaves draws a person's holidays, and now and then a parental leave.
func (s *sampler) leaves(p *person) {
	for year := s.start.Year(); year <= s.world.Now.Year(); year++ {
		for range s.between(1, 3) {
			from := time.Date(year, time.Month(s.between(1, 12)), s.between(1, 28), 0, 0, 0, 0, time.UTC)
			p.away = append(p.away, span{from, from.AddDate(0, 0, s.between(4, 17))})
		}
	}
	if s.chance(0.12) && !strings.Contains(p.traits, "mover") {
		from := s.moment(s.start.AddDate(0, 6, 0), s.world.Now.AddDate(0, -5, 0))
		p.away = append(p.away, span{from, from.AddDate(0, 0, s.between(70, 160))})
	}
}
