package config

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/domain"

	"github.com/go-playground/validator/v10"
)

// rule is what a value must be: a check, and the words for when it fails.
type rule struct {
	holds  func(string) bool
	is     string // completes "github.url is "x", which ..."
	hint   string // the way out
	secret bool   // the value may hold a password: never repeat it
}

// rules are the words of the validate tags.
func rules() map[string]rule {
	return map[string]rule{
		"github_url": {holds: isGitHubURL, is: "is not the address of a GitHub",
			hint: "write https://github.com or https://HOST of a GitHub Enterprise Server, without a path; plain http works only on this machine"},
		"login": {holds: isLogin, is: "is not a GitHub login",
			hint: "write the login as in https://github.com/LOGIN: letters, digits and hyphens, 39 at most"},
		"bot_login": {holds: func(s string) bool { return isLogin(strings.TrimSuffix(s, "[bot]")) }, is: "is not a GitHub login",
			hint: "write the bot's login, such as k8s-ci-robot or renovate[bot]"},
		"repository": {holds: isRepository, is: "is not a repository's name",
			hint: "write OWNER/NAME, such as octo-org/octo-repo"},
		"installation": {holds: isInstallation, is: "is not an installation",
			hint: "write OWNER=NUMBER: the organisation's login and the number at the end of the installation's address"},
		"team": {holds: isRepository, is: "is not a team's name",
			hint: "write ORGANIZATION/TEAM with the team's name as in its address, such as octo-org/product"},
		"public_url": {holds: isGitHubURL, is: "is not an address of the web app",
			hint: "write https://HOST without a path, such as https://rungless.example.org; plain http works only on this machine"},
		"instance_url": {holds: isGitHubURL, is: "is not the address of a team's instance",
			hint: "write https://HOST without a path, such as https://rungless.example.org; plain http works only on this machine"},
		"dsn": {holds: isDSN, is: "is not a place for a store", secret: true,
			hint: "write a file's path for SQLite, or postgres://USER@HOST/DATABASE"},
		"addr": {holds: isAddr, is: "is not an address to listen on",
			hint: "write HOST:PORT, such as 127.0.0.1:8080"},
		"host": {holds: isHost, is: "is not a host's name",
			hint: "write a name such as rungless.example.org, without https:// and without a path"},
		"network": {holds: func(text string) bool { _, ok := Network(text); return ok }, is: "is no address of a machine or a network",
			hint: "write an address such as 127.0.0.1, or a network such as 10.0.0.0/8"},
		"pause": {holds: isPause, is: "is too short",
			hint: "write 1m or more, or 0 to sync only when asked"},
		"delay": {holds: isDelay, is: "is too long, or no length of time",
			hint: "write 5m or less, such as 10s"},
		"include": {holds: oneOf(IncludePeople, IncludeRepositories, IncludeEverything), is: "is not known",
			hint: "write people, repositories or everything"},
		"time_zone": {holds: isTimeZone, is: "is not a time zone",
			hint: "write a name of the IANA database, such as Europe/Paris"},
		"email_address": {holds: isEmail, is: "is not an e-mail address",
			hint: "write it as git shows it: name@example.org"},
		"orcid": {holds: isORCID, is: "is not an ORCID",
			hint: "write its sixteen digits, such as 0000-0002-1825-0097"},
		"log_format": {holds: oneOf("text", "json"), is: "is not known", hint: "write text or json"},
		"log_level":  {holds: oneOf("debug", "info", "warn", "error"), is: "is not known", hint: "write debug, info, warn or error"},
	}
}

// check returns the first rule that c breaks, with the place that set the value.
func check(c Config, source file, fromEnvironment map[string]bool) error {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(field reflect.StructField) string { return field.Tag.Get("yaml") })
	for name, r := range rules() {
		err := v.RegisterValidation(name, func(f validator.FieldLevel) bool { return r.holds(textOf(f.Field())) }, true)
		if err != nil {
			return fmt.Errorf("config.check %s: %w", name, err)
		}
	}
	if broken, ok := errors.AsType[validator.ValidationErrors](v.Struct(c)); ok {
		_, path, _ := strings.Cut(broken[0].Namespace(), ".")
		return broke(path, fmt.Sprint(broken[0].Value()), rules()[broken[0].Tag()], source, fromEnvironment)
	}
	if p := domain.Check(c.Domains, c.Uncounted); p != nil {
		return broke(p.Key, p.Value, rule{is: p.Is, hint: p.Hint}, source, fromEnvironment)
	}
	if p := c.Growth.Check(); p != nil {
		return broke("growth."+p.Key, p.Value, rule{is: p.Is, hint: p.Hint}, source, fromEnvironment)
	}
	return nil
}

func textOf(value reflect.Value) string {
	if d, ok := value.Interface().(Duration); ok {
		return d.String()
	}
	return value.String()
}

// broke names the place of the value that broke a rule: a variable when one set
// it, else the line of the file.
func broke(path, value string, r rule, source file, fromEnvironment map[string]bool) error {
	value = quote(value) + ", which "
	if r.secret {
		value = "set to something that "
	}
	if name := variableOf(path); fromEnvironment[name] {
		return tracker.Errorf(tracker.Invalid, "config.Load", "the environment variable %s is %s%s", name, value, r.is).WithHint("%s", r.hint)
	}
	return source.invalid(source.locate(path), "%s is %s%s", path, value, r.is).WithHint("%s", r.hint)
}

// variableOf gives the variable of a path with indexes: "people[1].login" is
// RUNGLESS_PEOPLE_1_LOGIN, "people[1].emails[0]" is in RUNGLESS_PEOPLE_1_EMAILS.
func variableOf(path string) string {
	path = lastElement.ReplaceAllString(path, "")
	list, last := "", path
	if i := strings.LastIndex(path, "]"); i >= 0 && i < len(path)-1 {
		list, last = path[:i], path[i+2:]
		list = strings.NewReplacer("[", "_", ".", "_").Replace(list) + "_"
	}
	return Prefix + strings.ToUpper(list+strings.ReplaceAll(last, ".", "_"))
}

var (
	// Logins of enterprise-managed users end in _SHORTCODE; old ones may end in a hyphen.
	loginForm      = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$`)
	repositoryName = regexp.MustCompile(`^[A-Za-z0-9._-]{1,100}$`)
	hostForm       = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$`)
	orcidForm      = regexp.MustCompile(`^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$`)
)

func isLogin(text string) bool { return loginForm.MatchString(text) }

func isRepository(text string) bool {
	owner, name, ok := strings.Cut(text, "/")
	return ok && isLogin(owner) && repositoryName.MatchString(name) && name != "." && name != ".."
}

func isInstallation(text string) bool {
	owner, number, ok := strings.Cut(text, "=")
	_, err := strconv.ParseUint(number, 10, 62)
	return ok && isLogin(owner) && err == nil
}

func isGitHubURL(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "" {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && tracker.IsLoopback(u.Hostname())
}

func isDSN(text string) bool {
	scheme, _, isAddress := strings.Cut(text, "://")
	return !strings.ContainsRune(text, 0) && (!isAddress || scheme == "postgres" || scheme == "postgresql")
}

func isAddr(text string) bool {
	host, port, err := net.SplitHostPort(text)
	if err != nil {
		return false
	}
	_, err = strconv.ParseUint(port, 10, 16)
	return err == nil && (host == "" || isHost(host))
}

func isHost(text string) bool {
	_, err := netip.ParseAddr(text)
	return err == nil || hostForm.MatchString(text)
}

// Network reads an address or a network: an address is the network of itself alone.
func Network(text string) (netip.Prefix, bool) {
	if network, err := netip.ParsePrefix(text); err == nil {
		return network, true
	}
	address, err := netip.ParseAddr(text)
	if err != nil || address.Zone() != "" {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(address, address.BitLen()), true
}

func isPause(text string) bool {
	d, err := time.ParseDuration(text)
	return err == nil && (d == 0 || d >= time.Minute)
}

func isDelay(text string) bool {
	d, err := time.ParseDuration(text)
	return err == nil && d >= 0 && d <= 5*time.Minute
}

func isTimeZone(text string) bool {
	_, err := time.LoadLocation(text)
	return err == nil && text != "Local"
}

func isEmail(text string) bool {
	address, err := mail.ParseAddress(text)
	return err == nil && address.Address == text
}

// isORCID checks the form and the check digit of ISO/IEC 7064:2003 (MOD 11-2),
// which ORCID documents under "Structure of the ORCID Identifier".
func isORCID(text string) bool {
	if !orcidForm.MatchString(text) {
		return false
	}
	digits := strings.ReplaceAll(text, "-", "")
	total := 0
	for _, digit := range digits[:15] {
		total = (total + int(digit-'0')) * 2
	}
	check := "0123456789X"[(12-total%11)%11]
	return digits[15] == check
}

func oneOf(words ...string) func(string) bool {
	return func(text string) bool { return slices.Contains(words, text) }
}

// CheckLogin tells whether text can be a GitHub login, for logins that come
// from elsewhere than the configuration. place is what the sentence names:
// "--person".
func CheckLogin(place, text string) error { return checkOne(place, text, "login") }

// CheckRepository does the same for "owner/name".
func CheckRepository(place, text string) error { return checkOne(place, text, "repository") }

// CheckInstance does the same for the address of a team's instance.
func CheckInstance(place, text string) error { return checkOne(place, text, "instance_url") }

// CheckAddr does the same for an address to listen on.
func CheckAddr(place, text string) error { return checkOne(place, text, "addr") }

func checkOne(place, text, name string) error {
	r := rules()[name]
	if r.holds(text) {
		return nil
	}
	return tracker.Errorf(tracker.Invalid, "config.Check", "%s is %s, which %s", place, quote(text), r.is).WithHint("%s", r.hint)
}

// quote makes outside text safe to print in a sentence, and short.
func quote(text string) string {
	const enough = 80
	if runes := []rune(text); len(runes) > enough {
		text = string(runes[:enough]) + "..."
	}
	return strconv.Quote(text)
}
