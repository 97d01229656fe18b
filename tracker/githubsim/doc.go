// Package githubsim is a small, strict GitHub on loopback. It serves the sample
// organisation of a first run, and it is the GitHub of the tests. Start with New
// and StartTest; World is what is served.
//
// It shares no type with the packages that it tests and imports none of them, so
// that a misunderstanding of GitHub is not made twice. What it serves follows
// GitHub's published schema and REST description, and tests compare both.
//
// # What is simulated
//
//   - GraphQL: documents are validated against schema.graphqls, a part of GitHub's
//     schema; an unknown field is an error in GitHub's words. Connections want first
//     or last, 1 to 100; cursors hold a position and not an offset, so that items
//     that are updated during a walk reappear or are missed, as they are there.
//     Points and nodes follow the documented formula; above 500,000 nodes there is an
//     error. Null goes upwards through fields that may not be null.
//   - REST: the routes in rest_routes.go, with Link headers, ETags that depend on the
//     token, 304 for nothing, Last-Modified on single objects, 301 after a rename or
//     transfer, 410 for a deleted issue, 422 past 10,000 issues. Lists of pull requests
//     omit what GitHub's omit. An unknown route is 404, and fails a test that
//     uses StartTest.
//   - contributionsCollection with its gaps: one entry for each reviewed pull request,
//     none for one's own; at most a year; at most 100 repositories.
//   - Search for issues, pull requests and discussions, up to 1,000 results. A
//     qualifier that is not known is an error, where GitHub would look for a word.
//   - Who may see what: private repositories, pending reviews, single sign-on.
//   - Primary and secondary limits of each token, and faults by number, by rhythm or by chance
//     (Fault). Requests that come before a Retry-After is over are kept (Violations).
//   - Sign-in with OAuth apps (Options.Apps): the web flow with PKCE, the device flow,
//     memberships of organisations and teams; Server.Browse says who sits at the browser.
//   - GitHub Apps (Options.Installations): an access token for a JWT that is checked, for an hour.
//   - HTML pages of threads and commits with GitHub's anchors.
//
// # What is not
//
// Nothing can be written. There is no Markdown: bodyText is the body. Reactions
// have no kinds: all are thumbs up. Labels have no colours, reviews no reactions.
// History is the default branch as one line. Search has no words beyond "is in the
// title or text", and no OR. One token's owner sees the world: World.Viewer,
// whatever the token, but for tokens that a sign-in gave. A deleted commit or rewritten branch is known by its hash
// alone; asking more of it is an INTERNAL error and not a guess. Timelines hold the
// events of eventTypes.
package githubsim
