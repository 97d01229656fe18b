package main

import (
	"context"
	"fmt"
	"slices"

	"rungless/tracker"
	"rungless/tracker/store"

	"github.com/spf13/cobra"
)

// newAdmit is the only way back for somebody who was erased.
func newAdmit(s *settings) *cobra.Command {
	return s.peopleVerb("admit LOGIN", "Take somebody in again who was erased", "a login, or an address, that they had then", 1, s.admit,
		"rungless people admit octo-pm", "rungless sync --person octo-pm --full")
}

func (s *settings) admit(ctx context.Context, st *store.Store, given []string) error {
	if err := st.Admit(ctx, given[0]); err != nil {
		return err
	}
	fmt.Fprintf(s.err, "%s may be taken in again; what was erased comes back as far as GitHub has it: rungless sync --person %s --full\n", given[0], given[0])
	return nil
}

// notErased leaves out whom the configuration still names though they were erased, and
// refuses whom somebody asks for.
func (s *settings) notErased(ctx context.Context, st *store.Store, w wanted) (wanted, error) {
	for _, login := range w.people {
		refused, err := st.IsRefused(ctx, login)
		switch {
		case err != nil:
			return w, err
		case !refused:
			continue
		case !slices.Contains(s.config.GitHub.People, login):
			return w, tracker.Errorf(tracker.Conflict, "cmd.notErased", "%s was erased here, and is not taken in again", login).
				WithHint("if they ask for it: rungless people admit %s", login)
		}
		s.logger.WarnContext(ctx, "somebody who was erased is still in the configuration and is left out")
		w.people = slices.DeleteFunc(slices.Clone(w.people), func(other string) bool { return other == login })
	}
	if len(w.people)+len(w.repositories) == 0 {
		return w, tracker.Errorf(tracker.Conflict, "cmd.notErased", "everybody whom the configuration names was erased here").
			WithHint("take them out of github.people in config.yaml")
	}
	return w, nil
}
