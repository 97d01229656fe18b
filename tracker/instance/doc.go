// Package instance asks a team's instance for what its pages show, in the name of somebody
// who logged in there from a command line. Start with New.
//
// It speaks the instance's JSON API (docs/api.md) and GitHub's device flow, of which the
// instance is the app: the instance alone knows the app's secret and GitHub's token. What
// the command line gets is a personal API token of the instance, which only reads.
//
// The token goes to the one address and never after a redirect; it is in no error. What an
// instance answers is somebody else's text: it is bounded, and checked where it is shown.
package instance
