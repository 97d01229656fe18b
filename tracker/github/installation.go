package github

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/bradleyfalzon/ghinstallation/v2"

	"rungless/tracker"
)

// InstallationOptions of [NewInstallation].
type InstallationOptions struct {
	BaseURL string            // as in [Options]
	App     int64             // the App's number
	Number  int64             // of the installation
	KeyFile string            // holds the App's private key (PEM)
	HTTP    http.RoundTripper // nil is [http.DefaultTransport]
}

// Installation signs requests with the tokens of one installation of a GitHub App, for
// [Options.HTTP]. GitHub gives such a token for an hour; a new one is asked for a minute before it
// ends, and once where GitHub refuses one that should still be good. See
// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app-installation
type Installation struct {
	apps   *ghinstallation.AppsTransport
	number int64

	mu      sync.Mutex
	current *ghinstallation.Transport // holds the token
}

// NewInstallation reads the private key and asks GitHub nothing yet.
func NewInstallation(o InstallationOptions) (*Installation, error) {
	if o.HTTP == nil {
		o.HTTP = http.DefaultTransport
	}
	apps, err := ghinstallation.NewAppsTransportKeyFromFile(o.HTTP, o.App, o.KeyFile)
	if err != nil {
		return nil, tracker.Errorf(tracker.Invalid, "github.NewInstallation", "%s, which github.app.key_file names, holds no private key that can be read", o.KeyFile).
			WithHint("download a private key on the App's page on GitHub").Because(err)
	}
	base, err := baseURL(o.BaseURL)
	if err != nil {
		return nil, err
	}
	apps.BaseURL = strings.TrimSuffix(endpoint(base).String(), "/")
	return &Installation{apps: apps, number: o.Number, current: ghinstallation.NewFromAppsTransport(apps, o.Number)}, nil
}

// RoundTrip sends a request with a token of the installation.
func (i *Installation) RoundTrip(req *http.Request) (*http.Response, error) {
	signer := i.signer(nil)
	response, err := send(signer, req)
	if err != nil || response.StatusCode != http.StatusUnauthorized || req.Body != nil && req.GetBody == nil {
		return response, err
	}
	io.Copy(io.Discard, io.LimitReader(response.Body, maxBody)) //nolint:errcheck // only so that the connection can be used again
	response.Body.Close()
	return send(i.signer(signer), req)
}

// signer is the present holder of a token, or a new one in place of a refused one.
func (i *Installation) signer(refused *ghinstallation.Transport) *ghinstallation.Transport {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.current == refused {
		i.current = ghinstallation.NewFromAppsTransport(i.apps, i.number)
	}
	return i.current
}

// send signs and sends a request. Where GitHub gives no token, because the key is not the App's or
// the installation is gone, that is its answer: the token is refused, and trying again is no use.
func send(signer *ghinstallation.Transport, req *http.Request) (*http.Response, error) {
	signed := req.Clone(req.Context())
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			return nil, err
		}
		signed.Body = body
	}
	response, err := signer.RoundTrip(signed)
	refusal, ok := errors.AsType[*ghinstallation.HTTPError](err)
	if !ok || refusal.Response == nil {
		return response, err
	}
	switch refusal.Response.StatusCode {
	case http.StatusUnauthorized, http.StatusNotFound:
		refusal.Response.StatusCode = http.StatusUnauthorized
		return refusal.Response, nil
	}
	refusal.Response.Body.Close()
	return nil, err
}
