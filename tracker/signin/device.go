package signin

import (
	"cmp"
	"context"
	"errors"
	"time"

	"golang.org/x/oauth2"
)

// Device is a sign-in that a program began, which its owner finishes in a browser.
type Device struct {
	Code            string // secret: with it the token is fetched
	UserCode        string // to type at VerificationURL
	VerificationURL string
	Interval        time.Duration // to wait between two questions
	Expires         time.Time
}

// StartDevice begins the device flow.
func (g *GitHub) StartDevice(ctx context.Context) (Device, error) {
	answer, err := g.flow.DeviceAuth(g.with(ctx))
	if err != nil {
		return Device{}, refused("signin.StartDevice", err)
	}
	const usual = 5 // seconds, where none are said: RFC 8628, section 3.2
	return Device{Code: answer.DeviceCode, UserCode: answer.UserCode, VerificationURL: answer.VerificationURI,
		Interval: time.Duration(cmp.Or(answer.Interval, usual)) * time.Second, Expires: answer.Expiry}, nil
}

// PollDevice asks once whether the owner finished. found is false as long as they have not.
// That the code was given to this app is GitHub's check: it refuses another's.
func (g *GitHub) PollDevice(ctx context.Context, code string) (token Token, found bool, err error) {
	flow := g.flow
	flow.RedirectURL = "" // there is no browser to send back
	// Config.DeviceAccessToken would wait here until the owner finished; whoever asks us
	// waits instead.
	given, err := flow.Exchange(g.with(ctx), "", oauth2.SetAuthURLParam("device_code", code),
		oauth2.SetAuthURLParam("grant_type", "urn:ietf:params:oauth:grant-type:device_code"))
	if answer, ok := errors.AsType[*oauth2.RetrieveError](err); ok && (answer.ErrorCode == "authorization_pending" || answer.ErrorCode == "slow_down") {
		return Token{}, false, nil
	}
	if err != nil {
		return Token{}, false, refused("signin.PollDevice", err)
	}
	return g.tokenFrom(given), true, nil
}
