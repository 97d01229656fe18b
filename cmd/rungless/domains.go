package main

import (
	"context"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/store"

	"github.com/spf13/cobra"
)

func newDomains(s *settings) *cobra.Command {
	group := &cobra.Command{
		Use:   "domains",
		Short: "The technical areas: what the rules do, and rules to start from",
		Example: examples(
			"rungless domains check",
			"rungless domains check octo-org/engine#12",
			"rungless domains suggest > domains.yaml"),
		Args: args(0, 0, "a verb: check or suggest"),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	group.AddCommand(&cobra.Command{
		Use:   "check [PATH or THREAD..]",
		Short: "Say what the rules do with all that is stored, or with some paths and threads",
		Long: `Run the domains of the configuration over all that is stored: which rules never match, which always come second, which
claim the same, what lies in no domain. Or name paths (OWNER/NAME:PATH for one of a repository) and threads (their
address, or OWNER/NAME#12) to see which rules claim them and which decides.`,
		Example: examples(
			"rungless domains check",
			"rungless domains check csrc/attention.cu octo-org/engine:docs/tiles.md",
			"rungless domains check https://github.com/octo-org/engine/pull/12 --json"),
		RunE: func(c *cobra.Command, given []string) error { return s.domainsCheck(c.Context(), given) },
	}, &cobra.Command{
		Use:   "suggest",
		Short: "Propose domains from topics, labels, owners and directories, to paste into config.yaml",
		Example: examples(
			"rungless domains suggest",
			"rungless domains suggest --json | jq '.proposals[].slug'"),
		Args: args(0, 0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return s.domainsSuggest(c.Context()) },
	})
	return group
}

func (s *settings) domainsCheck(ctx context.Context, given []string) error {
	catalogue, err := s.config.Catalogue()
	if err != nil {
		return err
	}
	if len(given) == 0 {
		return s.checkAll(ctx, catalogue)
	}
	var explained []any
	for _, text := range given {
		subject, err := s.parseSubject(text)
		if err != nil {
			return err
		}
		if subject.number == 0 {
			one, err := s.explainPath(ctx, catalogue, subject)
			if err != nil {
				return err
			}
			explained = append(explained, one)
			continue
		}
		one, err := s.explainThread(ctx, catalogue, subject)
		if err != nil {
			return err
		}
		explained = append(explained, one)
	}
	if s.json {
		return s.printJSON(explained)
	}
	return nil
}

// subject is a path, perhaps of a repository, or a thread.
type subject struct {
	repository string // owner/name; "" for a path of any
	path       string
	number     int // of the thread; 0 for a path
}

var threadForm = regexp.MustCompile(`^([^/\s:]+/[^/\s:#]+)#(\d+)$`)

// parseSubject reads an argument of check.
func (s *settings) parseSubject(text string) (subject, error) {
	if m := threadForm.FindStringSubmatch(text); m != nil {
		number, _ := strconv.Atoi(m[2]) // digits, and no thread has so many that it fails
		return subject{repository: m[1], number: number}, nil
	}
	if u, err := url.Parse(text); err == nil && u.Host != "" {
		parts := strings.Split(strings.Trim(u.Path, "/"), "/")
		if len(parts) >= 4 && strings.EqualFold(u.Host, s.host()) && (parts[2] == "pull" || parts[2] == "issues" || parts[2] == "discussions") {
			if number, err := strconv.Atoi(parts[3]); err == nil && number > 0 {
				return subject{repository: parts[0] + "/" + parts[1], number: number}, nil
			}
		}
		return subject{}, usage(tracker.Errorf(tracker.Invalid, "cmd.parseSubject", "%q is not the address of a pull request, issue or discussion on %s", text, s.host()).
			WithHint("write it as the browser shows it, or as OWNER/NAME#12"))
	}
	asked := subject{path: text}
	if repository, file, bound := strings.Cut(text, ":"); bound && strings.Count(repository, "/") == 1 {
		asked = subject{repository: repository, path: file}
	}
	// As shells and editors complete it, a path may begin with ./ or a slash; rules begin at the repository's root.
	asked.path = strings.TrimPrefix(path.Clean("/"+asked.path), "/")
	if asked.path == "" {
		return subject{}, usage(tracker.Errorf(tracker.Invalid, "cmd.parseSubject", "%q names no file", text).
			WithHint("name a path within the repository, such as docs/index.md"))
	}
	return asked, nil
}

type pathJSON struct {
	Repository string `json:"repository,omitempty"`
	domain.PathExplanation
	Domains []string `json:"domains"`
}

func (s *settings) explainPath(ctx context.Context, catalogue *domain.Catalogue, asked subject) (pathJSON, error) {
	var repository tracker.Repository
	if asked.repository != "" {
		st, err := s.readStore(ctx)
		if err != nil {
			return pathJSON{}, err
		}
		defer st.Close()
		if repository, err = st.FindRepository(ctx, asked.repository); err != nil {
			return pathJSON{}, err
		}
	}
	explanation := catalogue.ExplainPath(repository.RepositoryRef, repository.Topics, asked.path)
	one := pathJSON{asked.repository, explanation, append([]string{}, explanation.Domains()...)}
	if !s.json {
		s.tellPath("", explanation)
	}
	return one, nil
}

// tellPath says where a path goes, and every rule that claims it.
func (s *settings) tellPath(indent string, p domain.PathExplanation) {
	if p.Uncounted != nil {
		fmt.Fprintf(s.out, "%s%s: does not count, %s by %q\n", indent, p.Path, p.Uncounted.Why, p.Uncounted.Pattern)
		return
	}
	where := strings.Join(p.Domains(), ", ")
	if where == "" {
		where = "in no domain"
	}
	fmt.Fprintf(s.out, "%s%s: %s\n", indent, p.Path, where)
	for _, claim := range p.Claims {
		fmt.Fprintf(s.out, "%s  %s\n", indent, claim)
	}
}

type threadJSON struct {
	URL   string `json:"url"`
	Title string `json:"title"`
	domain.Explanation
}

func (s *settings) explainThread(ctx context.Context, catalogue *domain.Catalogue, asked subject) (threadJSON, error) {
	st, err := s.readStore(ctx)
	if err != nil {
		return threadJSON{}, err
	}
	defer st.Close()
	var found []tracker.Record
	err = st.Records(ctx, store.RecordFilter{Repository: asked.repository, Number: asked.number}, func(r tracker.Record) error {
		found = append(found, r)
		return nil
	})
	if err != nil {
		return threadJSON{}, err
	}
	if len(found) == 0 {
		return threadJSON{}, tracker.Errorf(tracker.NotFound, "cmd.explainThread", "the store has no thread %s#%d", asked.repository, asked.number).
			WithHint("sync its repository: rungless sync --repo %s", asked.repository)
	}
	one := threadJSON{tracker.ThreadURL(found[0].Thread.ThreadRef), found[0].Thread.Title, catalogue.Explain(found[0])}
	if !s.json {
		s.tellThread(one)
	}
	return one, nil
}

func (s *settings) tellThread(t threadJSON) {
	fmt.Fprintf(s.out, "%s %s\n", t.URL, t.Title)
	for _, share := range t.Attribution.Shares {
		fmt.Fprintf(s.out, "  %s: %.0f %%\n", share.Domain, 100*share.Weight)
	}
	for _, share := range t.Attribution.Passing {
		fmt.Fprintf(s.out, "  %s: %.0f %%, in passing, which counts nowhere\n", share.Domain, 100*share.Weight)
	}
	switch none := t.Attribution.None; {
	case none.Weight > 0:
		fmt.Fprintf(s.out, "  in no domain: %.0f %%\n", 100*none.Weight)
	case len(t.Attribution.Shares)+len(t.Attribution.Passing) == 0:
		fmt.Fprintln(s.out, "  nothing in it counts")
	}
	for _, claim := range t.Talk {
		fmt.Fprintf(s.out, "  %s\n", claim)
	}
	for _, file := range t.Files {
		s.tellPath("  ", file)
	}
}
