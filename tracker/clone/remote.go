package clone

import (
	"net/url"
	"regexp"
	"strings"

	"rungless/tracker"
)

// ownerName is what GitHub allows: a login (Enterprise adds "_"), a slash, a
// repository's name.
var ownerName = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,99})/[A-Za-z0-9._-]{1,100}$`)

// parseRepository checks an "owner/name" that somebody typed.
func parseRepository(text string) (owner, name string, ok bool) {
	owner, name, _ = strings.Cut(text, "/")
	return owner, name, ownerName.MatchString(text) && name != "." && name != ".."
}

// scpLike is git's short form of an ssh address: user@host:path.
var scpLike = regexp.MustCompile(`^(?:[^@/:\s]+@)?([A-Za-z0-9][A-Za-z0-9.-]*):/?([^:]+)$`)

// parseRemote reads host and "owner/name" from a remote's address: https, ssh,
// git, or the scp-like form. A local path says nothing and is not ok. Passwords
// and tokens in an address are not looked at.
func parseRemote(address string) (host, repository string, ok bool) {
	if strings.Contains(address, "://") {
		u, err := url.Parse(address)
		if err != nil || u.Scheme == "file" {
			return "", "", false
		}
		host, repository = u.Hostname(), u.Path
		if port := u.Port(); port != "" && (u.Scheme == "https" || u.Scheme == "http") {
			host = u.Host
		}
	} else {
		match := scpLike.FindStringSubmatch(address)
		if match == nil {
			return "", "", false
		}
		host, repository = match[1], match[2]
	}
	repository = strings.TrimSuffix(strings.Trim(repository, "/"), ".git")
	_, _, ok = parseRepository(repository)
	if host = canonicalHost(host); host == "" || !ok {
		return "", "", false
	}
	return host, repository, true
}

// canonicalHost folds the names under which GitHub answers.
func canonicalHost(host string) string {
	switch host = strings.ToLower(host); host {
	case "www.github.com", "ssh.github.com":
		return "github.com"
	}
	return host
}

// identify says which GitHub repository a clone is of: what the options say,
// else what the remote's address says.
func (o Options) identify(path string, remotes map[string]string) (tracker.RepositoryRef, error) {
	const op = "clone.identify"
	host, repository, known := "", "", false
	if address, ok := chosenRemote(remotes); ok {
		host, repository, known = parseRemote(address)
	}
	if o.Repository != "" {
		if _, _, ok := parseRepository(o.Repository); !ok {
			return tracker.RepositoryRef{}, tracker.Errorf(tracker.Invalid, op, "%q is not the name of a repository", o.Repository).
				WithHint("write it as owner/name")
		}
		repository, known = o.Repository, true
	}
	if !known {
		return tracker.RepositoryRef{}, tracker.Errorf(tracker.Invalid, op,
			"the remotes of %s do not say which GitHub repository it is a clone of", path).
			WithHint("say it with --repo owner/name")
	}
	if o.Host != "" {
		host = canonicalHost(o.Host)
	}
	if host == "" {
		host = "github.com"
	}
	owner, name, _ := parseRepository(repository)
	return tracker.RepositoryRef{Host: host, Owner: owner, Name: name}, nil
}

// chosenRemote is the address of origin, or of the only remote.
func chosenRemote(remotes map[string]string) (string, bool) {
	if address, ok := remotes["origin"]; ok {
		return address, true
	}
	if len(remotes) == 1 {
		for _, address := range remotes {
			return address, true
		}
	}
	return "", false
}
