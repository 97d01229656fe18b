package web

import (
	"context"
	"time"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/chart"
	"rungless/tracker/growth"
	"rungless/tracker/store"
)

// hoursPage shows whoever's laptop it is when they work. It is computed when it is
// opened, kept nowhere, has no twin in another form, and no other page holds it.
type hoursPage struct {
	Base
	Account subject
	Zone    string // as asked for, or as the person said
	Wrong   string // why the zone asked for cannot be used
	Absent  string // why there is nothing to show
	Weeks   int    // how far back it looks

	Chart            *drawing
	Acts             string
	Evening, Weekend string
	Unbroken         string
}

const (
	hoursPath    = "/me/hours"
	weeksOfHours = 26
	eveningHour  = 19
)

func (*hoursPage) template() string { return "hours" }

// showHours answers only on the machine itself, to whose laptop it is.
func (s *Server) showHours(c *gin.Context) error {
	c.Header("Cache-Control", "no-store")
	account, err := s.meAlone(c)
	if err != nil {
		return err
	}
	p := &hoursPage{Account: account, Zone: c.Query("zone"), Weeks: weeksOfHours}
	s.fillBase(c, &p.Base, false)
	p.Title, p.Section, p.JSON = "Your hours", "me", ""
	if err := p.fill(c.Request.Context(), s); err != nil {
		return err
	}
	return s.writePrivately(c, p)
}

// fill measures the hours in the zone that the address asks for, or else in the
// person's own.
func (p *hoursPage) fill(ctx context.Context, s *Server) error {
	if p.Zone == "" {
		p.Zone = p.Account.timeZone
	}
	var zone *time.Location
	if p.Zone != "" {
		var err error
		if zone, err = time.LoadLocation(p.Zone); err != nil || p.Zone == "Local" {
			p.Wrong, zone = "There is no time zone called “"+p.Zone+"”.", nil
		}
	}
	window := growth.Window{From: s.now().AddDate(0, 0, -7*weeksOfHours), To: s.now()}
	var records []tracker.Record
	filter := store.RecordFilter{PersonID: p.Account.selects.PersonID, AccountIDs: p.Account.selects.AccountIDs, From: window.From, To: window.To, WithHidden: true}
	err := s.store.Records(ctx, filter, func(r tracker.Record) error {
		records = append(records, r)
		return nil
	})
	if err != nil {
		return err
	}
	measured := growth.MeasureHours(p.Account.accounts, records, window, zone)
	if measured.Status != growth.Available {
		p.Absent = measured.Reason
		return nil
	}
	p.say(s, measured.Value)
	return nil
}

// say puts hours into words and draws them.
func (p *hoursPage) say(s *Server, h growth.Hours) {
	p.Acts = plural(h.Acts, "act")
	p.Evening = number(h.Evening) + " of " + p.Acts + " from 19:00 to midnight"
	p.Weekend = number(h.Weekend) + " on a Saturday or Sunday"
	p.Unbroken = plural(h.Unbroken.Days, "day") + ", from " + h.Unbroken.First.Format("2 January 2006") + " on"
	d := &drawing{
		ID: "week", Title: p.Evening + ", " + p.Weekend, Unit: "Acts by weekday and hour in " + h.Zone + "; the stronger the colour, the more. Lines mark 19:00 and the weekend.",
		Notes: s.cannotSay("working_hours"), Method: s.method("working_hours"),
		SVG:   chart.Week{ID: "week", Cells: h.Cells, Evening: eveningHour}.SVG(),
		Table: table{Caption: "Acts by weekday and hour in " + h.Zone, Columns: []string{"Hour", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}},
	}
	for hour := range 24 {
		row := []cell{text(time.Date(2000, 1, 1, hour, 0, 0, 0, time.UTC).Format("15:04"))}
		for weekday := range 7 {
			row = append(row, text(number(h.Cells[weekday][hour])))
		}
		d.Table.Rows = append(d.Table.Rows, row)
	}
	p.Chart = d
}

// writePrivately draws a page that no browser may keep: no tag names its content.
func (s *Server) writePrivately(c *gin.Context, p page) error {
	body, err := s.draw(p)
	if err != nil {
		return err
	}
	c.Data(c.Writer.Status(), "text/html; charset=utf-8", body)
	return nil
}
