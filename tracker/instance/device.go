package instance

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"rungless/tracker"
)

// Device is a login that was begun, which its owner finishes at GitHub in any browser.
type Device struct {
	UserCode        string        // to type at VerificationURL
	VerificationURL string        // of GitHub; https, or http on this machine
	Interval        time.Duration // to wait before each question whether it is finished

	handle string
}

// Token is what a login ends with.
type Token struct {
	Secret    string    `json:"token"`
	Login     string    `json:"login"`
	ExpiresAt time.Time `json:"expires_at"`
}

// StartDevice begins a login.
func (c *Client) StartDevice(ctx context.Context) (Device, error) {
	var begun struct {
		UserCode        string `json:"user_code"`
		VerificationURL string `json:"verification_url"`
		Interval        int    `json:"interval"`
		Handle          string `json:"handle"`
	}
	if _, err := c.ask(ctx, http.MethodPost, "/-/device/start", nil, &begun); err != nil {
		return Device{}, err
	}
	u, err := url.Parse(begun.VerificationURL)
	isSafe := err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http" && tracker.IsLoopback(u.Hostname()))
	if !isSafe || begun.Handle == "" || begun.UserCode == "" {
		return Device{}, tracker.Errorf(tracker.Unavailable, "instance.StartDevice", "%s does not let command lines log in", c.base).
			WithHint("check the address; whoever operates it may have to enable the device flow of its GitHub App")
	}
	return Device{UserCode: plain(begun.UserCode), VerificationURL: u.String(), Interval: time.Duration(min(max(begun.Interval, 1), 60)) * time.Second, handle: begun.Handle}, nil
}

// FinishDevice asks once whether the owner has finished; found is false until they have.
func (c *Client) FinishDevice(ctx context.Context, d Device) (token Token, found bool, err error) {
	status, err := c.ask(ctx, http.MethodPost, "/-/device/finish", url.Values{"handle": {d.handle}}, &token)
	if err != nil || status == http.StatusAccepted {
		return Token{}, false, err
	}
	if token.Secret == "" {
		return Token{}, false, tracker.Errorf(tracker.Unavailable, "instance.FinishDevice", "%s gave no token", c.base)
	}
	token.Login = plain(token.Login)
	return token, true, nil
}

// Revoke gives the client's token back: it holds no longer. One that did not hold is no error.
func (c *Client) Revoke(ctx context.Context) error {
	form := url.Values{"token": {c.token}}
	_, err := New(c.base, "").ask(ctx, http.MethodPost, "/-/device/revoke", form, nil) // a token's owner only reads
	return err
}

// WhoAmI returns the login whose token the client has.
func (c *Client) WhoAmI(ctx context.Context) (string, error) {
	var me struct{ Login string }
	if err := c.Read(ctx, "/-/whoami", &me); err != nil {
		return "", err
	}
	if me.Login == "" {
		return "", tracker.Errorf(tracker.Unavailable, "instance.WhoAmI", "%s does not answer as an instance of rungless does", c.base).WithHint("check the address")
	}
	return plain(me.Login), nil
}
