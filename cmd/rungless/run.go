package main

import (
	"fmt"
	"os/exec"
	"runtime"

	"github.com/spf13/cobra"
)

func newRun(s *settings) *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:     "run",
		Short:   "Sync your own history and open it; without a token, the demo",
		Long:    `Sync your own history and open it in the browser. Without a token it says so and runs the demo instead.`,
		Example: examples("rungless run", "GH_TOKEN=... rungless run"),
		Args:    args(0, 0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := f.over(&s.config); err != nil {
				return err
			}
			t, err := s.findToken(c.Context())
			if err != nil {
				return err
			}
			if t.value != "" {
				fmt.Fprintf(s.err, "rungless: syncing with the token from %s\n", t.from)
				return s.serve(c.Context(), t, f.dev)
			}
			fmt.Fprintf(s.err, "rungless: no token for %s was found (GH_TOKEN, GITHUB_TOKEN, gh auth token, the keyring)\n", s.host())
			return s.demo(c.Context(), f.dev)
		},
	}
	c.Flags().BoolVar(&s.open, "open", true, "open the browser, where a person sits at a terminal")
	f.bind(c)
	tokenFlag(c, s)
	return c
}

// openBrowser shows an address to the person at the terminal. It is a comfort:
// the address is printed anyway.
func (s *settings) openBrowser(address string) {
	if !s.open || !isTerminal(s.err) {
		return
	}
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	if err := exec.Command(name, args...).Start(); err != nil { //nolint:noctx // the browser outlives us
		s.logger.Debug("the browser was not opened", "error", err)
	}
}
