package main

import (
	"context"
	"errors"
	"io"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
	"rungless/web"
	"rungless/web/assistant"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"
)

func newMCP(s *settings) *cobra.Command {
	return &cobra.Command{
		Use:   "mcp",
		Short: "Answer your own assistant about what is stored, by the Model Context Protocol",
		Long: `Answer an assistant that starts this program and speaks the Model Context Protocol over standard input and output. It only
reads, sees what the pages show and nothing else, and asks nothing of GitHub. docs/api.md has a configuration to copy.`,
		Example: examples("rungless mcp"),
		Args:    args(0, 0, "nothing"),
		RunE:    func(c *cobra.Command, _ []string) error { return s.mcp(c.Context()) },
	}
}

func (s *settings) mcp(ctx context.Context) error {
	if s.config.SignIn.ClientID != "" { // it would show everybody to whoever runs it, whatever they chose
		return tracker.Errorf(tracker.Unauthorized, "cmd.mcp", "on a team's instance people choose who sees them, and mcp asks for nobody's sign-in").
			WithHint("let the assistant read the JSON API with a personal API token; docs/api.md says how")
	}
	if err := s.storeIsThere(); err != nil {
		return err
	}
	st, err := store.Open(ctx, s.config.Store.DSN, store.Options{Logger: s.logger, ReadOnly: true})
	if err != nil {
		return err
	}
	defer st.Close()
	site, err := s.newWeb(web.Options{Store: st, Now: time.Now})
	if err != nil {
		return err
	}
	server, err := assistant.New(s.logger, site.Handler(), version)
	if err != nil {
		return err
	}
	err = server.Run(ctx, &mcp.IOTransport{Reader: io.NopCloser(s.in), Writer: nopCloser{s.out}})
	if errors.Is(err, io.EOF) {
		return nil // the assistant went away
	}
	return err
}

// nopCloser leaves the closing of standard output to the process.
type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }
