package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/instance"
	"rungless/tracker/profile"
)

// asked is the client of the instance that a verb is to read from; nil where it reads the store.
func (s *settings) asked() (*instance.Client, error) {
	address, err := s.instanceNamed("")
	if err != nil || address == "" {
		return nil, err
	}
	address, kept, err := s.loggedIn(address)
	if err != nil {
		return nil, err
	}
	return instance.New(address, kept.Token), nil
}

// profileThere prints a profile as an instance shows it to whoever is logged in.
func (s *settings) profileThere(ctx context.Context, there *instance.Client, login string, f profileFlags) error {
	if f != (profileFlags{from: f.from, format: f.format, formula: newest(growth.Versions())}) {
		return usage(tracker.Errorf(tracker.Invalid, "cmd.profileThere", "an instance shows one person, until now, as others see them").
			WithHint("leave out --to, --all, --formula and --with-hidden"))
	}
	request, err := f.request(time.Now().UTC())
	if err != nil {
		return err
	}
	text, err := there.Profile(ctx, login, request.Window.From)
	if err != nil {
		return err
	}
	if s.json {
		return s.printJSON(text)
	}
	var p growth.Profile
	if err := json.Unmarshal(text, &p); err != nil || p.Version == "" {
		return tracker.Errorf(tracker.Unavailable, "cmd.profileThere", "the instance answers in a form that this version does not know").
			WithHint("bring this program to the instance's version, or write --json").Because(err)
	}
	domains, err := there.Domains(ctx)
	if err != nil {
		return err
	}
	return profile.Markdown(s.out, profile.Subject{Login: login}, p, domains)
}

// listPeopleThere lists whom an instance shows.
func (s *settings) listPeopleThere(ctx context.Context, there *instance.Client) error {
	table := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	err := there.People(ctx, func(p instance.Person) error {
		if s.json {
			return s.printJSON(p)
		}
		return printPersonThere(table, p)
	})
	if err != nil {
		return err
	}
	return table.Flush()
}

func printPersonThere(out io.Writer, p instance.Person) error {
	synced := "never synced"
	if p.SyncedAt != nil {
		synced = "synced " + *p.SyncedAt
	}
	_, err := fmt.Fprintf(out, "%s\t%s\t%s\n", p.Login, p.Name, synced)
	return err
}
