package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/config"
	"rungless/tracker/instance"

	"github.com/spf13/cobra"
)

func newLogin(s *settings) *cobra.Command {
	c := &cobra.Command{
		Use:   "login [INSTANCE]",
		Short: "Log in to a team's instance, to read there from this command line",
		Long: `Log in to a team's instance with your GitHub account: type the code that is shown at GitHub, in any browser. What you get
is a personal API token of the instance. It holds for ninety days, reads what is shown to you in public repositories, and
changes nothing. It is kept in the system's keyring, or else in a file that you alone may read. INSTANCE is an address;
without it the one that instance.url names.

With --token-file a token is taken that you made in the browser, under Settings > Personal API tokens.`,
		Example: examples(
			"rungless login https://rungless.example.org",
			"rungless login https://rungless.example.org --token-file token.txt",
			"rungless profile octo-pm --instance https://rungless.example.org"),
		Args: args(0, 1, "one address at most"),
		RunE: func(c *cobra.Command, given []string) error { return s.login(c.Context(), strings.Join(given, "")) },
	}
	c.Flags().BoolVar(&s.open, "open", true, "open the browser, where a person sits at a terminal")
	c.Flags().StringVar(&s.tokenFile, "token-file", "", "take the token from `FILE`, - for standard input")
	return c
}

func newLogout(s *settings) *cobra.Command {
	return &cobra.Command{
		Use:     "logout [INSTANCE]",
		Short:   "Log out of a team's instance: its token holds no longer",
		Example: examples("rungless logout", "rungless logout https://rungless.example.org"),
		Args:    args(0, 1, "one address at most"),
		RunE:    func(c *cobra.Command, given []string) error { return s.logout(c.Context(), strings.Join(given, "")) },
	}
}

func newWhoAmI(s *settings) *cobra.Command {
	return &cobra.Command{
		Use:     "whoami [INSTANCE]",
		Short:   "Say as whom this command line is logged in to a team's instance",
		Example: examples("rungless whoami", "rungless whoami --json"),
		Args:    args(0, 1, "one address at most"),
		RunE:    func(c *cobra.Command, given []string) error { return s.whoAmI(c.Context(), strings.Join(given, "")) },
	}
}

// instanceFlag is for the verbs that read from an instance too.
func instanceFlag(c *cobra.Command, s *settings) {
	c.Flags().StringVar(&s.instance, "instance", "", "ask the team's instance at `ADDRESS`, where you logged in, in place of the store")
}

func (s *settings) login(ctx context.Context, given string) error {
	address, err := s.instanceNamed(given)
	if err != nil {
		return err
	}
	if address == "" {
		return usage(tracker.Errorf(tracker.Invalid, "cmd.login", "no instance is named").WithHint("write its address: rungless login https://rungless.example.org"))
	}
	token, err := s.tokenOfInstance(ctx, address)
	if err != nil {
		return err
	}
	if err := s.keepLogin(address, token); err != nil {
		return err
	}
	fmt.Fprintf(s.err, "logged in to %s as %s%s; rungless logout ends it\n", address, token.Login, until(token.ExpiresAt))
	return nil
}

func until(end time.Time) string {
	if end.IsZero() {
		return ""
	}
	return " until " + end.Local().Format(time.DateOnly)
}

// tokenOfInstance takes the token that the person made, or lets the instance make one.
func (s *settings) tokenOfInstance(ctx context.Context, address string) (instance.Token, error) {
	if s.tokenFile == "" {
		return s.tokenByDevice(ctx, instance.New(address, ""))
	}
	made, err := s.tokenFromFile(s.tokenFile)
	if err != nil {
		return instance.Token{}, err
	}
	login, err := instance.New(address, made.value).WhoAmI(ctx)
	return instance.Token{Secret: made.value, Login: login}, err
}

// tokenByDevice waits until the person typed the code at GitHub, or the context ends.
func (s *settings) tokenByDevice(ctx context.Context, client *instance.Client) (instance.Token, error) {
	device, err := client.StartDevice(ctx)
	if err != nil {
		return instance.Token{}, err
	}
	fmt.Fprintf(s.err, "open %s in a browser and type %s\n", device.VerificationURL, device.UserCode)
	s.openBrowser(device.VerificationURL)
	every := time.NewTicker(device.Interval)
	defer every.Stop()
	for {
		select {
		case <-ctx.Done():
			return instance.Token{}, ctx.Err()
		case <-every.C:
		}
		token, found, err := client.FinishDevice(ctx, device)
		if err != nil || found {
			return token, err
		}
	}
}

func (s *settings) logout(ctx context.Context, given string) error {
	address, kept, err := s.loggedIn(given)
	if err != nil {
		return err
	}
	if err := s.forgetLogin(address); err != nil {
		return err
	}
	if err := instance.New(address, kept.Token).Revoke(ctx); err != nil {
		return tracker.Errorf(tracker.KindOf(err), "cmd.logout", "the token is deleted here, and %s did not take it back", address).Because(err).
			WithHint("end it there, under Settings > Personal API tokens; else it holds%s", until(kept.ExpiresAt))
	}
	fmt.Fprintf(s.err, "logged out of %s\n", address)
	return nil
}

func (s *settings) whoAmI(ctx context.Context, given string) error {
	address, kept, err := s.loggedIn(given)
	if err != nil {
		return err
	}
	login, err := instance.New(address, kept.Token).WhoAmI(ctx)
	if err != nil {
		return err
	}
	if s.json {
		return s.printJSON(map[string]any{"instance": address, "login": login, "expires_at": timeOrNull(kept.ExpiresAt)})
	}
	fmt.Fprintf(s.out, "%s at %s%s\n", login, address, until(kept.ExpiresAt))
	return nil
}

// instanceNamed is the address that an argument gives, else the flag, else the
// configuration; "" where none does.
func (s *settings) instanceNamed(given string) (string, error) {
	for _, address := range []string{given, s.instance, s.config.Team.URL} {
		if address == "" {
			continue
		}
		if err := config.CheckInstance("the instance", address); err != nil {
			return "", usage(err)
		}
		return strings.TrimSuffix(address, "/"), nil
	}
	return "", nil
}

// loggedIn finds a login, with its token: at the instance that is named, or else the only one.
func (s *settings) loggedIn(given string) (string, config.Login, error) {
	const op = "cmd.loggedIn"
	address, err := s.instanceNamed(given)
	if err != nil {
		return "", config.Login{}, err
	}
	logins, err := config.Logins(s.environ)
	if err != nil {
		return "", config.Login{}, err
	}
	if address == "" && len(logins) > 1 {
		return "", config.Login{}, usage(tracker.Errorf(tracker.Invalid, op, "you are logged in to several instances").WithHint("write the address of one"))
	}
	for only := range logins {
		if address == "" {
			address = only
		}
	}
	kept, found := logins[address]
	if kept.Token == "" {
		kept.Token = s.fromKeyring(instanceService, address)
	}
	if !found || kept.Token == "" {
		return "", config.Login{}, tracker.Errorf(tracker.Unauthorized, op, "you are not logged in to %s", cmp.Or(address, "any instance")).
			WithHint("run `rungless login %s`", cmp.Or(address, "ADDRESS"))
	}
	return address, kept, nil
}
