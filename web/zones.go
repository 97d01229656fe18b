package web

import (
	_ "embed" // the list of zones
	"strings"
	"time"
)

// zones suggests the time zones of the IANA database that its zone1970.tab names, and UTC.
// Any other name of the database is taken too.
var zones = strings.Fields(zoneNames)

//go:embed zones.txt
var zoneNames string

// loadZone finds a time zone by its IANA name; nil for none.
func loadZone(name string) (*time.Location, error) {
	if name == "" {
		return nil, nil //nolint:nilnil // no zone was said: that is no error
	}
	return time.LoadLocation(name)
}
