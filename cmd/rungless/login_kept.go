package main

import (
	"errors"
	"runtime"

	"rungless/tracker/config"
	"rungless/tracker/instance"

	"github.com/zalando/go-keyring"
)

// Services under which the keyring has tokens: GitHub's by host, an instance's by address.
const (
	gitHubService   = "rungless"
	instanceService = "rungless instance"
)

// hasKeyring reports whether there may be one. Without a session bus there is none on Unix,
// and asking for one may start it.
func (s *settings) hasKeyring() bool {
	onBus := runtime.GOOS == "darwin" || runtime.GOOS == "windows"
	return onBus || s.variable("DBUS_SESSION_BUS_ADDRESS") != ""
}

// fromKeyring reads an entry; "" where there is none, or no keyring.
func (s *settings) fromKeyring(service, entry string) string {
	if !s.hasKeyring() {
		return ""
	}
	value, err := keyring.Get(service, entry)
	if err != nil {
		return ""
	}
	return value
}

// keepLogin keeps the token in the keyring, and where that does not take it in the file.
func (s *settings) keepLogin(address string, token instance.Token) error {
	logins, err := config.Logins(s.environ)
	if err != nil {
		return err
	}
	kept := config.Login{Login: token.Login, Token: token.Secret, ExpiresAt: token.ExpiresAt}
	if s.hasKeyring() && keyring.Set(instanceService, address, token.Secret) == nil {
		kept.Token = ""
	}
	logins[address] = kept
	return config.SaveLogins(s.environ, logins)
}

func (s *settings) forgetLogin(address string) error {
	logins, err := config.Logins(s.environ)
	if err != nil {
		return err
	}
	if s.hasKeyring() {
		if err := keyring.Delete(instanceService, address); err != nil && !errors.Is(err, keyring.ErrNotFound) {
			s.logger.Warn("the keyring does not forget the token", "error", err)
		}
	}
	delete(logins, address)
	return config.SaveLogins(s.environ, logins)
}
