// Package signin lets people in with their GitHub account: the OAuth web flow with PKCE
// and the device flow, and the questions that decide who is let in. Start with New.
//
// It speaks with one GitHub, github.com or a GitHub Enterprise Server, and keeps
// nothing. Who somebody is, is the number of their account: logins change hands. A
// token is handed to its caller and is in no error and no log.
//
// Both flows are GitHub's "Authorizing OAuth apps", the same for the users of a GitHub
// App ("Generating a user access token for a GitHub App").
package signin
